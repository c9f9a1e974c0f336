using System.Globalization;
using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Turns the tree of a study into a <see cref="Study"/>, checking every key and value against the registry.</summary>
/// <param name="folder">Folder to which paths in the study are relative.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class StudyBinder(string folder, StudyProblems problems)
{
    private readonly StudySettings settings = new(problems);

    /// <summary>Reads the study; the result is of use only if no problem was added.</summary>
    public Study Bind(StudyNode root, string defaultName)
    {
        var study = new StudySection(root, "", problems);
        string name = Name(study, defaultName);
        int horizon = (int)study.Whole("horizon_days", 1, 3660, 365, "days");
        var reports = new ReportBinder(problems, horizon);
        var store = study.Section("store");
        var result = new Study
        {
            Name = name,
            Title = Title(study),
            Seed = (ulong)study.Whole("seed", 0, ulong.MaxValue, 1),
            Replicate = (ushort)study.Whole("replicate", 0, ushort.MaxValue - 1, 0),
            CommonLuck = study.Word("luck", "choice of luck", true, ("common", true), ("independent", false)),
            HorizonDays = horizon,
            SettleDays = (int)study.Whole("settle_days", 0, 3660, 120, "days"),
            Dyads = (long)study.Whole("dyads", 1, 1L << 40, 4096, "couples"),
            Population = Population(study.Section("population")),
            Level = study.Real("interval_level", 0.5, 0.999, 0.95),
            Outcomes = Chosen(study.Take("outcomes"), "outcomes", "outcome", Outcomes.All, o => o.Name),
            EarlierReadings = reports.Readings(study.Take("readings")),
            OwnGroups = reports.OwnGroups(study.Section("own_groups")),
            StoreDyads = store.Flag("dyads", false),
            StoreAllSummaries = store.Flag("all_summaries", false),
            Trajectories = reports.Trajectories(store),
            DissolutionOffView = Only(study.Section("views"), "dissolution_off"),
        };
        store.RejectOthers();
        settings.ReadModerators(study.Section("moderators"));
        settings.ReadParameters(study.Section("parameters"));
        var pathways = study.Section("pathways");
        settings.ReadStrengths(pathways.Section("strengths"));
        settings.ReadProvider(study.Section("provider"));
        var design = Pathways(pathways, horizon);
        var timeline = new TimelineBinder(settings, problems, horizon).Bind(study.Take("timeline"));
        var sweeps = new SweepBinder(settings, problems);
        var axes = sweeps.Axes(study.Section("sweep"));
        var reference = sweeps.Reference(study.Section("reference"), axes);
        var own = reports.OwnOutcomes(study.Section("own_outcomes"), reference is not null);
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
        if (problems.Count == 0) CheckDesign(result, root);
        return result;
    }

    /// <summary>Checks what only shows once arms and cells are laid out.</summary>
    private void CheckDesign(Study study, StudyNode root)
    {
        var design = new Design(study with { Reference = null });
        string[] arms = [.. design.Arms.Where(a => !a.DissolutionOff).Select(a => a.Name)];
        void Known(string arm, string key, StudyNode? place)
        {
            if (!arms.Contains(arm)) problems.Add(place ?? root, key, $"the study runs no arm {Words.Quote(arm)}{Words.Suggestion(arm, arms, arms.Length <= 40 ? $"arms are {string.Join(", ", arms)}" : "arms are none, all, only PATHWAY, without PATHWAY, and combinations such as safe.bond + others.support")}");
        }
        if (study.Reference is { } reference) Known(reference.Arm, "reference.arm", root.Find("reference")?.Value);
        foreach (string arm in study.Trajectories?.Arms ?? []) Known(arm, "store.trajectories.arms", root.Find("store")?.Value.Find("trajectories")?.Value);
        long points = (long)design.Arms.Count * design.Cells.Count;
        if (points > Design.MaximumPoints) problems.Add(root.Find("sweep")?.Value ?? root, "sweep", string.Create(CultureInfo.InvariantCulture, $"the study has {points:N0} design points; at most {Design.MaximumPoints:N0} are possible"));
        foreach (var cell in design.Cells)
            if (study.Population.Values.Count == 0 && cell.Id > 0 && !Sampling.HaveSameCouples(cell.Study, study)) settings.CheckPopulation(root, cell.Study.Focal);
        if (problems.Count == 0 && Simulation.StudySize.Problem(new Design(study)) is { } tooLarge) problems.Add(root, "", tooLarge);
    }

    // a title may be empty, which no other text may
    private string Title(StudySection study) =>
        study.Take("title") is { } node && !(node.IsQuoted && node.Text.Length == 0) && StudyValues.Text(node, "title", problems, out string title) ? title : "";

    private string Name(StudySection study, string defaultName)
    {
        var given = study.Take("name");
        string name = defaultName;
        if (given is not null && !StudyValues.Text(given, "name", problems, out name)) return defaultName;
        if (name.Length is > 0 and <= 64 && name.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-')) return name;
        string rule = "it must be 1 to 64 of the characters a–z, 0–9 and -";
        if (given is not null) problems.Add(given, "name", $"'name' is {Words.Quote(name)}; {rule}");
        else problems.Add(study.Node, "name", $"the file's name {Words.Quote(name)} cannot name the study; add the key 'name', and {rule}");
        return defaultName;
    }

    private PopulationSource Population(StudySection section)
    {
        var plain = new PopulationSource();
        var file = section.Take("file");
        string path = "";
        bool isGiven = file is { IsNull: false } && StudyValues.Text(file, "population.file", problems, out path);
        if (file is { IsNull: true })
            problems.Add(file, "population.file", "this study needs a file of persons and 'population.file' is empty; give its path here, or on the command line with --set population.file=scores.csv");
        var rows = section.Word("rows", "kind of row", plain.Rows, [.. StudyText.RowWords]);
        var columns = new ColumnsBinder(rows, problems).Bind(section.Section("columns"));
        var source = plain with
        {
            Rows = rows,
            Columns = columns ?? PopulationColumn.Required(rows),
            Similarity = section.Real("similarity", -0.9, 0.9, plain.Similarity),
            ProfileCut = section.Real("profile_cut", 1.5, 6.5, plain.ProfileCut, "points on 1–7"),
            MinimumProfileShare = section.Real("minimum_profile_share", 0, 0.24, plain.MinimumProfileShare),
        };
        string? expected = section.Take("sha256") is { } hash && StudyValues.Text(hash, "population.sha256", problems, out string text) ? text : null;
        section.RejectOthers(key => ColumnsBinder.Respelled(key) ?? Misplaced(key));
        if (!isGiven || columns is null) return source;
        // a path typed on the command line is relative to where it is typed
        string from = file!.Override is null ? Path.Combine(folder, path) : path;
        if (PopulationFile.Read(from, path, file, rows, columns, problems) is not { } read) return source;
        if (expected is not null && !string.Equals(expected, read.Hash, StringComparison.OrdinalIgnoreCase))
            problems.Add(file, "population.file", $"{Words.Quote(path)} is not the file that the study names: its SHA-256 is {read.Hash}, not {Words.Shorten(expected)}");
        return source with { File = path, Values = read.Values, FileHash = read.Hash };
    }

    // only a study without other problems says which couples are left of the file
    private void CheckReuse(StudyNode root, Study study)
    {
        if (problems.Count > 0 || study.Population.Values.Count == 0) return;
        if (new FileCouples(study.Population, study.Seed, study.Replicate).Problem(study.Dyads) is { } problem)
            problems.Add(root.Find("dyads")?.Value ?? root.Find("population")!.Value, "dyads", problem);
    }

    private PathwayDesign Pathways(StudySection section, int horizon)
    {
        (string Word, PathwayArms Value)[] arms = [.. StudyText.ArmWords];
        var design = new PathwayDesign
        {
            Arms = section.Take("arms") is { } node && StudyValues.WordList(node, "pathways.arms", "set of arms", [.. arms.Select(a => a.Word)], problems) is { } words
                ? words.Aggregate(PathwayArms.Nothing, (sum, word) => sum | arms.First(a => a.Word == word).Value)
                : PathwayArms.AllCoalitions,
            Of = Chosen(section.Take("of"), "pathways.of", "pathway", AsemModel.Pathways, p => p.Id),
            ProviderOnly = section.Word("role", "role", false, ("both", false), ("provider", true)),
            Doses = Doses(section.Take("doses"), section.KeyOf("doses")),
            WithdrawnFrom = section.Take("withdrawn_from") is { IsNull: false } day && StudyValues.Whole(day, section.KeyOf("withdrawn_from"), 1, horizon - 1, "days, below horizon_days", problems, out var from) ? (int)from : null,
        };
        section.RejectOthers(key => Registry.Pathways.ContainsKey(key) ? $"{Words.Quote(key)} is a pathway; its strength belongs under 'pathways.strengths'" : null);
        if (design.Arms.HasFlag(PathwayArms.AllCoalitions) && design.Of.Count > 12)
            problems.Add(section.Node, "pathways.of", $"all_coalitions takes at most 12 pathways, not {design.Of.Count}");
        return design;
    }

    private List<double> Doses(StudyNode? node, string key)
    {
        var doses = new List<double>();
        if (node is null or { IsEmpty: true }) return doses;
        if (node.Kind != StudyNodeKind.List) problems.Add(node, key, $"'{key}' is {node.Description}; it must be a list of strengths such as [0.25, 0.5, 1, 1.5, 2]");
        foreach (var item in node.Items)
        {
            if (!StudyValues.Real(item, key, 0.01, 2, "strength; 0 is the pathway left out, which is run beside", problems, out double dose)) continue;
            if (doses.Contains(dose)) problems.Add(item, key, $"the strength {Words.Number(dose)} stands in '{key}' twice");
            else doses.Add(dose);
        }
        return doses;
    }

    /// <summary>The chosen declarations in the order of the registry, all if none are named.</summary>
    private IReadOnlyList<T> Chosen<T>(StudyNode? node, string key, string what, IReadOnlyList<T> all, Func<T, string> name)
    {
        if (node is null || StudyValues.WordList(node, key, what, [.. all.Select(name)], problems) is not { } words) return all;
        return [.. all.Where(x => words.Contains(name(x)))];
    }

    private static bool Only(StudySection section, string flag)
    {
        bool value = section.Flag(flag, false);
        section.RejectOthers();
        return value;
    }

    private static string? Misplaced(string key) =>
        Registry.Parameters.ContainsKey(key) ? $"{Words.Quote(key)} is a parameter; it belongs under 'parameters'"
        : Registry.Pathways.ContainsKey(key) ? $"{Words.Quote(key)} is a pathway; its strength belongs under 'pathways.strengths'"
        : Registry.Moderators.ContainsKey(key) ? $"{Words.Quote(key)} is a moderator; it belongs under 'moderators'"
        : Registry.Parameters.ContainsKey($"population.{key}") ? $"{Words.Quote(key)} is the parameter 'population.{key}'; it belongs under 'parameters'"
        : null;
}
