using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Convergence;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;
using Luck = AsemMonteCarlo.Sensitivity.VarianceBased.Luck;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>Every key of a design, declared once: reading, the table in the documents and the JSON Schema follow.</summary>
internal static class DesignKeys
{
    /// <summary>Key of the design.</summary>
    public const string Root = "design";

    /// <summary>Fewest points of a design.</summary>
    public const int FewestPoints = 4;

    private const long MostPoints = 1L << 31;

    private static readonly List<StudyKey> declared = [];

    public static readonly WordKey<DesignKind> Kind = Add(new WordKey<DesignKind>("design.kind", "kind of design", [.. DesignKind.All.Select(k => new StudyWord<DesignKind>(k.Name, k, k.Help))], "How runs are laid out; `asem list designs`.") { Otherwise = DesignKind.PickFreeze });
    public static readonly WholeKey Points = Add(new WholeKey("design.points", FewestPoints, MostPoints, "Points, or trajectories; doubling keeps the first half.") { DefaultText = "1024; 64 trajectories; 16 of coalitions; what `budget` allows" });
    public static readonly WholeKey Levels = Add(new WholeKey("design.levels", 2, 1000, "Grid: values of each factor.") { Otherwise = 5 });
    public static readonly WordKey<PointKind> Sampling = Add(new WordKey<PointKind>("design.sampling", "kind of points",
        [new("sobol", PointKind.Sobol, "Scrambled Sobol' points."), new("latin_hypercube", PointKind.LatinHypercube, "A Latin hypercube that grows by doubling."), new("random", PointKind.Random, "Independent points.")], "The points.")
    { Otherwise = PointKind.Sobol });
    public static readonly WholeKey Randomisations = Add(new WholeKey("design.randomisations", 1, 1024, "Independent scramblings among which points are dealt; intervals of quasi-random designs come from them.") { DefaultText = "16; 1 for random points" });
    public static readonly FlagKey Both = Add(new FlagKey("design.both", true, "Pick-freeze: mixtures of B with A too, for better and for second-order indices."));
    public static readonly FlagKey SecondOrder = Add(new FlagKey("design.second_order", false, "Pick-freeze: judge pairs."));
    public static readonly WholeKey Replicates = Add(new WholeKey("design.replicates", 1, 1000, "Runs of each row; two or more take the noise of a stochastic model out.") { Otherwise = 1 });
    public static readonly WordKey<Luck> LuckOfRows = Add(new WordKey<Luck>("design.luck", "choice of luck",
        [new("independent", Luck.Independent, "Every run has luck of its own."), new("common", Luck.SharedByRows, "Rows of a point share theirs; every point has its own couples.")], "Whose luck is whose.")
    { Otherwise = Luck.Independent });
    public static readonly WordKey<SobolEstimator> Estimator = Add(new WordKey<SobolEstimator>("design.estimator", "estimator",
        [
            new("best", SobolEstimator.Best, "The most accurate for the runs that are made."), new("pooled", SobolEstimator.Pooled, "All pairs of rows."), new("saltelli", SobolEstimator.Saltelli, "Saltelli et al. 2010."),
            new("jansen", SobolEstimator.Jansen, "Jansen 1999."), new("janon_monod", SobolEstimator.JanonMonod, "Janon et al. 2014."), new("martinez", SobolEstimator.Martinez, "Martinez 2011."), new("azzini_rosati", SobolEstimator.AzziniRosati, "Azzini, Mara and Rosati 2021."),
        ], "Pick-freeze: estimator of indices; `asem list estimators`.")
    { Otherwise = SobolEstimator.Best });
    public static readonly RealKey Level = Add(new RealKey("design.level", 0.5, 0.999, "Coverage of intervals.") { Otherwise = 0.95 });
    public static readonly WholeKey Budget = Add(new WholeKey("design.budget", 1, 1L << 60, "Most dyad-days that all runs may simulate; for quasi-random points, the largest power of two times the randomisations within it.", "dyad-days") { DefaultText = "none" });
    public static readonly RealKey Keep = Add(new RealKey("design.keep", 0, 1, "With designs one after another: a group goes on to the next one if it has at least this share of the largest index for some output (mu_star, total or Shapley effect); others stay at their defaults from there on.") { DefaultText = "all go on" });
    public static readonly SectionKey Stop = Add(new SectionKey("design.stop", "Look at sizes that double, and stop when indices have settled for all outputs; the error is shared among looks.") { DefaultText = "all points are run" });
    public static readonly WordKey<StopRule> Rule = Add(new WordKey<StopRule>("design.stop.rule", "rule",
        [new("index", StopRule.Index, "Every interval is narrow enough."), new("ranking", StopRule.Ranking, "The ranking is certain, up to gaps that do not matter."), new("screening", StopRule.Screening, "What is below the threshold is certain.")], "What must have settled.")
    { Otherwise = StopRule.Index });
    public static readonly RealKey Tolerance = Add(new RealKey("design.stop.tolerance", 1e-9, 1e9, "Width of intervals (index), gap (ranking) or threshold (screening).") { IsRequired = true });
    public static readonly WholeKey First = Add(new WholeKey("design.stop.first", 1, MostPoints, "Points at the first look.") { DefaultText = "16 times the randomisations" });
    public static readonly WholeKey Seed = Add(new WholeKey("design.seed", 0, 1L << 53, "Seed of the design and of all luck; 0 is a seed too.") { Otherwise = 1 });

    /// <summary>All keys in the order of the documents.</summary>
    public static IReadOnlyList<StudyKey> All => declared;

    /// <summary>Reads one design.</summary>
    /// <param name="node">Its map.</param>
    /// <param name="isOwn">Whether this model computes the outputs.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static DesignOptions Read(StudyNode? node, bool isOwn, StudyProblems problems)
    {
        var section = new StudySection(node, Root, problems);
        var kind = section.Word(Kind);
        var sampling = section.Word(Sampling);
        long? budget = section.Take(Budget) is null ? null : (long)section.Whole(Budget, otherwise: 1);
        if (budget is not null && !isOwn) problems.Add(ErrorKind.ModelMismatch, section.Take(Budget)!, Budget.Path, $"'{Budget.Path}' counts the dyad-days of this model; another model computes this study, so give '{Points.Path}'");
        var design = new DesignOptions
        {
            Kind = kind,
            Points = (long)section.Whole(Points, otherwise: budget is not null ? MostPoints : kind == DesignKind.Morris ? 64 : kind == DesignKind.Coalitions ? 16 : 1024),
            Levels = (int)section.Whole(Levels),
            Budget = budget,
            Seed = (ulong)section.Whole(Seed),
            Sampling = sampling,
            Randomisations = (int)section.Whole(Randomisations, otherwise: sampling == PointKind.Random ? 1 : 16),
            Both = section.Flag(Both),
            SecondOrder = section.Flag(SecondOrder),
            Replicates = (int)section.Whole(Replicates),
            Luck = section.Word(LuckOfRows),
            Estimator = section.Word(Estimator),
            Level = section.Real(Level),
            Keep = section.Optional(Keep),
        };
        if (section.Take(Stop) is { } stop)
        {
            var inner = new StudySection(stop, Stop.Path, problems);
            double? tolerance = inner.Optional(Tolerance);
            if (inner.Take(Tolerance) is null) problems.Add(ErrorKind.MissingKey, stop, Tolerance.Path, $"'{Tolerance.Path}' is missing: {Tolerance.Help}");
            long first = (long)inner.Whole(First, otherwise: 16 * design.Randomisations);
            if (kind == DesignKind.Morris || kind == DesignKind.Coalitions || kind.IsGivenData) problems.Add(ErrorKind.KeysClash, stop, Stop.Path, $"{kind.Name} designs have no intervals to stop by; pick_freeze, chains and mixtures have");
            else if (first > design.Points) problems.Add(ErrorKind.OutOfRange, stop, First.Path, $"'{First.Path}' is {first}; it must be at most '{Points.Path}' ({design.Points}), where the study stops in any case");
            else design = design with { Stop = (inner.Word(Rule), tolerance ?? 1, first) };
            inner.RejectOthers();
        }
        if (design.Keep is not null && (kind.IsGivenData || kind == DesignKind.Coalitions)) problems.Add(ErrorKind.KeysClash, section.Take(Keep)!, Keep.Path, $"a {kind.Name} design has no index by which groups could be kept; morris, pick_freeze, chains and mixtures have");
        if (kind == DesignKind.Grid)
            foreach (var key in (StudyKey[])[Points, Budget, Sampling, Randomisations])
                if (section.Take(key) is { } useless) problems.Add(ErrorKind.KeysClash, useless, key.Path, $"a grid has all combinations of '{Levels.Path}' values of each factor; leave '{key.Path}' out");
        section.RejectOthers();
        if (sampling == PointKind.Random && design.Randomisations > 1) problems.Add(ErrorKind.KeysClash, section.Take(Randomisations)!, Randomisations.Path, $"random points need no randomisations; leave '{Randomisations.Path}' out");
        return design;
    }

    private static TKey Add<TKey>(TKey key)
        where TKey : StudyKey
    {
        declared.Add(key);
        return key;
    }
}
