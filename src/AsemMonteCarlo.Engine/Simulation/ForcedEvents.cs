using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>Forces or suppresses situations by masks over the day's draws; no draw moves another.</summary>
internal static class ForcedEvents
{
    // beyond any log odds that a logistic draw can meet
    private const double Certain = 1e4;

    /// <summary>Applies a study's forced situations and the occasions of acts forced at a rate.</summary>
    public static void Apply<TLane>(Study study, Span<DayDraws<TLane>> draws, Span<uint> words, Luck luck, long firstDyad, int day)
        where TLane : struct, ILane<TLane>
    {
        for (int i = 0; i < study.Timeline.Count; i++)
        {
            var entry = study.Timeline[i];
            if (entry is ForcedSituation situation && TimelineDays.IsOn(situation.FromDay, situation.Schedule, day))
                Force(situation, draws, words, luck, firstDyad, day);
            else if (entry is ForcedAct { Schedule.Rate: < 1 } act && TimelineDays.IsOn(act.FromDay, act.Schedule, day))
                Occasions(act, draws, words, luck, firstDyad, day);
        }
    }

    private static void Force<TLane>(ForcedSituation entry, Span<DayDraws<TLane>> draws, Span<uint> words, Luck luck, long firstDyad, int day)
        where TLane : struct, ILane<TLane>
    {
        bool couple = entry.Situation is Situation.Conflict or Situation.JointActivity;
        if (couple) Masked(entry, draws, words, luck, firstDyad, day, DrawOwner.Couple, (int)CoupleDraw.ForcedOccasion);
        else
        {
            if (entry.Whose != TimelineRole.Provider) Masked(entry, draws, words, luck, firstDyad, day, DrawOwner.PartnerA, (int)PartnerDraw.ForcedOccasion);
            if (entry.Whose != TimelineRole.Focal) Masked(entry, draws, words, luck, firstDyad, day, DrawOwner.PartnerB, (int)PartnerDraw.ForcedOccasion);
        }
    }

    private static void Masked<TLane>(ForcedSituation entry, Span<DayDraws<TLane>> draws, Span<uint> words, Luck luck, long firstDyad, int day, DrawOwner owner, int purpose)
        where TLane : struct, ILane<TLane>
    {
        int dyads = draws.Length * TLane.Width;
        DrawKernel.Words(words, 4, dyads, luck, firstDyad, day, owner);
        var certain = TLane.Broadcast(entry.Occurs ? Certain : -Certain);
        for (int bundle = 0; bundle < draws.Length; bundle++)
        {
            var mask = TLane.GreaterThan(TLane.Broadcast(entry.Schedule.Rate), TLane.Uniform(in words[purpose * dyads + bundle * TLane.Width]));
            ref var d = ref draws[bundle];
            if (owner == DrawOwner.Couple) Couple(entry, mask, certain, ref d);
            // a request is made of the person by the partner: the draw is the partner's
            else if (entry.Situation == Situation.Request) Set(mask, certain, ref owner == DrawOwner.PartnerA ? ref d.B.RequestMade : ref d.A.RequestMade);
            else if (owner == DrawOwner.PartnerA) Partner(entry, mask, certain, ref d.A);
            else Partner(entry, mask, certain, ref d.B);
        }
    }

    private static void Couple<TLane>(ForcedSituation entry, TLane mask, TLane certain, ref DayDraws<TLane> d)
        where TLane : struct, ILane<TLane>
    {
        if (entry.Situation == Situation.JointActivity) Set(mask, certain, ref d.JointActivity);
        else
        {
            Set(mask, certain, ref d.Conflict);
            if (entry.Size is { } size) Set(mask, TLane.Broadcast(size), ref d.ConflictSize);
        }
    }

    private static void Partner<TLane>(ForcedSituation entry, TLane mask, TLane certain, ref PartnerDraws<TLane> d)
        where TLane : struct, ILane<TLane>
    {
        switch (entry.Situation)
        {
            case Situation.Stressor:
                Set(mask, certain, ref d.Stressor);
                if (entry.Size is { } size) Set(mask, TLane.Broadcast(size), ref d.StressorSize);
                break;
            case Situation.Sharing: Set(mask, certain, ref d.Sharing); break;
            case Situation.Challenge: Set(mask, certain, ref d.Challenge); break;
            case Situation.Success: Set(mask, certain, ref d.Success); break;
            case Situation.SupportOffered: Set(mask, certain, ref d.SupportOffered); break;
        }
    }

    private static void Occasions<TLane>(ForcedAct act, Span<DayDraws<TLane>> draws, Span<uint> words, Luck luck, long firstDyad, int day)
        where TLane : struct, ILane<TLane>
    {
        int dyads = draws.Length * TLane.Width, purpose = (int)PartnerDraw.ForcedOccasion;
        foreach (var owner in new[] { DrawOwner.PartnerA, DrawOwner.PartnerB })
        {
            if (act.Whose == (owner == DrawOwner.PartnerA ? TimelineRole.Provider : TimelineRole.Focal)) continue;
            DrawKernel.Words(words, 4, dyads, luck, firstDyad, day, owner);
            for (int bundle = 0; bundle < draws.Length; bundle++)
            {
                var mask = TLane.GreaterThan(TLane.Broadcast(act.Schedule.Rate), TLane.Uniform(in words[purpose * dyads + bundle * TLane.Width]));
                ref var occasion = ref owner == DrawOwner.PartnerA ? ref draws[bundle].A.ForcedOccasion : ref draws[bundle].B.ForcedOccasion;
                occasion = TLane.And(mask, TLane.Broadcast(1));
            }
        }
    }

    private static void Set<TLane>(TLane mask, TLane value, ref TLane draw)
        where TLane : struct, ILane<TLane>
        => draw = TLane.Select(mask, value, draw);
}
