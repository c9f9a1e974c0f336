using System.CommandLine;
using System.Globalization;
using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Cli;

/// <summary>How verbs that run experiments name files and numbers.</summary>
internal static class ExperimentArgument
{
    private const int MostEnsembleBytes = 1 << 24;

    /// <summary>A file of the user's own, or a shipped one.</summary>
    /// <param name="file">Path of the file, name of a shipped one where there is no such file, or null.</param>
    /// <param name="shipped">Name of the shipped one.</param>
    /// <exception cref="StudyException">The file cannot be read.</exception>
    public static ExperimentSource Source(string? file, string shipped)
    {
        if (file is not null && (File.Exists(file) || !ShippedStudies.HasExperiments(file))) return ExperimentSource.Load(file);
        shipped = file ?? shipped;
        byte[] bytes = ShippedStudies.Experiments(shipped);
        return new ExperimentSource(shipped, BoundedFile.Decode(bytes)!, "", bytes);
    }

    /// <summary>A study of sensitivity, by its path.</summary>
    /// <param name="file">Path of the file.</param>
    /// <exception cref="StudyException">The file cannot be read, or is another study.</exception>
    public static ExperimentSource Study(string file)
    {
        var source = ExperimentSource.Load(file);
        if (!SensitivityStudyFile.IsOne(source.Text)) throw new StudyException([new StudyError(ErrorKind.WrongVerb, file, 0, 0, SensitivityStudyFile.FactorsKey, $"this is no study of sensitivity: it has no '{SensitivityStudyFile.FactorsKey}'; asem run takes it as it is")]);
        return source;
    }

    /// <summary>A study of sensitivity; null for other studies, and for files that cannot be read, of which the reader of studies says what is wrong.</summary>
    /// <param name="file">Path of the file.</param>
    public static ExperimentSource? SensitivityOrNull(string file)
    {
        try
        {
            return ExperimentSource.Load(file) is var source && SensitivityStudyFile.IsOne(source.Text) ? source : null;
        }
        catch (StudyException)
        {
            return null;
        }
    }

    /// <summary>An ensemble of the user's own, or the shipped one.</summary>
    /// <param name="file">Path of the file, or null.</param>
    /// <exception cref="StudyException">The file cannot be read.</exception>
    public static Ensemble Ensemble(string? file) => file is null
        ? Engine.Calibrations.Ensemble.Parse(BoundedFile.Decode(ShippedStudies.Experiments(CalibrationRun.EnsembleName))!, CalibrationRun.EnsembleName)
        : Engine.Calibrations.Ensemble.Parse(BoundedFile.ReadText(file, "file", MostEnsembleBytes, new StudyProblems(file)).Text, file);

    /// <summary>Names and options of a command line that results hang on, as they repeat it; of files their names alone, without folders.</summary>
    /// <param name="ids">Names of claims or figures.</param>
    /// <param name="more">Options with their values; those without a value are left out, and a switch has an empty one.</param>
    public static IReadOnlyList<string> Written(string[]? ids, params (string Option, string? Value)[] more) =>
        [.. ids ?? [], .. more.Where(m => m.Value is not null).SelectMany(m => m.Value!.Length == 0 ? new[] { m.Option } : [m.Option, m.Value])];

    /// <summary>The option for running at sets of the ensemble as well.</summary>
    public static Option<int> Members() => Whole("--members", "Run also at so many sets of the ensemble of acceptable calibrations, the best first.", 0, 0, 10_000);

    /// <summary>The option for an ensemble of the user's own.</summary>
    public static Option<string?> EnsembleFile() => new("--ensemble") { Description = "File of acceptable sets, as asem calibrate writes it (default: the shipped one)." };

    /// <summary>An option for one of the words of an enumeration.</summary>
    public static Option<string> Choice<T>(string name, string description, T otherwise)
        where T : struct, Enum
    {
        string[] allowed = [.. Enum.GetNames<T>().Select(n => n.ToLowerInvariant())];
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => otherwise.ToString().ToLowerInvariant() };
        option.CompletionSources.Add(allowed);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !allowed.Contains(word)) result.AddError(ErrorKind.OptionValue, $"{name} {word}{Words.Suggestion(word, allowed, $"allowed are {string.Join(", ", allowed)}")}");
        });
        return option;
    }

    /// <summary>What a word of <see cref="Choice"/> stands for.</summary>
    public static T Chosen<T>(string word)
        where T : struct, Enum => Enum.Parse<T>(word, ignoreCase: true);

    /// <summary>An option for a whole number within bounds.</summary>
    public static Option<int> Whole(string name, string description, int otherwise, int minimum, int maximum)
    {
        var option = new Option<int>(name) { Description = string.Create(CultureInfo.InvariantCulture, $"{description} {minimum:N0} … {maximum:N0}."), DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int n) || n < minimum || n > maximum)) result.AddError(ErrorKind.OptionValue, string.Create(CultureInfo.InvariantCulture, $"{name} {result.Tokens[0].Value}: allowed are {minimum} … {maximum}"));
        });
        return option;
    }
}
