using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Experiments;

/// <summary>Conditions under which the same couples live with the same luck.</summary>
/// <param name="Name">Name; empty for the only one.</param>
/// <param name="Study">The study.</param>
/// <param name="Off">Pathways that are off from day 0.</param>
internal sealed record Scenario(string Name, Study Study, IReadOnlyList<Pathway> Off)
{
    /// <summary>The same for all scenarios of the same couples under the same conditions.</summary>
    public string Key { get; } = $"{StudyText.Resolved(Study).ToJsonString()}\noff: {string.Join(' ', Off)}";

    /// <summary>The scenario with other values of parameters.</summary>
    public Scenario With(Func<ParameterSet, ParameterSet> values) => new(Name, Study with { Focal = values(Study.Focal), Provider = values(Study.Provider) }, Off);
}

/// <summary>A number that a file asks of the model: under which conditions, on which rows, which estimate.</summary>
internal sealed record Experiment
{
    /// <summary>Name in reports.</summary>
    public required string Id { get; init; }

    /// <summary>The scenarios, at least one.</summary>
    public required IReadOnlyList<Scenario> Scenarios { get; init; }

    /// <summary>What a row is.</summary>
    public required ExperimentRows Rows { get; init; }

    /// <summary>Rows that count, or null for all.</summary>
    public Expression? Where { get; init; }

    /// <summary>What is estimated.</summary>
    public required Expression Estimate { get; init; }

    /// <summary>The text of the estimate as written.</summary>
    public required string Text { get; init; }

    /// <summary>What must be kept of each scenario.</summary>
    public IEnumerable<(string Scenario, PanelRequest Request)> Needs =>
        (Where is null ? [] : RowEvaluator.Needs(Where, Rows)).Concat(RowEvaluator.Needs(Estimate, Rows)).Concat(Rows.AreDays ? Scenarios.Select(s => (s.Name, RowEvaluator.Together(Rows))) : []);

    /// <summary>The experiment under other values of parameters.</summary>
    public Experiment With(Func<ParameterSet, ParameterSet> values) => this with { Scenarios = [.. Scenarios.Select(s => s.With(values))] };

    /// <summary>The experiment with a multiple of each scenario's couples.</summary>
    public Experiment WithCouplesTimes(int times) => this with { Scenarios = [.. Scenarios.Select(s => new Scenario(s.Name, s.Study with { Dyads = s.Study.Dyads * times }, s.Off))] };

    /// <summary>The experiment with another number of couples.</summary>
    public Experiment WithCouples(long couples) => this with { Scenarios = [.. Scenarios.Select(s => new Scenario(s.Name, s.Study with { Dyads = couples }, s.Off))] };
}

/// <summary>Runs experiments; those under the same conditions share a simulation.</summary>
internal static class ExperimentRunner
{
    /// <summary>Rows of every experiment, in the order given.</summary>
    /// <param name="experiments">The experiments.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="progress">Called with scenarios simulated and their number; may be null.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static IReadOnlyList<RowEvaluator> Rows(IReadOnlyList<Experiment> experiments, int threads, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        var wanted = new Dictionary<string, (Scenario Scenario, HashSet<PanelRequest> Requests)>(StringComparer.Ordinal);
        foreach (var experiment in experiments)
        {
            foreach (var scenario in experiment.Scenarios) wanted.TryAdd(scenario.Key, (scenario, []));
            foreach (var (name, request) in experiment.Needs) wanted[experiment.Scenarios.Single(s => s.Name == name).Key].Requests.Add(request);
        }
        int done = 0;
        var panels = new Dictionary<string, Panel>(StringComparer.Ordinal);
        foreach (var (key, (scenario, requests)) in wanted)
        {
            panels[key] = Panel.Simulate(scenario.Study, scenario.Off, requests, threads, cancellation);
            progress?.Invoke(++done, wanted.Count);
        }
        var rows = new RowEvaluator[experiments.Count];
        Parallel.For(0, experiments.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
        {
            var experiment = experiments[i];
            rows[i] = new RowEvaluator(experiment.Scenarios.ToDictionary(s => s.Name, s => panels[s.Key]), experiment.Rows);
            if (experiment.Where is { } where) rows[i].Restrict(where);
        });
        return rows;
    }

    /// <summary>Estimates of every experiment, in the order given.</summary>
    /// <param name="experiments">The experiments.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="progress">Called with scenarios simulated and their number; may be null.</param>
    /// <param name="groups">Groups of couples of the jackknife.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static IReadOnlyList<Estimated> Estimate(IReadOnlyList<Experiment> experiments, int threads, Action<int, int>? progress = null, int groups = Estimator.Groups, CancellationToken cancellation = default)
    {
        var rows = Rows(experiments, threads, progress, cancellation);
        var estimates = new Estimated[experiments.Count];
        Parallel.For(0, experiments.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            i => estimates[i] = Estimator.Evaluate(experiments[i].Estimate, rows[i], 0, rows[i].Couples, groups));
        return estimates;
    }
}
