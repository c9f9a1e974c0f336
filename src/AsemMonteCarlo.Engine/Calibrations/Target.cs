using System.Globalization;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Distributions;

namespace AsemMonteCarlo.Engine.Calibrations;

/// <summary>What a published figure is used for.</summary>
public enum TargetUse
{
    /// <summary>The model is fitted to it.</summary>
    Fitted,

    /// <summary>Never fitted: a test of the model.</summary>
    Predicted,

    /// <summary>An input, held by definition.</summary>
    Held,

    /// <summary>Neither fitted nor predicted: a fit that misses it is not acceptable.</summary>
    Filter,

    /// <summary>A check of runs over ten years, for sanity only.</summary>
    Decade,
}

/// <summary>A published figure that the model should reproduce.</summary>
internal sealed record Target
{
    /// <summary>Name.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public required string Quantity { get; init; }

    /// <summary>Where it is published.</summary>
    public required string Source { get; init; }

    /// <summary>How well it is known: seen, computed, sure, approximate, derived.</summary>
    public string Mark { get; init; } = "";

    /// <summary>What it is used for.</summary>
    public TargetUse Use { get; init; }

    /// <summary>Why it cannot be computed, or empty.</summary>
    public string LeftOut { get; init; } = "";

    /// <summary>Lower end of the band of the simulated expectation; −∞ for none.</summary>
    public double Low { get; init; }

    /// <summary>Upper end; ∞ for none.</summary>
    public double High { get; init; }

    /// <summary>Whether only a sign is known, so that the whole interval must lie within the band.</summary>
    public bool ClearOfZero { get; init; }

    /// <summary>How it is computed; null where it is left out.</summary>
    public Experiment? Experiment { get; init; }

    /// <summary>How a study of the published size would have scored it, or null.</summary>
    public PublishedScore? Published { get; init; }

    /// <summary>The figure with a multiple of its study's couples.</summary>
    public Target WithCouplesTimes(int times) => this with { Experiment = Experiment?.WithCouplesTimes(times) };

    /// <summary>Whether an estimate meets the band.</summary>
    public bool IsMet(Estimated estimate)
    {
        if (double.IsNaN(estimate.Value)) return false;
        if (!ClearOfZero) return estimate.Value >= Low && estimate.Value <= High;
        var (low, high) = estimate.Interval(0.95);
        return low >= Low && high <= High;
    }

    /// <summary>Squared distance from the band's centre in half-widths; beyond an end without another, from that end in its own size.</summary>
    public double Miss(double value)
    {
        const double most = 25;
        if (double.IsNaN(value)) return most;
        double half = (High - Low) / 2;
        double distance = double.IsFinite(half) ? (value - (Low + High) / 2) / half
            : double.IsFinite(Low) ? Math.Max(0, Low - value) / Math.Max(0.05, Math.Abs(Low))
            : Math.Max(0, value - High) / Math.Max(0.05, Math.Abs(High));
        return Math.Min(most, distance * distance);
    }
}

/// <summary>A parameter that a calibration fits.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Prior">How it varies before the figures are seen.</param>
/// <param name="Start">Its value in the first set that is tried.</param>
internal sealed record FreeParameter(Parameter Parameter, Distribution Prior, double Start);

/// <summary>A file of published figures.</summary>
/// <param name="Targets">The figures.</param>
/// <param name="Free">Parameters that a calibration fits.</param>
internal sealed record TargetFile(IReadOnlyList<Target> Targets, IReadOnlyList<FreeParameter> Free)
{
    private static readonly string[] uses = [.. Enum.GetNames<TargetUse>().Select(n => n.ToLowerInvariant())];

    /// <summary>Reads a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="overrides">Settings that win in every study of the file.</param>
    /// <exception cref="StudyException">Something is wrong with it.</exception>
    public static TargetFile Read(ExperimentSource source, IReadOnlyList<string> overrides) => Read(ExperimentFile.Parse(source, "targets", ["free"], overrides));

    /// <summary>Reads a text.</summary>
    public static TargetFile Parse(string text, IReadOnlyList<string> overrides) => Read(ExperimentSource.Of(text, "targets.yaml"), overrides);

    private static TargetFile Read(ExperimentFile file)
    {
        Target[] targets = [.. file.Entries.Select(e => Read(file, e.Id, e.Section))];
        var free = Freed(file);
        file.Problems.ThrowIfAny();
        return new TargetFile(targets, free);
    }

    private static Target Read(ExperimentFile file, string id, StudySection entry)
    {
        var target = new Target
        {
            Id = id,
            Quantity = file.Text(entry, "quantity", isRequired: true),
            Source = file.Text(entry, "source", isRequired: true),
            Mark = file.Text(entry, "mark"),
            Use = (TargetUse)Array.IndexOf(uses, file.Word(entry, "use", uses, entry.Node.Find("left_out") is null ? null : uses[1])),
            LeftOut = file.Text(entry, "left_out"),
            ClearOfZero = file.Word(entry, "clear_of_zero", ["true", "false"], "false") == "true",
        };
        var band = entry.Take("band");
        if (band is { Items: [var low, var high] })
        {
            target = target with { Low = file.Number(low, "band"), High = file.Number(high, "band") };
            if (!(target.Low <= target.High)) file.Problems.Add(ErrorKind.Backwards, band, "band", "'band' is [low, high], the lower end first");
        }
        else if (band is not null || target.LeftOut.Length == 0) file.Problems.Add(ErrorKind.MissingKey, band ?? entry.Node, "band", "'band' is missing or no list of two numbers: [low, high], .inf for an open end");
        if (target.LeftOut.Length == 0) target = target with { Experiment = file.Experiment(id, entry), Published = PublishedScore.Read(file, id, entry, target.Low >= 0) };
        entry.RejectOthers();
        return target;
    }

    private static List<FreeParameter> Freed(ExperimentFile file)
    {
        var list = new List<FreeParameter>();
        foreach (var (key, value) in file.Other("free")?.Entries ?? [])
        {
            string path = $"free.{key.Text}";
            if (!Registry.Parameters.TryGetValue(key.Text, out var parameter))
            {
                file.Problems.Add(ErrorKind.UnknownName, key, path, Registry.UnknownParameter(key.Text));
                continue;
            }
            double[] given = [.. value.Items.Select(item => file.Number(item, path))];
            var (low, start, high) = given switch
            {
                [var from, var to] => (from, parameter.Default, to),
                [var from, var first, var to] => (from, first, to),
                _ => (parameter.Varies.Minimum, parameter.Default, parameter.Varies.Maximum),
            };
            if (given.Length == 0 ? !value.IsEmpty : given.Length is not (2 or 3)) file.Problems.Add(ErrorKind.WrongType, value, path, $"'{path}' is {value.Description}; it must be [low, high], [low, start, high], or nothing for the parameter's own prior");
            else if (low < parameter.Minimum || high > parameter.Maximum || !(low < high)) file.Problems.Add(ErrorKind.OutOfRange, value, path, string.Create(CultureInfo.InvariantCulture, $"the range of {key.Text} must lie within {parameter.Minimum} … {parameter.Maximum}"));
            else if (start < parameter.Minimum || start > parameter.Maximum) file.Problems.Add(ErrorKind.OutOfRange, value, path, string.Create(CultureInfo.InvariantCulture, $"the start of {key.Text} must lie within {parameter.Minimum} … {parameter.Maximum}"));
            else list.Add(new FreeParameter(parameter, parameter.Varies.Between(low, high), start));
        }
        return list;
    }
}
