using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Replays;

/// <summary>How a couple went at one design point.</summary>
/// <param name="Variant">The variant by name.</param>
/// <param name="Days">Every day of the horizon.</param>
/// <param name="Measures">What a run stores: by reading, measure of the study and person; NaN for a window that has not begun.</param>
internal sealed record ReplayCourse(string Variant, IReadOnlyList<ReplayDay> Days, float[,,] Measures);

/// <summary>One couple of one design point of a study, day by day, by the code that runs the study.</summary>
/// <param name="Study">The study.</param>
/// <param name="Point">The design point.</param>
/// <param name="Dyad">Number of the couple.</param>
/// <param name="Couple">The couple as sampled.</param>
/// <param name="AsRun">As the run had it.</param>
/// <param name="Without">The same luck with pathways off, or null.</param>
/// <param name="IsDouble">Whether it is in double precision.</param>
internal sealed record Replay(Study Study, DesignPoint Point, long Dyad, SampledCouple Couple, ReplayCourse AsRun, ReplayCourse? Without, bool IsDouble)
{
    /// <summary>Name of the variant that the run had.</summary>
    public const string AsRunName = "as_run";

    /// <summary>The courses.</summary>
    public IEnumerable<ReplayCourse> Courses => Without is null ? [AsRun] : [AsRun, Without];

    /// <summary>Replays a couple in the precision of a lane type, which is one couple wide.</summary>
    /// <param name="study">The study.</param>
    /// <param name="point">Number of the design point.</param>
    /// <param name="dyad">Number of the couple.</param>
    /// <param name="without">Pathways that are off in a second course; none for no such course.</param>
    /// <param name="cancellation">Stops between days.</param>
    /// <typeparam name="TLane">The lane type.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The study has no such point or couple.</exception>
    public static Replay Run<TLane>(Study study, int point, long dyad, IReadOnlyList<Pathway> without, CancellationToken cancellation = default)
        where TLane : struct, ILane<TLane>
    {
        var design = new Design(study);
        ArgumentOutOfRangeException.ThrowIfNegative(point);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(point, design.PointCount);
        ArgumentOutOfRangeException.ThrowIfNegative(dyad);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(dyad, study.Dyads);
        var alone = design.Only(point, []);
        var found = design.PointsOf(design.Cells[point / design.Arms.Count]).ElementAt(point % design.Arms.Count);
        var (asRun, couple) = Course<TLane>(AsRunName, alone, dyad, cancellation);
        var other = without.Count == 0 ? null : Course<TLane>($"without {string.Join(", ", without)}", design.Only(point, without), dyad, cancellation).Course;
        if (study.OwnOutcomes.Any(m => m.IsFromReference))
        {
            var reference = Course<TLane>("reference", design.Only(design.ReferencePointOf(found.Cell.Id), []), dyad, cancellation).Course;
            Subtract(study, asRun, reference);
            if (other is not null) Subtract(study, other, reference);
        }
        return new Replay(study, found, dyad, couple, asRun, other, typeof(TLane) == typeof(Precise));
    }

    /// <summary>Simulates one couple of a design of one point by the code that runs the study.</summary>
    /// <param name="alone">The design.</param>
    /// <param name="samplings">The population of its cell.</param>
    /// <param name="dyad">Number of the couple.</param>
    /// <param name="observer">Sees every day; may be null.</param>
    /// <param name="cancellation">Stops between days.</param>
    /// <typeparam name="TLane">The lane type, one couple wide.</typeparam>
    public static BlockResult Simulate<TLane>(Design alone, IReadOnlyList<Sampling> samplings, long dyad, DayObserver<TLane>? observer, CancellationToken cancellation)
        where TLane : struct, ILane<TLane>
        => new BlockSimulator<TLane>(alone, samplings, new BlockShape(1, 1), observer).Run(alone.Passes[0], dyad, 1, _ => { }, cancellation);

    private static (ReplayCourse Course, SampledCouple Couple) Course<TLane>(string variant, Design alone, long dyad, CancellationToken cancellation)
        where TLane : struct, ILane<TLane>
    {
        var study = alone.Study;
        var days = new List<ReplayDay>(study.HorizonDays);
        PointValues<TLane>? valuesTogether = null;

        void Observe(int point, int day, PointValues<TLane> values, ReadOnlySpan<DyadState<TLane>> states, ReadOnlySpan<DyadState<TLane>> last, ReadOnlySpan<DyadTraits<TLane>> traits, ReadOnlySpan<DayDraws<TLane>> draws, ReadOnlySpan<DyadDay<TLane>> passed)
        {
            bool isIntact = TLane.Extract(states[0].Intact, 0) > 0, wasTogether = TLane.Extract(passed[0].Together, 0) > 0;
            // what has ended is read with the values of its time
            if (wasTogether) valuesTogether = values;
            days.Add(new ReplayDay<TLane>(day + 1, valuesTogether!, isIntact ? states[0] : last[0], traits[0], draws[0], passed[0], study.Population.ProfileCut));
        }

        var result = Simulate<TLane>(alone, StudyRunner.Samplings(alone), dyad, Observe, cancellation);
        var measures = new float[study.Readings.Count, study.Measures.Count, 2];
        for (int reading = 0; reading < study.Readings.Count; reading++)
            for (int m = 0; m < study.Measures.Count; m++)
                for (int person = 0; person < 2; person++) measures[reading, m, person] = result.Outcome(reading, 0, m, person)[0];
        return (new ReplayCourse(variant, days, measures), result.Couples(0)[0]);
    }

    private static void Subtract(Study study, ReplayCourse course, ReplayCourse reference)
    {
        for (int reading = 0; reading < study.Readings.Count; reading++)
            foreach (var (m, measure) in study.Measures.Index())
                for (int person = 0; person < 2 && measure.IsFromReference; person++)
                    course.Measures[reading, m, person] = measure.LessReference(course.Measures[reading, m, person], reference.Measures[reading, m, person]);
    }
}
