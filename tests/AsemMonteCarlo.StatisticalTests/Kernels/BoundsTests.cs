using System.Globalization;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Numerics.Lanes;
using StateLanes = AsemMonteCarlo.Model.Kernels.Lanes;

namespace AsemMonteCarlo.StatisticalTests.Kernels;

/// <summary>No parameters within their ranges lead to a state that is not a number or leaves its bounds; no chance of a false alarm.</summary>
[Trait("Category", "Slow")]
public sealed class BoundsTests
{
    private const int Couples = 16;
    private static readonly Parameter[] correlations = [PopulationParameters.WithinPerson, PopulationParameters.PartnersCrossed, PopulationParameters.PartnersAnxiety, PopulationParameters.PartnersAvoidance];

    [Fact]
    public void States_of_random_models_stay_within_bounds_for_sixty_days() => Fuzz(Reduced.Size(10_000, 500), days: 60, firstSet: 0);

    [Fact]
    public void States_of_random_models_stay_within_bounds_for_ten_years() => Fuzz(Reduced.Size(10_000, 300), days: 3660, firstSet: 1_000_000);

    [Fact]
    public void States_of_random_models_stay_within_bounds_under_forced_acts_of_any_allowed_dose() => Fuzz(Reduced.Size(1000, 100), days: 60, firstSet: 2_000_000, forced: true);

    [Fact]
    public void States_of_random_models_in_random_forms_stay_within_bounds() => Fuzz(Reduced.Size(4000, 400), days: 120, firstSet: 3_000_000, forced: true, formed: true);

    private static void Fuzz(int sets, int days, int firstSet, bool forced = false, bool formed = false)
    {
        var failures = new List<string>();
        for (int set = firstSet; set < firstSet + sets && failures.Count < 20; set++)
            if (Run(set, days, forced, formed) is { } failure) failures.Add(failure);
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
    }

    private static string? Run(int set, int days, bool forced, bool formed)
    {
        var parameters = Draw(set, forced, formed);
        var values = new Values<Wide>(parameters);
        int bundles = Couples / Wide.Width;
        var traits = new DyadTraits<Wide>[bundles];
        var states = new DyadState<Wide>[bundles];
        var last = new DyadState<Wide>[bundles];
        var draws = new DayDraws<Wide>[bundles];
        var scratch = new DyadDay<Wide>[bundles];
        var words = new uint[DrawKernel.ScratchWords(Couples)];
        var luck = new Luck((ulong)set, 0, 0);
        var distribution = new ScoreDistribution(parameters);
        var scores = new CoupleScores[Couples];
        for (int i = 0; i < Couples; i++)
        {
            var couple = Couple.Draw(luck, i, 0);
            scores[i] = distribution.Scores(couple);
            Initialisation.Couple(parameters, parameters, couple, scores[i], ref traits[i / Wide.Width], ref states[i / Wide.Width], i % Wide.Width);
        }
        const int settle = 20;
        for (int day = -settle; day < days; day++)
        {
            if (day == 0) FixReadOuts(values, scores, traits, states);
            DrawKernel.Fill<Wide>(draws, words, luck, 0, day);
            AsemModel.Day(values, values, states, last, traits, draws, scratch, settling: day < 0);
            // a state that is not a number stays one, so ten years need no look at every day
            if (days > 1000 && day % 61 != 0 && day != days - 1) continue;
            foreach (ref var state in states.AsSpan())
                if (Outside(ref state) is { } wrong) return string.Create(CultureInfo.InvariantCulture, $"set {set}, day {day}: {wrong}");
        }
        return null;
    }

    private static void FixReadOuts(in Values<Wide> values, CoupleScores[] scores, DyadTraits<Wide>[] traits, DyadState<Wide>[] states)
    {
        for (int bundle = 0; bundle < states.Length; bundle++)
        {
            Wide anxietyA = default, avoidanceA = default, anxietyB = default, avoidanceB = default;
            for (int lane = 0; lane < Wide.Width; lane++)
            {
                var s = scores[bundle * Wide.Width + lane];
                anxietyA = Wide.Insert(anxietyA, lane, ScoreDistribution.ToLogit(s.AnxietyA));
                avoidanceA = Wide.Insert(avoidanceA, lane, ScoreDistribution.ToLogit(s.AvoidanceA));
                anxietyB = Wide.Insert(anxietyB, lane, ScoreDistribution.ToLogit(s.AnxietyB));
                avoidanceB = Wide.Insert(avoidanceB, lane, ScoreDistribution.ToLogit(s.AvoidanceB));
            }
            Initialisation.FixReadOuts(values, anxietyA, avoidanceA, ref traits[bundle].A, ref states[bundle].A);
            Initialisation.FixReadOuts(values, anxietyB, avoidanceB, ref traits[bundle].B, ref states[bundle].B);
        }
    }

    // a third of the sets anywhere in the ranges, a third at corners, a third between the two
    private static ParameterSet Draw(int set, bool forced, bool formed)
    {
        var random = new Random(set);
        double corners = (set % 3) switch { 0 => 0, 1 => 1, _ => 0.3 };
        var parameters = ParameterSet.Defaults;
        foreach (var parameter in AsemModel.Parameters)
        {
            double share = random.NextDouble() < corners ? random.Next(2) : random.NextDouble();
            parameters = parameters.With(parameter, parameter.Minimum + share * (parameter.Maximum - parameter.Minimum));
        }
        // a timeline forces doses of up to 10 full acts
        foreach (var pathway in AsemModel.Pathways)
            if (forced && random.Next(2) == 1) parameters = parameters.With(pathway.Forced, random.Next(2) == 1 ? 10 : 10 * random.NextDouble());
        foreach (var topic in AsemModel.FormTopics)
            if (formed) parameters = parameters.With(topic.Forms[random.Next(topic.Forms.Count)]);
        // correlations that cannot hold together are refused by studies
        while (!Possible(parameters))
            foreach (var parameter in correlations) parameters = parameters.With(parameter, parameter.Minimum + random.NextDouble() * (parameter.Maximum - parameter.Minimum));
        return parameters;
    }

    private static bool Possible(ParameterSet p)
    {
        double within = p[PopulationParameters.WithinPerson], crossed = p[PopulationParameters.PartnersCrossed], anxiety = p[PopulationParameters.PartnersAnxiety], avoidance = p[PopulationParameters.PartnersAvoidance];
        return (within + crossed) * (within + crossed) <= (1 + anxiety) * (1 + avoidance) && (within - crossed) * (within - crossed) <= (1 - anxiety) * (1 - avoidance);
    }

    private static string? Outside(ref DyadState<Wide> state) =>
        Outside("A", StateLanes.Of<PartnerState<Wide>, Wide>(ref state.A), AsemModel.PartnerStates)
        ?? Outside("B", StateLanes.Of<PartnerState<Wide>, Wide>(ref state.B), AsemModel.PartnerStates)
        ?? Outside("couple", [state.Tension, state.Intact], AsemModel.CoupleStates);

    private static string? Outside(string whose, ReadOnlySpan<Wide> fields, IReadOnlyList<State> declared)
    {
        for (int i = 0; i < declared.Count; i++)
        {
            var state = declared[i];
            // rounding in single precision, relative to the span of the state
            double tolerance = Math.Max(1e-5, 1e-6 * (state.Maximum - state.Minimum));
            for (int lane = 0; lane < Wide.Width; lane++)
            {
                double value = Wide.Extract(fields[i], lane);
                if (!(value >= state.Minimum - tolerance && value <= state.Maximum + tolerance))
                    return string.Create(CultureInfo.InvariantCulture, $"{state.Name} of {whose} is {value:r}, outside {state.Minimum}…{state.Maximum}");
            }
        }
        return null;
    }
}
