using System.Globalization;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Designs;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>A quantity whose sensitivity is asked for.</summary>
/// <param name="Name">Name.</param>
/// <param name="Experiment">How this model computes it; null where another program does.</param>
/// <param name="Cases">Range in which a row is a case of interest, for regional analysis and scenario discovery; null for none.</param>
/// <param name="Day">Day of which it is; null where it is of no single one, or the estimate says it.</param>
/// <param name="Group">Persons of whom it is; empty for all that the estimate counts.</param>
internal sealed record SensitivityOutput(string Name, Experiment? Experiment, (double Low, double High)? Cases = null, int? Day = null, string Group = "")
{
    /// <summary>Its column in tables of runs: the name, the day and the group.</summary>
    public string Column => Name + (Day is { } day ? string.Create(CultureInfo.InvariantCulture, $".day_{day}") : "") + (Group.Length > 0 ? $".{Group}" : "");

    /// <summary>What people read.</summary>
    public string Label => Name + (Day is { } day ? string.Create(CultureInfo.InvariantCulture, $", day {day}") : "") + (Group.Length > 0 ? $", {Group}" : "");
}

/// <summary>A study of sensitivity: which inputs decide how an output varies, in this model or in any other.</summary>
internal sealed record SensitivityStudy
{
    /// <summary>Name of the file.</summary>
    public required string Name { get; init; }

    /// <summary>Its question, or empty.</summary>
    public required string Title { get; init; }

    /// <summary>The factors.</summary>
    public required IReadOnlyList<Factor> Factors { get; init; }

    /// <summary>Words for factors, by their names, where the study has some.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The layouts of the runs, one after another; each after the first has the groups that the one before it kept.</summary>
    public required IReadOnlyList<DesignOptions> Designs { get; init; }

    /// <summary>The design of which this is, from 0: the first, unless <see cref="At"/> says another.</summary>
    public int Stage { get; private init; }

    /// <summary>The layout of the runs.</summary>
    public DesignOptions Design => Designs[Stage];

    /// <summary>The outputs; empty where they are all columns of a file of results.</summary>
    public required IReadOnlyList<SensitivityOutput> Outputs { get; init; }

    /// <summary>A built-in function with known indices that is run, or null.</summary>
    public TestFunction? Function { get; init; }

    /// <summary>Whether this model computes the outputs.</summary>
    public bool IsOwn => Outputs.Count > 0 && Outputs.All(o => o.Experiment is not null);

    /// <summary>Whether <c>asem run</c> can compute the outputs.</summary>
    public bool CanRun => IsOwn || Function is not null;

    /// <summary>Dyad-days that one run simulates; scenarios that outputs share count once.</summary>
    public long DyadDaysPerRun => Outputs.Where(o => o.Experiment is not null).SelectMany(o => o.Experiment!.Scenarios).DistinctBy(s => s.Key).Sum(s => s.Study.Dyads * s.Study.HorizonDays);

    /// <summary>Groups that are judged, factors without group among them.</summary>
    public int Groups => Factors.Select(f => f.Group ?? f.Name).Distinct().Count();

    /// <summary>The study, where it has one design.</summary>
    /// <exception cref="StudyException">It has several.</exception>
    public SensitivityStudy WithOneDesign() => Designs.Count == 1 ? At(0)
        : throw new StudyException([new StudyError(ErrorKind.WrongVerb, Name, 0, 0, DesignKeys.Root, string.Create(CultureInfo.InvariantCulture, $"the study has {Designs.Count} designs one after another, which asem run runs; a design that another program runs is written and analysed by itself"))]);

    /// <summary>The study at one of its designs as it is written, with every factor.</summary>
    /// <param name="stage">The design, from 0.</param>
    public SensitivityStudy AtAll(int stage) => this with { Stage = stage };

    /// <summary>The study at one of its designs, with the factors of some groups and the points that a budget allows.</summary>
    /// <param name="stage">The design, from 0.</param>
    /// <param name="groups">Groups that vary; null for all.</param>
    /// <exception cref="ArgumentException">The budget allows too few points; the message says how many dyad-days they take.</exception>
    public SensitivityStudy At(int stage, IReadOnlySet<string>? groups = null)
    {
        var study = this with { Stage = stage, Factors = groups is null ? Factors : [.. Factors.Where(f => groups.Contains(f.Group ?? f.Name))] };
        if (study.Design.Budget is not { } budget) return study;
        var design = study.Design;
        bool isQuasiRandom = design.Kind != DesignKind.Morris && design.Kind != DesignKind.Coalitions && design.Sampling != PointKind.Random;
        long unit = isQuasiRandom ? design.Randomisations : 1;
        long perPoint = (long)Int128.Clamp((Int128)SensitivityDesign.Create(study).RowsPerBlock * design.Replicates * study.DyadDaysPerRun, 1, SensitivitySize.MaximumDyadDays / unit / DesignKeys.FewestPoints);
        long most = Math.Min(design.Points, budget / perPoint), points = most;
        if (isQuasiRandom)
            for (points = unit; points * 2 <= most; points *= 2)
            {
            }
        if (points > most || points < DesignKeys.FewestPoints) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"a point takes {perPoint:N0} dyad-days, so that '{DesignKeys.Budget.Path}' ({budget:N0}) allows {most:N0}; at least {Math.Max(DesignKeys.FewestPoints, unit):N0} are needed: {Math.Max(DesignKeys.FewestPoints, unit) * perPoint:N0} dyad-days"));
        return study with { Designs = [.. Designs.Select((d, i) => i == stage ? d with { Points = points } : d)] };
    }
}
