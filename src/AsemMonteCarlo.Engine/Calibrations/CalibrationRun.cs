using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Calibrations;

/// <summary>What a calibration found.</summary>
/// <param name="Draws">Everything tried in waves.</param>
/// <param name="Ensemble">Acceptable sets, or the best where none is, the lowest loss first; tried again with other luck.</param>
/// <param name="Acceptable">How many of the ensemble are acceptable: every filter met, and as many figures as asked for.</param>
/// <param name="Recovery">How well known parameters are found again; empty if it was not asked for.</param>
internal sealed record CalibrationResult(IReadOnlyList<CalibrationDraw> Draws, IReadOnlyList<CalibrationDraw> Ensemble, int Acceptable, IReadOnlyList<ParameterRecovery> Recovery);

/// <summary>Runs a calibration in a folder, in which it can be resumed wave by wave.</summary>
internal static class CalibrationRun
{
    /// <summary>Name of the file of acceptable sets in the folder.</summary>
    public const string EnsembleName = "ensemble.csv";

    /// <summary>Share of the fitted figures that an acceptable set meets.</summary>
    public const double AcceptableShare = 0.7;

    // names of folders say what is in them besides what all waves share
    private const string WaveName = "wave-", Again = "again-", Hidden = "hidden-";

    // luck of couples on which the ensemble is chosen and known parameters are found: not the luck of the fit
    private const ulong OtherLuck = 9_104_772_311, HiddenLuck = 5_550_901_223;
    private const int HiddenWave = 900, AgainWave = 901;

    /// <summary>Runs or resumes a calibration.</summary>
    /// <param name="calibration">The calibration.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="source">The file of figures.</param>
    /// <param name="overrides">Settings that win in every study of the file.</param>
    /// <param name="free">Free parameters.</param>
    /// <param name="output">The folder; waves that stand in it are not simulated again.</param>
    /// <param name="hidden">Known sets to be found again, 0 for none.</param>
    /// <param name="progress">Called with what is done and how much of it; may be null.</param>
    /// <param name="cancellation">Stops the work; finished waves stay.</param>
    /// <exception cref="TableException">A wave in the folder is of another calibration or damaged.</exception>
    public static async Task<CalibrationResult> ExecuteAsync(Calibration calibration, CalibrationOptions options, ExperimentSource source, IReadOnlyList<string> overrides, IReadOnlyList<FreeParameter> free, string output, int hidden, Action<string, int>? progress, CancellationToken cancellation)
    {
        var origin = ExperimentFolder.Origin("calibration", source, overrides);
        (origin["seed"], origin["draws"], origin["elite"]) = (options.Seed, options.Draws, options.Elite);
        var schema = Schema(free, calibration.Targets);
        var draws = new List<CalibrationDraw>();
        async Task<IReadOnlyList<CalibrationDraw>> Wave(string name, int wave, Func<IReadOnlyList<double[]>> sets, ulong? seed)
        {
            string folder = Path.Combine(output, name);
            if (File.Exists(Path.Combine(folder, Manifest.FileName))) return await ReadAsync(folder, schema, origin, free.Count, cancellation);
            var tried = calibration.Try(wave, sets(), seed, done => progress?.Invoke(name, done), cancellation);
            await ExperimentFolder.WriteAsync(folder, Table(schema, tried), schema, origin, options.Seed, cancellation);
            return tried;
        }
        for (int wave = 0; wave <= options.Waves; wave++)
        {
            int number = wave;
            draws.AddRange(await Wave(string.Create(CultureInfo.InvariantCulture, $"{WaveName}{wave:00}"), wave, () => calibration.Sets(number, draws), null));
        }
        // a set that was lucky with its couples is tried with others
        var best = draws.OrderBy(d => d.Loss).ThenBy(d => d.Wave).ThenBy(d => d.Number).Take(2 * options.Members).Select(d => d.Values).ToList();
        var again = await Wave(string.Create(CultureInfo.InvariantCulture, $"{Again}{options.Waves:00}-{options.Members}"), AgainWave, () => best, OtherLuck);
        bool IsAcceptable(CalibrationDraw draw)
        {
            var met = calibration.Targets.Zip(draw.Statistics, (t, s) => (t.Use, Met: t.Low <= s && s <= t.High)).ToList();
            return met.Where(m => m.Use == TargetUse.Filter).All(m => m.Met) && met.Where(m => m.Use == TargetUse.Fitted).Average(m => m.Met ? 1.0 : 0) >= AcceptableShare;
        }
        var acceptable = again.Where(IsAcceptable).OrderBy(d => d.Loss).Take(options.Members).ToList();
        var ensemble = acceptable.Count > 0 ? acceptable : [.. again.OrderBy(d => d.Loss).Take(1)];
        DurableFile.Write(Path.Combine(output, EnsembleName), new Ensemble([.. free.Select(f => f.Parameter)], [.. ensemble.Select(d => d.Values)]).ToText());
        IReadOnlyList<ParameterRecovery> recovery = [];
        if (hidden > 0)
        {
            // numbers behind those of the first wave are as much of the prior as the others
            var unknown = await Wave(string.Create(CultureInfo.InvariantCulture, $"{Hidden}{hidden}"), HiddenWave, () => [.. new Calibration(new TargetFile(calibration.Targets, free), options with { Draws = hidden + 1, Seed = options.Seed ^ HiddenLuck }).Sets(0, []).Skip(1)], HiddenLuck);
            recovery = calibration.Recover([.. draws.Where(d => d.Wave == 0)], unknown);
        }
        return new CalibrationResult(draws, ensemble, acceptable.Count, recovery);
    }

    private static TableSchema Schema(IReadOnlyList<FreeParameter> free, IReadOnlyList<Target> targets) => new("sets", "One parameter set that was tried, and what the model then shows.",
    [
        new("wave", ColumnType.Integer, false, "1", "0…", "Wave in which it was tried; 0 draws from the prior.", "computed by the engine"),
        new("number", ColumnType.Integer, false, "1", "0…", "Number within the wave.", "computed by the engine"),
        new("loss", ColumnType.Real, false, "squared half-widths", "0…", "Sum of squared misses of the fitted figures and of filters that are not met.", "computed by the engine"),
        .. free.Select(f => new Column(f.Parameter.Name, ColumnType.Real, false, f.Parameter.Unit, string.Create(CultureInfo.InvariantCulture, $"{f.Prior.Minimum}…{f.Prior.Maximum}"), f.Parameter.Help, f.Parameter.Source)),
        .. targets.Select(t => new Column(ColumnOf(t), ColumnType.Real, true, "the figure's", "", t.Quantity, t.Source)),
    ], ["wave", "number"]);

    /// <summary>Name of a figure's column.</summary>
    public static string ColumnOf(Target target) => "figure." + target.Id.ToLowerInvariant().Replace('-', '_');

    /// <summary>Whether a calibration writes something of this name into its folder.</summary>
    public static bool Writes(string name) => name == EnsembleName || name.StartsWith(WaveName, StringComparison.Ordinal) || name.StartsWith(Again, StringComparison.Ordinal) || name.StartsWith(Hidden, StringComparison.Ordinal);

    private static Rows Table(TableSchema schema, IReadOnlyList<CalibrationDraw> draws)
    {
        var rows = new Rows(schema);
        foreach (var d in draws) rows.Add([d.Wave, d.Number, d.Loss, .. d.Values.Select(v => (RowValue)v), .. d.Statistics.Select(s => double.IsNaN(s) ? default : (RowValue)s)]);
        return rows;
    }

    private static async Task<IReadOnlyList<CalibrationDraw>> ReadAsync(string folder, TableSchema schema, JsonObject origin, int free, CancellationToken cancellation)
    {
        var manifest = Manifest.Load(Path.Combine(folder, Manifest.FileName));
        if (StudyRun.OtherVersion(manifest) is { } other) throw new TableException(ErrorKind.OtherVersion, $"'{folder}': {other}; name a new folder");
        if (StudyDifference.Sentence(origin, manifest.Study) is { } difference) throw new TableException(ErrorKind.OtherStudy, $"'{folder}' is of another calibration: {difference}; name a new folder");
        var draws = new List<CalibrationDraw>();
        await using var reader = await TableReader.OpenAsync(Path.Combine(folder, schema.Name + TableFormat.FileEnding), cancellation);
        if (!schema.Equals(reader.Schema)) throw new TableException(ErrorKind.OtherColumns, $"'{folder}' has other columns than this calibration; name a new folder");
        await foreach (var batch in reader.ReadAsync(cancellation))
        {
            for (int row = 0; row < batch.Rows; row++)
            {
                double Real(int column) => batch.Columns[column].GetValue(row) is double value ? value : double.NaN;
                draws.Add(new CalibrationDraw((int)(long)batch.Columns[0].GetValue(row)!, (int)(long)batch.Columns[1].GetValue(row)!, [.. Enumerable.Range(3, free).Select(Real)], [.. Enumerable.Range(3 + free, schema.Columns.Count - 3 - free).Select(Real)], Real(2)));
            }
        }
        return draws;
    }
}
