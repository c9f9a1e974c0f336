using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Sensitivity;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>Sensitivity indices as a tidy table, the same for all methods.</summary>
internal static class IndicesTable
{
    /// <summary>What a folder of such a study says that it holds.</summary>
    public const string What = "sensitivity";

    /// <summary>Key under which a manifest has the name of the study.</summary>
    public const string Name = "name";

    private static readonly string[] mains = ["total", "shapley", "shapley_value", "mu_star", "first_order", "median", "distance"];

    /// <summary>The index by which factors are ranked.</summary>
    /// <param name="indices">Names of the indices of one method; at least one.</param>
    public static string MainOf(IEnumerable<string> indices) => mains.FirstOrDefault(indices.Contains) ?? indices.First();

    /// <summary>Whether indices of a method are effects, which have a sign and are ranked by their size; others are ranked as they are.</summary>
    /// <param name="method">Its name in tables.</param>
    public static bool IsEffect(string method) => method == "coalitions";

    private const string Engine = "computed by the engine", File = "study";

    /// <summary>The table.</summary>
    public static TableSchema Schema { get; } = new("indices", "One sensitivity index of one output.",
    [
        new("design", ColumnType.Integer, false, "1", "1…", "Which of the study's designs.", File),
        new("output", ColumnType.Text, false, "", "", "What varies: its name, with the day and the group where the study lists some.", File),
        new("day", ColumnType.Integer, true, "days", "0…", "Day of which the output is; missing where the study lists none.", File),
        new("group", ColumnType.Text, false, "", "", "Persons of whom the output is; empty for all that its estimate counts.", File),
        new("method", ColumnType.Text, false, "", "sobol, morris, rank, pawn, …", "Family of the index.", Engine),
        new("index", ColumnType.Text, false, "", "first_order, total, second_order, mu_star, …", "The index.", Engine),
        new("estimator", ColumnType.Text, false, "", "", "How it was estimated: asem list estimators says what each needs and assumes.", Engine),
        new("estimand", ColumnType.Text, false, "", "mean, common_luck, deterministic", "What it is an index of, as to noise: the mean of the output at the factors' values, the output at common luck, or a model without noise.", Engine),
        new("factors", ColumnType.Text, false, "", "", "The factor or group, or several joined by ' × '; empty for an index of the whole, such as the share of noise.", File),
        new("source", ColumnType.Text, false, "", "assumed, fitted, published", "Where the default of a parameter of this model comes from; empty for groups and other models.", "parameters"),
        new("order", ColumnType.Integer, false, "1", "0…", "Number of factors or groups that it is of.", Engine),
        new("estimate", ColumnType.Real, true, "1, or as the index has it", "", "The estimate; missing where it cannot be computed.", Engine),
        new("low", ColumnType.Real, true, "as the estimate", "", "Lower end of the interval; missing where none is given.", Engine),
        new("high", ColumnType.Real, true, "as the estimate", "", "Upper end.", Engine),
        new("level", ColumnType.Real, true, "1", "0…1", "Coverage of the interval; missing where it is not promised.", Engine),
        new("exact", ColumnType.Real, true, "as the estimate", "", "Exact value, for built-in functions.", Engine),
        new("agrees", ColumnType.Flag, true, "", "", "For an index from given data beside the same one of a design (asem analyze DIR): whether they differ by no more than their intervals and the surrogate's error; missing for others.", Engine),
        new("runs", ColumnType.Integer, false, "runs", "0…", "Runs of the model that it rests on.", Engine),
        new("dropped", ColumnType.Integer, false, "rows", "0…", "Rows of the design that the output could not use because a run failed or is missing.", Engine),
        new("seed", ColumnType.Integer, false, "1", "0…", "Seed of the design.", File),
    ], ["design", "output", "method", "index", "estimator", "estimand", "factors"]);

    /// <summary>The rows.</summary>
    /// <param name="results">What each design gave.</param>
    /// <param name="checks">Which indices from given data were checked against a design; null for none.</param>
    public static Rows Rows(IReadOnlyList<StageResult> results, IReadOnlyList<Checked>? checks = null)
    {
        var rows = new Rows(Schema);
        var agrees = Checked.Verdicts(checks);
        foreach (var (study, outputs, _) in results)
            foreach (var (output, indices, dropped, _, _) in outputs)
                foreach (var i in indices)
                    rows.Add(study.Stage + 1L, output.Column, output.Day, output.Group, i.Method, i.Index, i.Estimator, i.Estimand, Joined(i), Source(study, i), i.Order, Real(i.Estimate), Real(i.Low), Real(i.High), Real(i.Level), Real(Exact(study, i)), agrees(i) is { } agree ? agree : default(RowValue), i.Runs, dropped, (long)i.Seed);
        return rows;
    }

    /// <summary>Where the default of the one parameter that an index is of comes from; empty for groups and other models.</summary>
    public static string Source(SensitivityStudy study, SensitivityIndex index) =>
        !study.IsOwn || index.Order != 1 || !FactorTarget.All.TryGetValue(index.Factors[0], out var target) || target.IsSwitch ? ""
        : target.Source == "assumed" ? "assumed" : target.IsFitted ? "fitted" : "published";

    /// <summary>Names of an index' factors.</summary>
    public static string Joined(SensitivityIndex index) => string.Join(" × ", index.Factors);

    /// <summary>Table of conditions on cases of interest.</summary>
    public static TableSchema BoxesSchema { get; } = new("boxes", "One condition of the box in which the cases of interest of an output lie (scenario discovery); all conditions of an output hold together. Coverage, density and mass of the box stand in indices, method prim.",
    [
        new("design", ColumnType.Integer, false, "1", "1…", "Which of the study's designs.", File),
        new("output", ColumnType.Text, false, "", "", "The output, as in indices.", File),
        new("factor", ColumnType.Text, false, "", "", "The factor; empty in the one row of an output without a box.", File),
        new("words", ColumnType.Text, false, "", "", "What the factor is.", File),
        new("unit", ColumnType.Text, false, "", "", "Unit of its values.", "parameters"),
        new("low", ColumnType.Real, true, "the factor's", "", "Smallest value in the box; missing for no bound.", Engine),
        new("high", ColumnType.Real, true, "the factor's", "", "Largest value in the box; missing for no bound.", Engine),
        new("lowest", ColumnType.Real, true, "the factor's", "", "Smallest value that was tried.", Engine),
        new("highest", ColumnType.Real, true, "the factor's", "", "Largest value that was tried.", Engine),
        new("below", ColumnType.Real, true, "1", "0…1", "Share of the rows below the box.", Engine),
        new("share", ColumnType.Real, true, "1", "0…1", "Share of the rows that the condition leaves.", Engine),
        new("scenario", ColumnType.Text, false, "", "", "The whole box in words, or why there is none.", Engine),
    ], ["design", "output", "factor"]);

    /// <summary>Table of how indices settle.</summary>
    public static TableSchema ConvergenceSchema { get; } = new("convergence", "One sensitivity index of one output from the first blocks (points or trajectories) of a design: how it settled.",
    [
        new("design", ColumnType.Integer, false, "1", "1…", "Which of the study's designs.", File),
        new("output", ColumnType.Text, false, "", "", "The output, as in indices.", File),
        new("blocks", ColumnType.Integer, false, "1", "1…", "Points or trajectories that it rests on; the last ones are all.", Engine),
        .. Schema.Columns.Where(c => c.Name is "method" or "index" or "estimator" or "estimand" or "factors" or "estimate" or "low" or "high" or "level" or "runs"),
    ], ["design", "output", "blocks", "method", "index", "estimator", "estimand", "factors"]);

    /// <summary>The rows of the table of boxes.</summary>
    /// <param name="results">What each design gave.</param>
    public static Rows Boxes(IReadOnlyList<StageResult> results)
    {
        var rows = new Rows(BoxesSchema);
        foreach (var (study, outputs, _) in results)
            foreach (var (output, box) in outputs.Where(o => o.Box is not null).Select(o => (o.Output, o.Box!)))
                if (box.Conditions.Count == 0) rows.Add(study.Stage + 1L, output.Column, "", "", "", default, default, default, default, default, default, box.Sentence);
                else
                    foreach (var c in box.Conditions) rows.Add(study.Stage + 1L, output.Column, c.Factor, c.Words, c.Unit, Real(c.Low), Real(c.High), Real(c.Lowest), Real(c.Highest), Real(c.Below), Real(c.Share), box.Sentence);
        return rows;
    }

    /// <summary>The rows of the table of convergence.</summary>
    /// <param name="results">What each design gave.</param>
    public static Rows Convergence(IReadOnlyList<StageResult> results)
    {
        var rows = new Rows(ConvergenceSchema);
        foreach (var (study, outputs, _) in results)
            foreach (var output in outputs)
                foreach (var (blocks, indices) in output.Course)
                    foreach (var i in indices) rows.Add(study.Stage + 1L, output.Output.Column, blocks, i.Method, i.Index, i.Estimator, i.Estimand, Joined(i), Real(i.Estimate), Real(i.Low), Real(i.High), Real(i.Level), i.Runs);
        return rows;
    }

    private static RowValue Real(double value) => double.IsFinite(value) ? value : default(RowValue);

    /// <summary>The exact value of an index of a built-in function; NaN for others.</summary>
    public static double Exact(SensitivityStudy study, SensitivityIndex index)
    {
        if (study.Function is not { } function || index.Factors.Count == 0 || index.Factors.Any(f => study.Factors.All(x => x.Name != f))) return double.NaN;
        int set = index.Factors.Sum(f => 1 << study.Factors.ToList().FindIndex(x => x.Name == f));
        return (index.Method, index.Index) switch
        {
            ("sobol" or "rank" or "sparse_pce", "first_order") => function.Closed(set),
            ("sobol" or "sparse_pce", "total") => function.Total(set),
            ("sobol" or "sparse_pce", "second_order") => function.Interaction(set),
            ("sobol", "closed_second_order") => function.Closed(set),
            ("sobol", "total_interaction") => function.Superset(set),
            ("shapley" or "sparse_pce", "shapley") => function.Shapley(System.Numerics.BitOperations.TrailingZeroCount(set)),
            _ => double.NaN,
        };
    }

    /// <summary>Table of stored runs: the design and its row, the replicate and the outputs.</summary>
    /// <param name="study">The study.</param>
    public static TableSchema RunsSchema(SensitivityStudy study) => new(RowParts.Table, "One run of the model: a row of a design in one replicate.",
    [
        .. Keys,
        .. study.Outputs.Select(o => new Column(o.Column, ColumnType.Real, true, "", "", o.Experiment is { } e ? e.Text : "Output of a built-in function.", File)),
        Failure,
    ], ["design", "design_id", "replicate"]);

    /// <summary>Table of runs that failed, with the factors' values.</summary>
    /// <param name="study">The study.</param>
    public static TableSchema FailuresSchema(SensitivityStudy study) => new("failures", "One run of the model that failed.",
    [
        .. Keys,
        .. study.Factors.Select(f => new Column(f.Name, ColumnType.Real, true, "", f.Distribution.ToString()!, "Value of the factor; missing where the design does not vary it.", File)),
        Failure with { Nullable = false },
    ], ["design", "design_id", "replicate"]);

    /// <summary>Columns of tables of runs that factors and outputs cannot be named like.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [.. Keys.Select(c => c.Name), Failure.Name];

    private static Column[] Keys =>
    [
        new("design", ColumnType.Integer, false, "1", "1…", "Which of the study's designs.", Engine),
        new("design_id", ColumnType.Integer, false, "1", "0…", "Row of the design, as asem sample writes it.", Engine),
        new("replicate", ColumnType.Integer, false, "1", "0…", "Replicate of the row.", Engine),
    ];

    private static Column Failure => new("failure", ColumnType.Text, true, "", "", "Why the run failed, in words; missing where it did not.", Engine);

    /// <summary>What results say of where they come from.</summary>
    public static JsonObject Origin(ExperimentSource source, IReadOnlyList<string> overrides, SensitivityStudy study)
    {
        var origin = ExperimentFolder.Origin(What, source, overrides);
        origin[Name] = study.Name;
        origin["text"] = source.Text;
        origin["points"] = new JsonArray([.. study.Designs.Select(d => (JsonNode)d.Points)]);
        return origin;
    }
}
