using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Engine.Answers;

/// <summary>The tidy tables of a run: what the columns mean stands here, once.</summary>
public static class AnswerTables
{
    /// <summary>Name of the table of stored couples.</summary>
    public const string DyadsTable = "dyads";

    /// <summary>Name of the table of stored trajectories.</summary>
    public const string TrajectoriesTable = "trajectories";

    private const string Engine = "computed by the engine";

    private static readonly Column point = new("point", ColumnType.Integer, false, "1", "0…", "Number of the design point.", Engine);
    private static readonly Column cell = new("cell", ColumnType.Integer, false, "1", "0…", "Number of the cell of the sweep; 0 without a sweep.", Engine);
    private static readonly Column day = new("day", ColumnType.Integer, false, "days", "1…3660", "Day after which outcomes were read; the horizon, and earlier readings if the study has them.", Engine);
    private static readonly Column group = new("group", ColumnType.Text, false, "1", string.Join(", ", RecipientGroup.Standard.Select(g => g.Name)) + ", groups of the study's own", "Recipients: all, by profile at the start, or a group of the study's own.", "profiles cut both scores on day 0");
    private static readonly Column outcome = new("outcome", ColumnType.Text, false, "1", "see asem list outcomes", "What is reported.", "registry of outcomes");
    private static readonly Column standardError = Number("standard_error", "as the estimate", "0…", "Monte Carlo standard error over couples at these parameters.");
    private static readonly Column low = Number("low", "as the estimate", "", "Lower end of the Monte Carlo interval.");
    private static readonly Column high = Number("high", "as the estimate", "", "Upper end of the Monte Carlo interval.");
    private static readonly Column effective = Number("effective_n", "couples", "0…", "Number of equally weighted couples that would be as informative.");

    /// <summary>Schema of the cells of the sweep.</summary>
    public static TableSchema CellsSchema(Study study) => new("cells", "Cells of the sweep: one row for each combination of its values, a single one without a sweep.",
    [
        cell, .. study.Sweep.Select(axis => new Column(axis.Name, ColumnType.Real, false, axis.Parameter.Unit, FormattableString.Invariant($"{axis.Parameter.Minimum}…{axis.Parameter.Maximum}"), axis.Parameter.Help + (axis.ProviderOnly ? " Of the provider alone." : ""), axis.Parameter.Source)),
    ], ["cell"]);

    /// <summary>Schema of the design points.</summary>
    public static TableSchema PointsSchema { get; } = new("points", "Design points: which pathways are on in which arm of which cell.",
    [
        point, cell, new("arm", ColumnType.Text, false, "1", "", "Name of the arm.", Engine), new("coalition", ColumnType.Integer, false, "1", "0…", "Bit i is set where the i-th switched pathway is on.", Engine),
        new("dissolution_off", ColumnType.Flag, false, "1", "", "Whether no bond can end.", Engine),
        new("withdrawn", ColumnType.Integer, false, "1", "0…", "Bit i is set where the i-th switched pathway is on only until pathways.withdrawn_from.", Engine),
        .. AsemModel.Pathways.SelectMany(p => new[] { Strength(p, "focal"), Strength(p, "provider") }),
    ], ["point"]);

    /// <summary>Schema of the summaries by arm.</summary>
    public static TableSchema SummariesSchema { get; } = new("summaries", "Mean of every outcome in every arm but the mass of combinations (those too with store.all_summaries), by group. Levels describe; statements about a pathway are the paired differences in pathways.",
    [
        point, group, outcome, day, new("view", ColumnType.Text, false, "1", "all, intact", "all: everyone, at the end of the horizon or of the bond; intact: the naive mean of those intact in this arm, as a study would see it.", Engine),
        Number("mean", "as the outcome", "", "Weighted mean over recipients."), standardError, low, high, effective,
    ], ["point", "group", "outcome", "day", "view"]);

    /// <summary>Schema of the statistics about pathways.</summary>
    public static TableSchema PathwaysSchema { get; } = new("pathways", "What pathways do: paired differences within the same person under the same luck.",
    [
        cell, outcome, day, new("view", ColumnType.Text, false, "1", "all, intact, no_dissolution", "all: everyone, at the end of the horizon or of the bond; intact: persons whose bond is intact under all arms compared; no_dissolution: everyone, with dissolution switched off.", Engine),
        group, new("statistic", ColumnType.Text, false, "1", string.Join(", ", Enum.GetValues<StatisticKind>().Select(kind => new Statistic(kind).Name)), "Which statistic, see the page on outputs.", Engine),
        new("label", ColumnType.Text, false, "1", "", "The statistic and its pathways in one text.", Engine),
        new("pathway", ColumnType.Text, true, "1", "see asem list pathways", "The pathway, missing for statistics of the whole.", "registry of pathways"),
        new("second_pathway", ColumnType.Text, true, "1", "see asem list pathways", "The second pathway of a pair.", "registry of pathways"),
        Number("strength", "1", "0…2", "Strength of the pathway, for dose–response only."),
        Number("estimate", "as the outcome, per act or per full-effort day where the statistic says so", "", "The estimate."), standardError, low, high,
        Number("level", "1", "0…1", "Coverage of the interval."), effective,
    ], ["cell", "outcome", "day", "view", "group", "label"]);

    /// <summary>Schema of comparisons between scenarios.</summary>
    public static TableSchema ScenariosSchema { get; } = new("scenarios", "Comparisons between scenarios, paired within the same person under the same luck: (arm in cell − minus_arm in minus_cell), less the same in second_cell and minus_second_cell where given.",
    [
        new("comparison", ColumnType.Text, false, "1", string.Join(", ", Enum.GetValues<ComparisonKind>().Select(NameOf)), "difference: less the study's reference; step: a value of an axis less the one before; range: its last value less its first; range_difference: the range at one setting of the other axes less that at another.", Engine),
        new("axis", ColumnType.Text, true, "1", "", "Axis of the sweep along which values are compared.", Engine),
        new("arm", ColumnType.Text, false, "1", "", "Name of the arm.", Engine), new("minus_arm", ColumnType.Text, false, "1", "", "Name of the arm that is subtracted.", Engine),
        new("label", ColumnType.Text, false, "1", "", "The scenarios compared, in one text.", Engine),
        cell, cell with { Name = "minus_cell", Meaning = "Cell that is subtracted." }, cell with { Name = "second_cell", Nullable = true, Meaning = "Cell of the second difference." }, cell with { Name = "minus_second_cell", Nullable = true, Meaning = "Cell that is subtracted in the second difference." },
        outcome, day, new("view", ColumnType.Text, false, "1", "all, intact", "all: everyone, at the end of the horizon or of the bond; intact: persons whose bond is intact in all scenarios compared.", Engine), group,
        Number("estimate", "as the outcome", "", "The estimate."), standardError, low, high, effective,
    ], ["comparison", "label", "outcome", "day", "view", "group"]);

    /// <summary>Schema of exposure.</summary>
    public static TableSchema ExposureSchema { get; } = new("exposure", "Acts received per year, in acts of a fully able, average skilled provider: dose, not potency.",
    [
        point, group, day, new("pathway", ColumnType.Text, false, "1", "see asem list pathways", "The pathway.", "registry of pathways"),
        Number("acts_per_year", "acts per year", "0…", "Mean dose received up to the day, none after the end of the bond."), standardError, low, high, effective,
    ], ["point", "group", "day", "pathway"]);

    /// <summary>Schema of the population as sampled.</summary>
    public static TableSchema PopulationSchema { get; } = new("population", "Recipients at the start, by cell and group.",
    [
        cell, group, new("score", ColumnType.Text, false, "1", "anxiety, avoidance, insecurity", "Which score.", Engine), Number("mean", "points on 1–7", "1…7", "Weighted mean on day 0."),
        standardError, Number("standard_deviation", "points on 1–7", "0…3", "Weighted standard deviation over recipients."), Number("share", "1", "0…1", "Share of recipients of the population that belong to the group."),
        Number("intact_in_all_arms", "1", "0…1", "Share of the group whose bond is intact under every arm."), effective,
    ], ["cell", "group", "score"]);

    /// <summary>Schema of the outcomes reported.</summary>
    public static TableSchema OutcomesSchema { get; } = new("outcomes", "Units and ranges of the outcomes that the other tables name.",
    [
        outcome, new("unit", ColumnType.Text, false, "1", "", "Unit of the outcome.", "registry of outcomes"),
        Number("minimum", "as the outcome", "", "Smallest possible value."), Number("maximum", "as the outcome", "", "Largest possible value."),
        new("meaning", ColumnType.Text, false, "1", "", "What it means.", "registry of outcomes, or the study"),
    ], ["outcome"]);

    /// <summary>Schema of the stored couples, for the outcomes of a study.</summary>
    public static TableSchema DyadsSchema(Study study) => new(DyadsTable, "Outcomes of each recipient at each design point.",
        [.. Recipient, .. study.Measures.Select(m => Value(m, nullable: m.Window is not null))], ["point", "dyad", "person", "day"]);

    /// <summary>Schema of the stored trajectories, for the outcomes of a study.</summary>
    public static TableSchema TrajectoriesSchema(Study study) => new(TrajectoriesTable, "Outcomes of each recipient of a sample of couples day by day. Means over the days together and rates are those from day 0 to the day.",
        [.. Recipient, .. study.Outcomes.Select(o => Value(Measure.Plain(o), nullable: false))], ["point", "dyad", "person", "day"]);

    /// <summary>Columns that rows about one recipient have before those of outcomes.</summary>
    internal static IReadOnlyList<Column> Recipient =>
    [
        point, new("dyad", ColumnType.Integer, false, "1", "0…", "Number of the couple.", Engine), new("person", ColumnType.Text, false, "1", $"{NameOf(0)}, {NameOf(1)}", "Which of the two.", Engine), day,
        new("profile", ColumnType.Text, false, "1", string.Join(", ", RecipientGroup.Standard.Skip(1).Select(g => g.Name)), "Profile at the start.", Engine), Number("weight", "1", "0…", "How many couples of the population this one stands for.") with { Nullable = false },
        Number("anxiety_start", "points on 1–7", "1…7", "Anxiety on day 0.") with { Nullable = false }, Number("avoidance_start", "points on 1–7", "1…7", "Avoidance on day 0.") with { Nullable = false },
    ];

    /// <summary>Writes every table but those of single couples.</summary>
    public static async Task WriteAsync(RunFolder folder, RunResult run, CancellationToken cancellation = default)
    {
        foreach (var (schema, fill) in Answers(run))
        {
            await using var writer = await folder.OpenTableAsync(schema, cancellation: cancellation).ConfigureAwait(false);
            var rows = new Rows(schema, batch => writer.AppendAsync(batch, cancellation).AsTask().GetAwaiter().GetResult());
            fill(run, rows);
            rows.Flush();
            await writer.CompleteAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The tables of a run but those of single couples.</summary>
    internal static IEnumerable<(TableSchema Schema, Action<RunResult, Rows> Fill)> Answers(RunResult run)
    {
        yield return (CellsSchema(run.Design.Study), Cells);
        yield return (PointsSchema, Points);
        yield return (OutcomesSchema, ReportedOutcomes);
        yield return (PopulationSchema, Population);
        yield return (SummariesSchema, Summaries);
        yield return (PathwaysSchema, Pathways);
        yield return (ExposureSchema, Exposure);
        if (run.Sums.Scenarios is not null) yield return (ScenariosSchema, Scenarios);
    }

    /// <summary>Rows of a pass of a block of couples.</summary>
    public static TableBatch Dyads(Design design, TableSchema schema, BlockResult block)
    {
        var study = design.Study;
        int recipients = study.RecipientsPerDyad, arms = design.Arms.Count, points = block.Pass.Cells * arms, each = block.Dyads * recipients;
        var rows = new RecipientRows(points * design.Readings.Count * each, design.Measures.Count);
        for (int p = 0; p < points; p++)
            for (int reading = 0; reading < design.Readings.Count; reading++)
                for (int dyad = 0; dyad < block.Dyads; dyad++)
                    for (int person = 0; person < recipients; person++)
                    {
                        rows.Add(block.Pass.FirstCell * arms + p, block.FirstDyad + dyad, person, design.Readings[reading], block.Couples(p / arms)[dyad]);
                        for (int m = 0; m < rows.Values.Length; m++) rows.Values[m][rows.Last] = block.Outcome(reading, p, m, person)[dyad];
                    }
        return rows.Batch(schema);
    }

    /// <summary>Rows of the trajectories of a pass of a block of couples; none of couples beyond the stated sample.</summary>
    public static TableBatch Trajectories(Design design, TableSchema schema, BlockResult block)
    {
        var study = design.Study;
        var store = study.Trajectories!;
        int recipients = study.RecipientsPerDyad, arms = design.Arms.Count, dyads = (int)Math.Clamp((store.Couples ?? long.MaxValue) - block.FirstDyad, 0, block.Dyads);
        int[] points = [.. Enumerable.Range(0, block.Pass.Cells * arms).Where(block.HasTrajectory)];
        var rows = new RecipientRows(points.Length * block.TrajectoryDays * dyads * recipients, study.Outcomes.Count);
        foreach (int p in points)
            for (int dyad = 0; dyad < dyads; dyad++)
                for (int person = 0; person < recipients; person++)
                    for (int place = 0; place < block.TrajectoryDays; place++)
                    {
                        rows.Add(block.Pass.FirstCell * arms + p, block.FirstDyad + dyad, person, (place + 1) * store.Every, block.Couples(p / arms)[dyad]);
                        for (int o = 0; o < rows.Values.Length; o++) rows.Values[o][rows.Last] = block.Trajectory(place, p, o, person)[dyad];
                    }
        return rows.Batch(schema);
    }

    /// <summary>Name of one of the two persons in tables.</summary>
    /// <param name="person">0 for the focal person, 1 for the partner.</param>
    public static string NameOf(int person) => person == 0 ? "focal" : "partner";

    /// <summary>Name of a view in tables.</summary>
    public static string NameOf(View view) => view switch { View.All => "all", View.Intact => "intact", _ => "no_dissolution" };

    /// <summary>Name of a kind of comparison in tables.</summary>
    public static string NameOf(ComparisonKind kind) => kind switch { ComparisonKind.Difference => "difference", ComparisonKind.Step => "step", ComparisonKind.Range => "range", _ => "range_difference" };

    private static void Cells(RunResult run, Rows rows)
    {
        foreach (var c in run.Design.Cells) rows.Add([c.Id, .. run.Design.Study.Sweep.Zip(c.Places, (axis, place) => (RowValue)axis.Values[place])]);
    }

    private static void Points(RunResult run, Rows rows)
    {
        foreach (var p in run.Design.Points)
            rows.Add([p.Id, p.Cell.Id, p.Arm.Name, p.Arm.Coalition, p.Arm.DissolutionOff, p.Arm.Withdrawn, .. AsemModel.Pathways.SelectMany(w => new RowValue[] { p.Focal[w.Strength], p.Provider[w.Strength] })]);
    }

    private static void ReportedOutcomes(RunResult run, Rows rows)
    {
        foreach (var m in run.Design.Study.Measures) rows.Add(m.Name, m.Unit, m.Minimum, m.Maximum, m.Help);
    }

    private static void Population(RunResult run, Rows rows)
    {
        var study = run.Design.Study;
        foreach (var (c, sums) in run.Sums.Cells.Index())
        {
            double everyone = sums.Start(0, 0).Denominator;
            for (int g = 0; g < study.Groups.Count; g++)
            {
                if (sums.Start(g, 0).Units == 0) continue;
                for (int dimension = 0; dimension < 3; dimension++)
                {
                    var start = sums.Start(g, dimension);
                    var estimate = start.Estimate(study.Level);
                    rows.Add(c, study.Groups[g].Name, dimension switch { 0 => "anxiety", 1 => "avoidance", _ => "insecurity" }, Known(estimate.Value), Known(estimate.StandardError),
                        Known(sums.StartSpread(g, dimension)), Known(start.Denominator / everyone), Known(sums.IntactInAllArms(g).Value), Known(start.EffectiveUnits));
                }
            }
        }
    }

    private static void Summaries(RunResult run, Rows rows)
    {
        var (design, study) = (run.Design, run.Design.Study);
        var (groups, measures) = (study.Groups, study.Measures);
        foreach (var (c, cellSums) in run.Sums.Cells.Index())
            for (int a = 0; a < design.Arms.Count; a++)
            {
                if (!design.IsSummarised(design.Arms[a])) continue;
                for (int g = 0; g < groups.Count; g++)
                    for (int m = 0; m < measures.Count; m++)
                        for (int r = 0; r < study.Readings.Count; r++)
                            foreach (var view in new[] { View.All, View.Intact })
                            {
                                var sums = cellSums.Summary(view, r, g, a, m);
                                if (sums.Units == 0) continue;
                                var e = sums.Estimate(study.Level);
                                rows.Add(c * design.Arms.Count + a, groups[g].Name, measures[m].Name, study.Readings[r], NameOf(view), Known(e.Value), Known(e.StandardError), Known(e.Low), Known(e.High), Known(sums.EffectiveUnits));
                            }
            }
    }

    private static void Pathways(RunResult run, Rows rows)
    {
        var study = run.Design.Study;
        var (groups, measures) = (study.Groups, study.Measures);
        foreach (var (c, cellSums) in run.Sums.Cells.Index())
        {
            var statistics = cellSums.Statistics;
            string[] labels = [.. statistics.Select(s => s.Label(study))];
            for (int m = 0; m < measures.Count; m++)
                for (int r = 0; r < study.Readings.Count; r++)
                    foreach (var view in Enum.GetValues<View>())
                        for (int g = 0; g < groups.Count; g++)
                            for (int s = 0; s < statistics.Count; s++)
                            {
                                var sums = cellSums.Effect(view, r, g, m, s);
                                if (sums.Units == 0) continue;
                                var e = sums.Estimate(study.Level);
                                rows.Add(c, measures[m].Name, study.Readings[r], NameOf(view), groups[g].Name, statistics[s].Name, labels[s], Id(study, statistics[s].First), Id(study, statistics[s].Second), statistics[s].Strength,
                                    Known(e.Value), Known(e.StandardError), Known(e.Low), Known(e.High), study.Level, Known(sums.EffectiveUnits));
                            }
        }
    }

    private static void Exposure(RunResult run, Rows rows)
    {
        var (design, study) = (run.Design, run.Design.Study);
        var groups = study.Groups;
        foreach (var (c, cellSums) in run.Sums.Cells.Index())
            for (int a = 0; a < design.Arms.Count; a++)
            {
                if (!design.RecordsDoses(design.Arms[a])) continue;
                for (int g = 0; g < groups.Count; g++)
                {
                    if (cellSums.Start(g, 0).Units == 0) continue;
                    for (int r = 0; r < study.Readings.Count; r++)
                        for (int pathway = 0; pathway < AsemModel.Pathways.Count; pathway++)
                        {
                            var sums = cellSums.Dose(r, g, a, pathway);
                            var e = sums.Estimate(study.Level);
                            rows.Add(c * design.Arms.Count + a, groups[g].Name, study.Readings[r], AsemModel.Pathways[pathway].Id, Known(e.Value), Known(e.StandardError), Known(e.Low), Known(e.High), Known(sums.EffectiveUnits));
                        }
                }
            }
    }

    private static void Scenarios(RunResult run, Rows rows)
    {
        var (design, study) = (run.Design, run.Design.Study);
        var (groups, measures) = (study.Groups, study.Measures);
        var scenarios = run.Sums.Scenarios!;
        foreach (var (i, c) in scenarios.Comparisons.Index())
            for (int m = 0; m < measures.Count; m++)
                for (int r = 0; r < study.Readings.Count; r++)
                    foreach (var view in new[] { View.All, View.Intact })
                        for (int g = 0; g < groups.Count; g++)
                        {
                            var sums = scenarios[i, view, r, g, m];
                            if (sums.Units == 0) continue;
                            var e = sums.Estimate(study.Level);
                            rows.Add(NameOf(c.Kind), c.Axis < 0 ? null : study.Sweep[c.Axis].Name, design.Arms[c.Arm].Name, design.Arms[c.MinusArm].Name, Label(design, c), c.Cell, c.MinusCell, c.SecondCell < 0 ? default : (RowValue)c.SecondCell, c.MinusSecondCell < 0 ? default : (RowValue)c.MinusSecondCell,
                                measures[m].Name, study.Readings[r], NameOf(view), groups[g].Name, Known(e.Value), Known(e.StandardError), Known(e.Low), Known(e.High), Known(sums.EffectiveUnits));
                        }
    }

    private static string Label(Design design, Comparison c)
    {
        string first = FormattableString.Invariant($"{design.Arms[c.Arm].Name} in cell {c.Cell} less {design.Arms[c.MinusArm].Name} in cell {c.MinusCell}");
        return c.SecondCell < 0 ? first : first + FormattableString.Invariant($"; less the same of cells {c.SecondCell} and {c.MinusSecondCell}");
    }

    private static string? Id(Study study, int place) => place < 0 ? null : study.Pathways.Of[place].Id;

    // missing is null in files, never NaN
    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private static Column Number(string name, string unit, string range, string meaning) => new(name, ColumnType.Real, true, unit, range, meaning, Engine);

    private static Column Strength(Pathway pathway, string role) =>
        new($"{pathway.Id}.strength.{role}", ColumnType.Real, false, "1", "0…2", $"Strength of {pathway.Id} as enacted by the {(role == "focal" ? "focal person" : role)}.", "study");

    private static Column Value(Measure m, bool nullable) => new(m.Name, ColumnType.Single, nullable, m.Unit, FormattableString.Invariant($"{m.Minimum}…{m.Maximum}"), m.Help, m.IsPlain ? "registry of outcomes" : "study");

    /// <summary>Columns of rows about one recipient, filled row by row.</summary>
    private sealed class RecipientRows(int rows, int values)
    {
        private readonly long[] points = new long[rows], dyads = new long[rows], days = new long[rows];
        private readonly string[] persons = new string[rows], profiles = new string[rows];
        private readonly double[] weights = new double[rows], anxiety = new double[rows], avoidance = new double[rows];

        public float[][] Values { get; } = [.. Enumerable.Range(0, values).Select(_ => new float[rows])];

        public int Last { get; private set; } = -1;

        public void Add(long point, long dyad, int person, int day, in SampledCouple couple)
        {
            Last++;
            bool isFocal = person == 0;
            points[Last] = point;
            dyads[Last] = dyad;
            persons[Last] = NameOf(person);
            days[Last] = day;
            profiles[Last] = RecipientGroup.NameOf(isFocal ? couple.A : couple.B);
            weights[Last] = couple.Weight;
            anxiety[Last] = isFocal ? couple.Scores.AnxietyA : couple.Scores.AnxietyB;
            avoidance[Last] = isFocal ? couple.Scores.AvoidanceA : couple.Scores.AvoidanceB;
        }

        public TableBatch Batch(TableSchema schema) => new(schema, rows, [points, dyads, persons, days, profiles, weights, anxiety, avoidance, .. Values]);
    }
}
