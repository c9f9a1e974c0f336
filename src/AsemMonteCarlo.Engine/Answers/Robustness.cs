using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Streams;

namespace AsemMonteCarlo.Engine.Answers;

/// <summary>How a robustness study is run.</summary>
/// <param name="Draws">Parameter draws for each combination of forms, at least 2.</param>
/// <param name="Couples">Couples in each.</param>
/// <param name="Width">Share of each parameter's prior that is drawn from, around the study's value, in (0, 1].</param>
/// <param name="IsExact">Whether Shapley values are computed over all coalitions; else to second order, from each pathway alone and each left out.</param>
/// <param name="Seed">Seed of the draws.</param>
/// <param name="Threads">Worker threads; results do not depend on it.</param>
/// <param name="Ensemble">Acceptable parameter sets from which fitted parameters are drawn, or null for the priors of all.</param>
internal sealed record RobustnessOptions(int Draws = 25, int Couples = 64, double Width = 0.5, bool IsExact = false, ulong Seed = 1, int Threads = 1, Ensemble? Ensemble = null);

/// <summary>What the choices that the paper leaves open do to one pathway's place.</summary>
/// <param name="Pathway">The pathway.</param>
/// <param name="First">Share of choices in which it reduces insecurity most.</param>
/// <param name="TopThree">Share in which it is among the first three.</param>
/// <param name="Low">5 % quantile of its effect.</param>
/// <param name="Median">Median.</param>
/// <param name="High">95 % quantile.</param>
/// <param name="Shares">First-order and total share of the effect's variance, net of Monte Carlo noise, by source.</param>
/// <param name="Noise">Share of Monte Carlo noise in the variance seen.</param>
internal sealed record PathwayRobustness(Pathway Pathway, double First, double TopThree, double Low, double Median, double High, IReadOnlyList<(double FirstOrder, double Total)> Shares, double Noise);

/// <summary>The outcome of a robustness study.</summary>
/// <param name="Study">The study.</param>
/// <param name="Combinations">Combinations of forms.</param>
/// <param name="Evaluations">Rankings computed.</param>
/// <param name="Pathways">Each pathway.</param>
/// <param name="FirstByForm">For each form of each topic: how often each pathway is first where it holds.</param>
internal sealed record RobustnessResult(Study Study, int Combinations, int Evaluations, IReadOnlyList<PathwayRobustness> Pathways, IReadOnlyList<(Form Form, IReadOnlyList<double> First)> FirstByForm);

/// <summary>
/// Ranks the pathways under every combination of the named forms, at drawn parameters and populations. The variance of each
/// pathway's effect is split between forms, parameters, population and Monte Carlo noise by pick-freeze (Saltelli et al. 2010 over groups of
/// factors): two independent designs, and the first again with one group of factors from the second. Every ranking has luck and couples of its own,
/// so that covariances between designs hold no noise; the variance is corrected by the mean squared standard error.
/// </summary>
internal static class Robustness
{
    /// <summary>Sources of variance, in the order of shares.</summary>
    public static readonly IReadOnlyList<string> Sources = ["forms", "parameters", "population"];

    private const uint Tag = 0x524F4255;

    // strengths are what is ranked, and no equation reads how things are measured
    private static readonly Parameter[] heldParameters = [.. AsemModel.Pathways.Select(p => p.Strength), .. Measurement.Group.Parameters];

    private static readonly Parameter[] populationParameters = [.. PopulationParameters.Group.Parameters];

    /// <summary>Runs a study under other choices.</summary>
    /// <param name="study">The study; its own arms and outcomes do not matter.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="progress">Called with rankings done and their number; may be null.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static RobustnessResult Run(Study study, RobustnessOptions options, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        Form[][] combinations = [.. Combinations(AsemModel.FormTopics)];
        int n = combinations.Length * options.Draws, sources = Sources.Count, pathways = AsemModel.Pathways.Count;
        study = Ranked(study, options);
        // design 0 is A, 1 is B, 2 + g is A with group g from B
        var effects = new Choice[sources + 2][];
        for (int d = 0; d < effects.Length; d++) effects[d] = new Choice[n];
        int total = n * effects.Length, done = 0;
        Parallel.For(0, total, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation }, i =>
        {
            int d = i / n, row = i % n;
            int From(int group) => d == 1 || d == 2 + group ? 1 : 0;
            var forms = combinations[Combination(options.Seed, combinations.Length, row, From(0))];
            effects[d][row] = Rank(study, forms, options, row, From(1), From(2), (uint)i);
            progress?.Invoke(Interlocked.Increment(ref done), total);
        });
        var all = effects[0].Concat(effects[1]).ToList();
        var results = new List<PathwayRobustness>();
        for (int p = 0; p < pathways; p++)
        {
            double[] a = [.. effects[0].Select(e => e.Effects[p])], b = [.. effects[1].Select(e => e.Effects[p])];
            double mean = a.Concat(b).Average(), seen = a.Concat(b).Average(x => (x - mean) * (x - mean)), noise = all.Average(e => e.Variances[p]), net = Math.Max(seen - noise, 1e-12);
            var shares = Enumerable.Range(0, sources).Select(g =>
            {
                double[] mixed = [.. effects[2 + g].Select(e => e.Effects[p])];
                double firstOrder = b.Zip(mixed, (x, y) => (x - mean) * (y - mean)).Average() / net, others = a.Zip(mixed, (x, y) => (x - mean) * (y - mean)).Average() / net;
                return (firstOrder, 1 - others);
            }).ToList();
            double[] sorted = [.. a.Concat(b).Order()];
            results.Add(new PathwayRobustness(AsemModel.Pathways[p], all.Average(e => e.PlaceOf(p) == 0 ? 1.0 : 0), all.Average(e => e.PlaceOf(p) < 3 ? 1.0 : 0), sorted[(int)(0.05 * sorted.Length)], sorted[sorted.Length / 2], sorted[(int)(0.95 * sorted.Length)], shares, noise / seen));
        }
        var byForm = AsemModel.FormTopics.SelectMany(t => t.Forms).Select(form =>
        {
            var held = all.Where(e => e.Forms.Contains(form)).ToList();
            return (form, (IReadOnlyList<double>)[.. Enumerable.Range(0, pathways).Select(p => held.Average(e => e.PlaceOf(p) == 0 ? 1.0 : 0))]);
        }).ToList();
        return new RobustnessResult(study, combinations.Length, total, results, byForm);
    }

    /// <summary>Number of the combination of forms of a row: design A has every one equally often, design B draws it independently.</summary>
    internal static int Combination(ulong seed, int combinations, int row, int design)
    {
        if (design == 0) return row % combinations;
        var (word, _, _, _) = Philox.Words((uint)row, (uint)design, 0, Tag ^ 1, seed);
        return (int)(word / 4294967296.0 * combinations);
    }

    private static IEnumerable<Form[]> Combinations(IReadOnlyList<FormTopic> topics) =>
        topics.Aggregate((IEnumerable<Form[]>)[[]], (sofar, topic) => sofar.SelectMany(forms => topic.Forms.Select(form => (Form[])[.. forms, form])));

    private static Study Ranked(Study study, RobustnessOptions options) => study with
    {
        Dyads = options.Couples,
        Outcomes = [Outcomes.Insecurity],
        OwnOutcomes = [],
        OwnGroups = [],
        EarlierReadings = [],
        StoreDyads = false,
        Trajectories = null,
        Sweep = [],
        Reference = null,
        DissolutionOffView = false,
        Pathways = new PathwayDesign { Arms = options.IsExact ? PathwayArms.AllCoalitions : PathwayArms.All | PathwayArms.None | PathwayArms.EachAlone | PathwayArms.EachLeftOut, ProviderOnly = study.Pathways.ProviderOnly },
    };

    private static Choice Rank(Study study, Form[] forms, RobustnessOptions options, int row, int parameters, int population, uint luck)
    {
        var set = options.Ensemble is { } ensemble
            ? forms.Aggregate(ensemble.In(study.Focal, Member(ensemble, options, row, parameters)), (current, form) => current.With(form))
            : Drawn(study.Focal, options, row, parameters, AsemModel.Parameters.Except(heldParameters).Except(populationParameters), forms);
        // with an ensemble what it fits of the population goes with its other parameters
        var drawn = Populated(set, options, row, population, [.. populationParameters.Except(options.Ensemble?.Parameters ?? [])]);
        var (seed, _, _, _) = Philox.Words(luck, 2, 0, Tag, options.Seed);
        // what a study gives the provider alone stays
        var provider = AsemModel.Parameters.Aggregate(drawn, (current, p) => study.Provider[p] == study.Focal[p] ? current : current.With(p, study.Provider[p]));
        var run = StudyRunner.Run(study with { Focal = drawn, Provider = provider, Seed = study.Seed ^ ((ulong)seed << 20) }, new RunOptions { Threads = 1 });
        var sums = run.Sums.Cells[0];
        int pathways = AsemModel.Pathways.Count, last = sums.Study.Readings.Count - 1;
        double[] effects = new double[pathways], variances = new double[pathways];
        StatisticKind[] kinds = options.IsExact ? [StatisticKind.Shapley] : [StatisticKind.Alone, StatisticKind.LeftOut];
        foreach (var (s, statistic) in sums.Statistics.Index().Where(s => kinds.Contains(s.Item.Kind)))
        {
            var sum = sums.Effect(View.All, last, 0, 0, s);
            effects[statistic.First] += sum.Value / kinds.Length;
            // the two halves share their luck: the larger of both variances is a bound
            double variance = sum.Variance();
            variances[statistic.First] = Math.Max(variances[statistic.First], double.IsFinite(variance) ? variance : 0);
        }
        return new Choice(forms, effects, variances);
    }

    private static int Member(Ensemble ensemble, RobustnessOptions options, int row, int design)
    {
        var (word, _, _, _) = Philox.Words((uint)row, (uint)design, 0xFFFF, Tag, options.Seed);
        return (int)(word / 4294967296.0 * ensemble.Members.Count);
    }

    private static ParameterSet Populated(ParameterSet set, RobustnessOptions options, int row, int design, Parameter[] parameters)
    {
        // a drawn population that cannot be is drawn anew
        for (int attempt = 0; attempt < 50; attempt++)
        {
            var drawn = Drawn(set, options, row, design, parameters, [], 1 + (uint)attempt);
            if (StudySettings.Impossible(drawn) is null) return drawn;
        }
        return set;
    }

    private static ParameterSet Drawn(ParameterSet set, RobustnessOptions options, int row, int design, IEnumerable<Parameter> parameters, Form[] forms, uint attempt = 0)
    {
        foreach (var parameter in parameters)
        {
            var (word, _, _, _) = Philox.Words((uint)row, (uint)design, (uint)parameter.Index | attempt << 16, Tag, options.Seed);
            double here = parameter.Varies.ShareBelow(set[parameter]), low = Math.Max(0, here - options.Width / 2), high = Math.Min(1, here + options.Width / 2);
            set = set.With(parameter, Math.Clamp(parameter.Varies.Quantile(low + (word + 0.5) / 4294967296.0 * (high - low)), parameter.Minimum, parameter.Maximum));
        }
        return forms.Aggregate(set, (current, form) => current.With(form));
    }

    private sealed record Choice(Form[] Forms, double[] Effects, double[] Variances)
    {
        // 0 for the one that reduces insecurity most
        public int PlaceOf(int pathway) => Effects.Index().Count(e => e.Item < Effects[pathway] || e.Item == Effects[pathway] && e.Index < pathway);
    }
}
