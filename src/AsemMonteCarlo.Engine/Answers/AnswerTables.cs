using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Engine.Answers;

/// <summary>The tidy tables of a run: what the columns mean stands here, once.</summary>
public static class AnswerTables
{
    private const string Engine = "computed by the engine";

    private static readonly Column point = new("point", ColumnType.Integer, false, "1", "0…", "Number of the design point.", Engine);
    private static readonly Column group = new("group", ColumnType.Text, false, "1", string.Join(", ", Groups.Names), "Recipients: all, or by profile at the start.", "MODEL: profiles cut both scores on day 0");
    private static readonly Column outcome = new("outcome", ColumnType.Text, false, "1", "see asem list outcomes", "What is reported.", "registry of outcomes");
    private static readonly Column standardError = Number("standard_error", "as the estimate", "0…", "Monte Carlo standard error over couples at these parameters.");
    private static readonly Column low = Number("low", "as the estimate", "", "Lower end of the Monte Carlo interval.");
    private static readonly Column high = Number("high", "as the estimate", "", "Upper end of the Monte Carlo interval.");
    private static readonly Column effective = Number("effective_n", "couples", "0…", "Number of equally weighted couples that would be as informative.");

    /// <summary>Schema of the design points.</summary>
    public static TableSchema PointsSchema { get; } = new("points", "Design points: which pathways are on in which arm.",
    [
        point, new("arm", ColumnType.Text, false, "1", "", "Name of the arm.", Engine), new("coalition", ColumnType.Integer, false, "1", "0…", "Bit i is set where the i-th switched pathway is on.", Engine),
        new("dissolution_off", ColumnType.Flag, false, "1", "", "Whether no bond can end.", Engine),
        .. AsemModel.Pathways.SelectMany(p => new[] { Strength(p, "focal"), Strength(p, "provider") }),
    ], ["point"]);

    /// <summary>Schema of the summaries by arm.</summary>
    public static TableSchema SummariesSchema { get; } = new("summaries", "Mean of every outcome in every arm, by group. Levels describe; statements about a pathway are the paired differences in pathways.",
    [
        point, group, outcome, new("view", ColumnType.Text, false, "1", "all, intact", "all: everyone, at the end of the horizon or of the bond; intact: the naive mean of those intact in this arm, as a study would see it.", Engine),
        Number("mean", "as the outcome", "", "Weighted mean over recipients."), standardError, low, high, effective,
    ], ["point", "group", "outcome", "view"]);

    /// <summary>Schema of the statistics about pathways.</summary>
    public static TableSchema PathwaysSchema { get; } = new("pathways", "What pathways do: paired differences within the same person under the same luck.",
    [
        outcome, new("view", ColumnType.Text, false, "1", "all, intact, no_dissolution", "all: everyone, at the end of the horizon or of the bond; intact: persons whose bond is intact under all arms compared; no_dissolution: everyone, with dissolution switched off.", Engine),
        group, new("statistic", ColumnType.Text, false, "1", string.Join(", ", Enum.GetValues<StatisticKind>().Select(kind => new Statistic(kind).Name)), "Which statistic, see the page on outputs.", Engine),
        new("label", ColumnType.Text, false, "1", "", "The statistic and its pathways in one text.", Engine),
        new("pathway", ColumnType.Text, true, "1", "see asem list pathways", "The pathway, missing for statistics of the whole.", "registry of pathways"),
        new("second_pathway", ColumnType.Text, true, "1", "see asem list pathways", "The second pathway of a pair.", "registry of pathways"),
        Number("estimate", "as the outcome, per act or per full-effort day where the statistic says so", "", "The estimate."), standardError, low, high,
        Number("level", "1", "0…1", "Coverage of the interval."), effective,
    ], ["outcome", "view", "group", "label"]);

    /// <summary>Schema of exposure.</summary>
    public static TableSchema ExposureSchema { get; } = new("exposure", "Acts received per year, in acts of a fully able, average skilled provider: dose, not potency.",
    [
        point, group, new("pathway", ColumnType.Text, false, "1", "see asem list pathways", "The pathway.", "registry of pathways"),
        Number("acts_per_year", "acts per year", "0…", "Mean dose received, none after the end of the bond."), standardError, low, high, effective,
    ], ["point", "group", "pathway"]);

    /// <summary>Schema of the population as sampled.</summary>
    public static TableSchema PopulationSchema { get; } = new("population", "Recipients at the start, by group.",
    [
        group, new("score", ColumnType.Text, false, "1", "anxiety, avoidance, insecurity", "Which score.", Engine), Number("mean", "points on 1–7", "1…7", "Weighted mean on day 0."),
        standardError, Number("standard_deviation", "points on 1–7", "0…3", "Weighted standard deviation over recipients."), Number("share", "1", "0…1", "Share of recipients of the population that belong to the group."),
        Number("intact_in_all_arms", "1", "0…1", "Share of the group whose bond is intact under every arm."), effective,
    ], ["group", "score"]);

    /// <summary>Schema of the outcomes reported.</summary>
    public static TableSchema OutcomesSchema { get; } = new("outcomes", "Units and ranges of the outcomes that the other tables name.",
    [
        outcome, new("unit", ColumnType.Text, false, "1", "", "Unit of the outcome.", "registry of outcomes"),
        Number("minimum", "as the outcome", "", "Smallest possible value."), Number("maximum", "as the outcome", "", "Largest possible value."),
        new("meaning", ColumnType.Text, false, "1", "", "What it means.", "registry of outcomes"),
    ], ["outcome"]);

    /// <summary>Schema of the stored couples, for the outcomes of a study.</summary>
    public static TableSchema DyadsSchema(Study study) => new("dyads", "Outcomes of each recipient at each design point.",
    [
        point, new("dyad", ColumnType.Integer, false, "1", "0…", "Number of the couple.", Engine), new("person", ColumnType.Text, false, "1", "focal, partner", "Which of the two.", Engine),
        new("profile", ColumnType.Text, false, "1", string.Join(", ", Groups.Names.Skip(1)), "Profile at the start.", Engine), Number("weight", "1", "0…", "How many couples of the population this one stands for.") with { Nullable = false },
        Number("anxiety_start", "points on 1–7", "1…7", "Anxiety on day 0.") with { Nullable = false }, Number("avoidance_start", "points on 1–7", "1…7", "Avoidance on day 0.") with { Nullable = false },
        .. study.Outcomes.Select(o => new Column(o.Name, ColumnType.Single, false, o.Unit, FormattableString.Invariant($"{o.Minimum}…{o.Maximum}"), o.Help, "registry of outcomes")),
    ], ["point", "dyad", "person"]);

    /// <summary>Writes every table but the couples.</summary>
    public static async Task WriteAsync(RunFolder folder, Study study, RunResult run, CancellationToken cancellation = default)
    {
        await WriteAsync(folder, PointsSchema, Points(run), cancellation).ConfigureAwait(false);
        var outcomes = new Rows(OutcomesSchema);
        foreach (var o in study.Outcomes) outcomes.Add(o.Name, o.Unit, o.Minimum, o.Maximum, o.Help);
        await WriteAsync(folder, OutcomesSchema, outcomes.Batch(), cancellation).ConfigureAwait(false);
        await WriteAsync(folder, PopulationSchema, Population(study, run), cancellation).ConfigureAwait(false);
        await WriteAsync(folder, SummariesSchema, Summaries(study, run), cancellation).ConfigureAwait(false);
        await WriteAsync(folder, PathwaysSchema, Pathways(study, run), cancellation).ConfigureAwait(false);
        await WriteAsync(folder, ExposureSchema, Exposure(study, run), cancellation).ConfigureAwait(false);
    }

    /// <summary>Rows of a block of couples.</summary>
    public static TableBatch Dyads(Study study, TableSchema schema, IReadOnlyList<DesignPoint> points, BlockResult block, int recipientsPerDyad)
    {
        int rows = points.Count * block.Dyads * recipientsPerDyad, row = 0;
        var ids = new long[rows];
        var dyads = new long[rows];
        var persons = new string[rows];
        var profiles = new string[rows];
        double[] weights = new double[rows], anxiety = new double[rows], avoidance = new double[rows];
        var places = study.Outcomes.Select(o => Outcomes.All.ToList().IndexOf(o)).ToArray();
        var outcomes = places.Select(_ => new float[rows]).ToArray();
        for (int p = 0; p < points.Count; p++)
        {
            for (int dyad = 0; dyad < block.Dyads; dyad++)
            {
                var couple = block.Couples[dyad];
                for (int person = 0; person < recipientsPerDyad; person++, row++)
                {
                    ids[row] = points[p].Id;
                    dyads[row] = block.FirstDyad + dyad;
                    persons[row] = person == 0 ? "focal" : "partner";
                    profiles[row] = Groups.Names[Groups.Of(person == 0 ? couple.A : couple.B)];
                    weights[row] = couple.Weight;
                    anxiety[row] = person == 0 ? couple.Scores.AnxietyA : couple.Scores.AnxietyB;
                    avoidance[row] = person == 0 ? couple.Scores.AvoidanceA : couple.Scores.AvoidanceB;
                    for (int i = 0; i < places.Length; i++) outcomes[i][row] = block[p, places[i], person, dyad];
                }
            }
        }
        return new TableBatch(schema, rows, [ids, dyads, persons, profiles, weights, anxiety, avoidance, .. outcomes]);
    }

    /// <summary>Name of a view in tables.</summary>
    public static string NameOf(View view) => view switch { View.All => "all", View.Intact => "intact", _ => "no_dissolution" };

    private static async Task WriteAsync(RunFolder folder, TableSchema schema, TableBatch batch, CancellationToken cancellation)
    {
        await using var writer = await folder.OpenTableAsync(schema, cancellation: cancellation).ConfigureAwait(false);
        await writer.AppendAsync(batch, cancellation).ConfigureAwait(false);
        await writer.CompleteAsync(cancellation).ConfigureAwait(false);
    }

    private static TableBatch Points(RunResult run)
    {
        var rows = new Rows(PointsSchema);
        foreach (var p in run.Points)
            rows.Add([p.Id, p.Arm, p.Coalition, p.DissolutionOff, .. AsemModel.Pathways.SelectMany(w => new object[] { p.Focal[w.Strength], p.Provider[w.Strength] })]);
        return rows.Batch();
    }

    private static TableBatch Population(Study study, RunResult run)
    {
        var rows = new Rows(PopulationSchema);
        double everyone = run.Accumulator.Start(0, 0).Denominator;
        for (int g = 0; g < Groups.Names.Count; g++)
        {
            if (run.Accumulator.Start(g, 0).Units == 0) continue;
            for (int dimension = 0; dimension < 3; dimension++)
            {
                var sums = run.Accumulator.Start(g, dimension);
                var estimate = sums.Estimate(study.Level);
                rows.Add(Groups.Names[g], dimension switch { 0 => "anxiety", 1 => "avoidance", _ => "insecurity" }, Known(estimate.Value), Known(estimate.StandardError),
                    Known(run.Accumulator.StartSpread(g, dimension)), Known(sums.Denominator / everyone), Known(run.Accumulator.IntactInAllArms(g).Value), Known(sums.EffectiveUnits));
            }
        }
        return rows.Batch();
    }

    private static TableBatch Summaries(Study study, RunResult run)
    {
        var rows = new Rows(SummariesSchema);
        for (int p = 0; p < run.Points.Count; p++)
            for (int g = 0; g < Groups.Names.Count; g++)
                foreach (var o in study.Outcomes)
                    foreach (var view in new[] { View.All, View.Intact })
                    {
                        var sums = run.Accumulator.Summary(view, g, p, Outcomes.All.ToList().IndexOf(o));
                        if (sums.Units == 0) continue;
                        var e = sums.Estimate(study.Level);
                        rows.Add(run.Points[p].Id, Groups.Names[g], o.Name, NameOf(view), Known(e.Value), Known(e.StandardError), Known(e.Low), Known(e.High), Known(sums.EffectiveUnits));
                    }
        return rows.Batch();
    }

    private static TableBatch Pathways(Study study, RunResult run)
    {
        var rows = new Rows(PathwaysSchema);
        var statistics = run.Accumulator.Statistics;
        foreach (var o in study.Outcomes)
            foreach (var view in Enum.GetValues<View>())
                for (int g = 0; g < Groups.Names.Count; g++)
                    for (int s = 0; s < statistics.Count; s++)
                    {
                        var sums = run.Accumulator.Effect(view, g, Outcomes.All.ToList().IndexOf(o), s);
                        if (sums.Units == 0) continue;
                        var e = sums.Estimate(study.Level);
                        rows.Add(o.Name, NameOf(view), Groups.Names[g], statistics[s].Name, Label(study, statistics[s]), Id(study, statistics[s].First), Id(study, statistics[s].Second),
                            Known(e.Value), Known(e.StandardError), Known(e.Low), Known(e.High), study.Level, Known(sums.EffectiveUnits));
                    }
        return rows.Batch();
    }

    private static TableBatch Exposure(Study study, RunResult run)
    {
        var rows = new Rows(ExposureSchema);
        for (int p = 0; p < run.Points.Count; p++)
        {
            if (!run.Points[p].RecordsDoses) continue;
            for (int g = 0; g < Groups.Names.Count; g++)
                for (int pathway = 0; pathway < AsemModel.Pathways.Count; pathway++)
                {
                    var sums = run.Accumulator.Dose(g, p, pathway);
                    if (run.Accumulator.Start(g, 0).Units == 0) continue;
                    var e = sums.Estimate(study.Level);
                    rows.Add(run.Points[p].Id, Groups.Names[g], AsemModel.Pathways[pathway].Id, Known(e.Value), Known(e.StandardError), Known(e.Low), Known(e.High), Known(sums.EffectiveUnits));
                }
        }
        return rows.Batch();
    }

    private static string Label(Study study, Statistic s) => string.Join(" ", new[] { s.Name, Id(study, s.First), Id(study, s.Second) }.OfType<string>());

    private static string? Id(Study study, int place) => place < 0 ? null : study.Pathways.Of[place].Id;

    // missing is null in files, never NaN
    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private static Column Number(string name, string unit, string range, string meaning) => new(name, ColumnType.Real, true, unit, range, meaning, Engine);

    private static Column Strength(Pathway pathway, string role) =>
        new($"{pathway.Id}.strength.{role}", ColumnType.Real, false, "1", "0…2", $"Strength of {pathway.Id} as enacted by the {(role == "focal" ? "focal person" : role)}.", "study");
}
