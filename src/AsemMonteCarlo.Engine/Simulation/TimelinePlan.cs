using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Enhancing;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Simulation;

/// <summary>Values of both partners of one design point in one stretch of the timeline.</summary>
/// <param name="Focal">Of the focal person.</param>
/// <param name="Provider">Of the provider.</param>
/// <typeparam name="TLane">The lane type.</typeparam>
internal sealed record PointValues<TLane>(Values<TLane> Focal, Values<TLane> Provider)
    where TLane : struct, ILane<TLane>;

/// <summary>Which entries of a timeline hold on which day, and what they make of a design point's values.</summary>
/// <typeparam name="TLane">The lane type.</typeparam>
internal sealed class TimelinePlan<TLane>
    where TLane : struct, ILane<TLane>
{
    private readonly int[] stretchOfDay;
    private readonly PointValues<TLane>[][] values;

    /// <summary>Resolves the timeline for some design points.</summary>
    public TimelinePlan(Study study, IReadOnlyList<DesignPoint> points)
    {
        var stretches = new Dictionary<string, (int Number, List<TimelineEntry> Entries, bool IsWithdrawn)>(StringComparer.Ordinal);
        stretchOfDay = new int[study.HorizonDays];
        for (int day = 0; day < study.HorizonDays; day++)
        {
            var held = study.Timeline.Where(entry => Holds(entry, day, study.HorizonDays)).ToList();
            bool isWithdrawn = day >= study.Pathways.WithdrawnFrom;
            string key = string.Join(",", held.Select(entry => Index(study.Timeline, entry))) + (isWithdrawn ? "w" : "");
            if (!stretches.TryGetValue(key, out var stretch)) stretches[key] = stretch = (stretches.Count, held, isWithdrawn);
            stretchOfDay[day] = stretch.Number;
        }
        values = [.. points.Select(point => stretches.Values.OrderBy(s => s.Number).Select(s => Resolve(study, point, s.Entries, s.IsWithdrawn)).ToArray())];
    }

    /// <summary>Values of a design point, by its place in the list given, on a day of the horizon.</summary>
    public PointValues<TLane> this[int point, int day] => values[point][stretchOfDay[day]];

    private static bool Holds(TimelineEntry entry, int day, int horizon) => entry switch
    {
        ParameterChange change => day >= change.FromDay && change.FromDay < horizon,
        ForcedAct act => TimelineDays.IsOn(act.FromDay, act.Schedule, day),
        _ => false,
    };

    private static int Index(IReadOnlyList<TimelineEntry> entries, TimelineEntry entry)
    {
        for (int i = 0; i < entries.Count; i++)
            if (ReferenceEquals(entries[i], entry)) return i;
        return -1;
    }

    private static PointValues<TLane> Resolve(Study study, DesignPoint point, List<TimelineEntry> entries, bool isWithdrawn)
    {
        ParameterSet focal = point.Focal, provider = point.Provider;
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case ParameterChange change:
                    if (change.Whose != TimelineRole.Provider) focal = Change(focal, change, p => !study.Pathways.ProviderOnly && Design.IsHeld(study, point.Arm, p));
                    if (change.Whose != TimelineRole.Focal) provider = Change(provider, change, p => Design.IsHeld(study, point.Arm, p));
                    break;
                case ForcedAct act:
                    // the recipient is concerned, the partner acts
                    if (act.Whose != TimelineRole.Provider) provider = Act(provider, act);
                    if (act.Whose != TimelineRole.Focal) focal = Act(focal, act);
                    if (!act.Perceived)
                    {
                        if (act.Whose != TimelineRole.Provider) focal = focal.With(OthersSupport.Perceived, 0);
                        if (act.Whose != TimelineRole.Focal) provider = provider.With(OthersSupport.Perceived, 0);
                    }
                    break;
            }
        }
        if (isWithdrawn)
        {
            provider = Design.Without(study, provider, point.Arm.Withdrawn);
            if (!study.Pathways.ProviderOnly) focal = Design.Without(study, focal, point.Arm.Withdrawn);
        }
        if (point.Arm.DissolutionOff) (focal, provider) = (Design.WithoutDissolution(focal), Design.WithoutDissolution(provider));
        var focalValues = new Values<TLane>(focal);
        return new PointValues<TLane>(focalValues, focal.Equals(provider) ? focalValues : new Values<TLane>(provider));
    }

    private static ParameterSet Change(ParameterSet set, ParameterChange change, Func<Pathway, bool> isHeld)
    {
        foreach (var (parameter, value) in change.Values)
        {
            var pathway = AsemModel.Pathways.FirstOrDefault(p => p.Strength == parameter);
            if (pathway is null || !isHeld(pathway)) set = set.With(parameter, value);
        }
        return set;
    }

    private static ParameterSet Act(ParameterSet set, ForcedAct act) => set.With(act.Pathway.Forced, set[act.Pathway.Forced] + act.Dose);
}

/// <summary>Days of a schedule.</summary>
internal static class TimelineDays
{
    /// <summary>Whether an event is scheduled on a day.</summary>
    public static bool IsOn(int fromDay, Schedule schedule, int day) =>
        day >= fromDay && day <= (schedule.ToDay ?? int.MaxValue) && (day - fromDay) % schedule.Every == 0;
}
