using System.Globalization;
using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Turns the tree of a study into a <see cref="Study"/>, checking every key and value against the registry.</summary>
/// <param name="folder">Folder to which paths in the study are relative; null where persons of a file are not read.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class StudyBinder(string? folder, StudyProblems problems)
{
    private const int LeastNets = 8;

    private readonly StudySettings settings = new(problems);

    /// <summary>Reads the study; the result is of use only if no problem was added.</summary>
    public Study Bind(StudyNode root, string defaultName)
    {
        var study = new StudySection(root, "", problems);
        string name = Name(study, defaultName);
        int horizon = (int)study.Whole(StudyKeys.HorizonDays);
        var reports = new ReportBinder(problems, horizon);
        var store = study.Section(StudyKeys.Store);
        var result = new Study
        {
            Name = name,
            Title = Title(study),
            Seed = (ulong)study.Whole(StudyKeys.Seed),
            Replicate = (ushort)study.Whole(StudyKeys.Replicate),
            CommonLuck = study.Word(StudyKeys.CommonLuck),
            HorizonDays = horizon,
            SettleDays = (int)study.Whole(StudyKeys.SettleDays),
            Dyads = (long)study.Whole(StudyKeys.Dyads),
            Population = Population(study.Section(StudyKeys.Population)),
            Level = study.Real(StudyKeys.IntervalLevel),
            Outcomes = study.Words(StudyKeys.OutcomesReported) ?? Outcomes.All,
            EarlierReadings = reports.Readings(study.Take(StudyKeys.Readings)),
            OwnGroups = reports.OwnGroups(study.Section(StudyKeys.OwnGroups)),
            StoreDyads = store.Flag(StudyKeys.StoreDyads),
            StoreAllSummaries = store.Flag(StudyKeys.AllSummaries),
            Trajectories = reports.Trajectories(store),
            DissolutionOffView = Only(study.Section(StudyKeys.Views), StudyKeys.DissolutionOff),
        };
        store.RejectOthers();
        settings.ReadModerators(study.Section(StudyKeys.Moderators));
        settings.ReadForms(study.Section(StudyKeys.Forms));
        settings.ReadParameters(study.Section(StudyKeys.Parameters));
        var pathways = study.Section(StudyKeys.Pathways);
        settings.ReadStrengths(pathways.Section(StudyKeys.Strengths));
        settings.ReadProvider(study.Section(StudyKeys.Provider));
        var design = Pathways(pathways, horizon);
        var timeline = new TimelineBinder(settings, problems, horizon).Bind(study.Take(StudyKeys.Timeline));
        var sweeps = new SweepBinder(settings, problems);
        var axes = sweeps.Axes(study.Section(StudyKeys.Sweep));
        var reference = sweeps.Reference(study.Section(StudyKeys.Reference), axes);
        var own = reports.OwnOutcomes(study.Section(StudyKeys.OwnOutcomes), reference is not null);
        study.RejectOthers(Misplaced);
        result = result with
        {
            Focal = settings.Focal,
            Provider = settings.Provider,
            ModeratorsOff = settings.ModeratorsOff,
            Pathways = design,
            Timeline = timeline,
            Sweep = axes,
            Reference = reference,
            OwnOutcomes = own,
        };
        settings.CheckPopulation(root);
        CheckReuse(root, result);
        CheckNets(root, result);
        if (problems.Count == 0) CheckDesign(result, root);
        return result;
    }

    /// <summary>Checks what only shows once arms and cells are laid out.</summary>
    private void CheckDesign(Study study, StudyNode root)
    {
        var design = new Design(study);
        string[] arms = [.. design.Arms.Where(a => !a.DissolutionOff).Select(a => a.Name)];
        void Known(string arm, string key, StudyNode? place)
        {
            if (!arms.Contains(arm)) problems.Add(ErrorKind.UnknownName, place ?? root, key, problems.IsFull ? "" : $"the study runs no arm {Words.Quote(arm)}{Words.Suggestion(arm, arms, arms.Length <= 40 ? $"arms are {string.Join(", ", arms)}" : "arms are none, all, only PATHWAY, without PATHWAY, and combinations such as safe.bond + others.support")}");
        }
        if (study.Reference is { } reference) Known(reference.Arm, StudyKeys.ReferenceArm.Path, root.Find(StudyKeys.Reference.Name)?.Value);
        foreach (string arm in study.Trajectories?.Arms ?? []) Known(arm, StudyKeys.TrajectoriesArms.Path, root.Find(StudyKeys.Store.Name)?.Value.Find(StudyKeys.Trajectories.Name)?.Value);
        long points = (long)design.Arms.Count * design.Cells.Count;
        if (points > Design.MaximumPoints) problems.Add(ErrorKind.TooMany, root.Find(StudyKeys.Sweep.Name)?.Value ?? root, StudyKeys.Sweep.Path, string.Create(CultureInfo.InvariantCulture, $"the study has {points:N0} design points; at most {Design.MaximumPoints:N0} are possible"));
        foreach (var cell in design.Cells)
            if (study.Population.Values.Count == 0 && cell.Id > 0 && !Sampling.HaveSameCouples(cell.Study, study)) settings.CheckPopulation(root, cell.Study.Focal);
        if (problems.Count == 0 && StudySize.Problem(design) is { } tooLarge) problems.Add(ErrorKind.StudyTooLarge, root, "", tooLarge);
    }

    // a title may be empty, which no other text may
    private string Title(StudySection study) =>
        study.Take(StudyKeys.Title) is { } node && !(node.IsQuoted && node.Text.Length == 0) && StudyValues.Text(node, "title", problems, out string title) ? title : "";

    private string Name(StudySection study, string defaultName)
    {
        var given = study.Take(StudyKeys.StudyName);
        string name = defaultName;
        if (given is not null && !StudyValues.Text(given, "name", problems, out name)) return defaultName;
        if (StudyKeys.StudyName.Matches(name)) return name;
        string rule = "it must be 1 to 64 of the characters a–z, 0–9 and -";
        if (given is not null) problems.Add(ErrorKind.InvalidName, given, "name", $"'name' is {Words.Quote(name)}; {rule}");
        else problems.Add(ErrorKind.InvalidName, study.Node, "name", $"the file's name {Words.Quote(name)} cannot name the study; add the key 'name', and {rule}");
        return defaultName;
    }

    private PopulationSource Population(StudySection section)
    {
        var file = section.Take(StudyKeys.PopulationFile);
        string path = "";
        bool isGiven = file is { IsNull: false } && StudyValues.Text(file, "population.file", problems, out path);
        if (file is { IsNull: true })
            problems.Add(ErrorKind.MissingKey, file, "population.file", "this study needs a file of persons and 'population.file' is empty; give its path here, or on the command line with --set population.file=scores.csv");
        var rows = section.Word(StudyKeys.PopulationRowKind);
        var columns = new ColumnsBinder(rows, problems).Bind(section.Section(StudyKeys.Columns));
        var source = new PopulationSource
        {
            Rows = rows,
            Columns = columns ?? PopulationColumn.Required(rows),
            Similarity = section.Real(StudyKeys.Similarity),
            ProfileCut = section.Real(StudyKeys.ProfileCut),
            MinimumProfileShare = section.Real(StudyKeys.MinimumProfileShare),
            NetSize = NetSize(section, isGiven),
        };
        string? expected = Hash(section);
        section.RejectOthers(key => ColumnsBinder.Respelled(key) ?? Misplaced(key));
        if (!isGiven || columns is null) return source;
        if (folder is null) return source with { File = path };
        // a path typed on the command line is relative to where it is typed
        string from = file!.Override is null ? Path.Combine(folder, path) : path;
        if (PopulationFile.Read(from, path, file, rows, columns, problems) is not { } read) return source;
        if (expected is not null && !string.Equals(expected, read.Hash, StringComparison.OrdinalIgnoreCase))
            problems.Add(ErrorKind.OtherPopulation, file, "population.file", $"{Words.Quote(path)} is not the file that the study names: its SHA-256 is {read.Hash}, not {Words.Shorten(expected)}");
        return source with { File = path, Values = read.Values, FileHash = read.Hash, ReadFrom = Path.GetFullPath(from) };
    }

    private int NetSize(StudySection section, bool hasFile)
    {
        var key = StudyKeys.NetSize;
        if (section.Take(key) is not { IsNull: false } node || !StudyValues.Whole(node, key.Path, key, problems, out var size) || size == 1) return 1;
        if (hasFile) problems.Add(ErrorKind.KeysClash, node, key.Path, $"'{key.Path}' and '{StudyKeys.PopulationFile.Path}' cannot both be given: nets are of couples that are drawn, not of those of a file");
        else if (Int128.IsPow2(size)) return (int)size;
        else problems.Add(ErrorKind.OutOfRange, node, key.Path, $"'{key.Path}' is {size}; it must be a power of two from {key.Smallest} to {key.Largest}, such as 32");
        return 1;
    }

    // intervals are over nets, which are all of one size
    private void CheckNets(StudyNode root, Study study)
    {
        int size = study.Population.NetSize;
        long least = (long)LeastNets * size, nearest = Math.Max(least, (study.Dyads + size - 1) / size * size);
        if (study.Dyads == nearest || root.Find(StudyKeys.Population.Name)?.Value.Find(StudyKeys.NetSize.Name)?.Value is not { } node) return;
        problems.Add(ErrorKind.OutOfRange, root.Find(StudyKeys.Dyads.Name)?.Value ?? node, StudyKeys.Dyads.Path,
            $"'{StudyKeys.Dyads.Path}' is {study.Dyads}; with '{StudyKeys.NetSize.Path}' {size} it must be a multiple of {size} and at least {least}, such as {nearest}");
    }

    private string? Hash(StudySection section)
    {
        var key = StudyKeys.PopulationHash;
        if (section.Take(key) is not { } node || !StudyValues.Text(node, key.Path, problems, out string text)) return null;
        if (key.Matches(text)) return text;
        problems.Add(ErrorKind.WrongType, node, key.Path, $"'{key.Path}' is {Words.Quote(text)}; it must be {key.Allowed}");
        return null;
    }

    // only a study without other problems says which couples are left of the file
    private void CheckReuse(StudyNode root, Study study)
    {
        if (problems.Count > 0 || study.Population.Values.Count == 0) return;
        if (new FileCouples(study.Population, study.Seed, study.Replicate).Problem(study.Dyads) is { } problem)
            problems.Add(ErrorKind.TooFewRows, root.Find(StudyKeys.Dyads.Name)?.Value ?? root.Find(StudyKeys.Population.Name)!.Value, StudyKeys.Dyads.Path, problem);
    }

    private PathwayDesign Pathways(StudySection section, int horizon)
    {
        var design = new PathwayDesign
        {
            Arms = section.Words(StudyKeys.Arms) is { } arms ? arms.Aggregate(PathwayArms.Nothing, (sum, arm) => sum | arm) : StudyKeys.Arms.Otherwise,
            Of = section.Words(StudyKeys.Of) ?? AsemModel.Pathways,
            ProviderOnly = section.Word(StudyKeys.ProviderOnly),
            Doses = Doses(section.Take(StudyKeys.Doses)),
            WithdrawnFrom = section.Take(StudyKeys.WithdrawnFrom) is { IsNull: false } day && StudyValues.Whole(day, StudyKeys.WithdrawnFrom.Path, StudyKeys.WithdrawnFrom, problems, out var from, maximum: horizon - 1) ? (int)from : null,
        };
        section.RejectOthers(key => Registry.Pathways.ContainsKey(key) ? $"{Words.Quote(key)} is a pathway; its strength belongs under 'pathways.strengths'" : null);
        if (design.Arms.HasFlag(PathwayArms.AllCoalitions) && design.Of.Count > 12)
            problems.Add(ErrorKind.TooMany, section.Node, "pathways.of", $"all_coalitions takes at most 12 pathways, not {design.Of.Count}");
        return design;
    }

    private List<double> Doses(StudyNode? node)
    {
        string key = StudyKeys.Doses.Path;
        var doses = new List<double>();
        var seen = new HashSet<double>();
        if (node is null or { IsEmpty: true }) return doses;
        if (node.Kind != StudyNodeKind.List) problems.Add(ErrorKind.WrongType, node, key, $"'{key}' is {node.Description}; it must be a list of strengths such as [0.25, 0.5, 1, 1.5, 2]");
        foreach (var item in node.Items)
        {
            if (!StudyValues.Real(item, key, StudyKeys.Dose, problems, out double dose)) continue;
            if (seen.Add(dose)) doses.Add(dose);
            else problems.Add(ErrorKind.Repeated, item, key, problems.IsFull ? "" : $"the strength {Words.Number(dose)} stands in '{key}' twice");
        }
        return doses;
    }

    private static bool Only(StudySection section, FlagKey flag)
    {
        bool value = section.Flag(flag);
        section.RejectOthers();
        return value;
    }

    private static string? Misplaced(string key) =>
        Registry.Parameters.ContainsKey(key) ? $"{Words.Quote(key)} is a parameter; it belongs under 'parameters'"
        : Registry.Pathways.ContainsKey(key) ? $"{Words.Quote(key)} is a pathway; its strength belongs under 'pathways.strengths'"
        : Registry.Moderators.ContainsKey(key) ? $"{Words.Quote(key)} is a moderator; it belongs under 'moderators'"
        : Registry.FormTopics.ContainsKey(key) ? $"{Words.Quote(key)} is a topic of the model's forms; it belongs under 'forms'"
        : Registry.Parameters.ContainsKey($"population.{key}") ? $"{Words.Quote(key)} is the parameter 'population.{key}'; it belongs under 'parameters'"
        : null;
}
