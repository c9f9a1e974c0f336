using AsemMonteCarlo.Engine.Sensitivities;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Reads studies.</summary>
public static class StudyFile
{
    /// <summary>Largest study read, in bytes.</summary>
    public const int MaximumBytes = 1 << 20;

    /// <summary>Reads a study file.</summary>
    /// <param name="path">Path of a YAML file, UTF-8, of at most <see cref="MaximumBytes"/>.</param>
    /// <param name="overrides">
    /// Settings <c>key=value</c> that win over the file: dotted paths into the study, or the bare name of a parameter, of a
    /// pathway (its strength) or of a moderator. A later one wins over an earlier one. Values that begin with <c>[</c> or
    /// <c>{</c> are YAML. A path of a population file in an override is relative to the current folder.
    /// </param>
    /// <exception cref="StudyException">Something is wrong; carries everything that is.</exception>
    public static Study Load(string path, IReadOnlyList<string> overrides)
    {
        var problems = new StudyProblems(path);
        var (_, text) = BoundedFile.ReadText(path, "study", MaximumBytes, problems);
        if (SensitivityStudyFile.IsOne(text)) problems.Add(ErrorKind.WrongVerb, "", "this is a study of sensitivity, which asem run, validate, sample and analyze take");
        problems.ThrowIfAny();
        return Bind(text, Path.GetFileNameWithoutExtension(path), Path.GetDirectoryName(Path.GetFullPath(path)) ?? "", overrides, problems);
    }

    /// <summary>Reads a study from text; errors name the file <c>name.yaml</c>.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="name">Name of the study unless it gives one.</param>
    /// <param name="baseFolder">Folder to which paths in the study are relative.</param>
    /// <param name="overrides">Settings as in <see cref="Load"/>.</param>
    /// <exception cref="StudyException">Something is wrong; carries everything that is.</exception>
    public static Study Bind(string yaml, string name, string baseFolder, IReadOnlyList<string> overrides) =>
        Bind(yaml, name, baseFolder, overrides, new StudyProblems($"{name}.yaml"));

    private static Study Bind(string yaml, string name, string folder, IReadOnlyList<string> overrides, StudyProblems problems)
    {
        if (yaml.Length > MaximumBytes) problems.Add(ErrorKind.FileTooLarge, "", "the study is larger than 1 MiB, the most that is read");
        problems.ThrowIfAny();
        var root = StudyTree.Parse(yaml, problems);
        if (root is null || root.Kind != StudyNodeKind.Map)
        {
            if (root is not null) problems.Add(ErrorKind.WrongType, root, "", $"a study is a map of keys and values, not {root.Description}");
            problems.ThrowIfAny();
        }
        StudyOverrides.Apply(root!, overrides, problems);
        var study = new StudyBinder(folder, problems).Bind(root!, name);
        problems.ThrowIfAny();
        return study;
    }
}
