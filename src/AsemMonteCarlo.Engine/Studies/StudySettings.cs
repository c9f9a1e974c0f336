using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Values of parameters and forms as a study sets them, and the rules between them.</summary>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class StudySettings(StudyProblems problems)
{
    private readonly Dictionary<Parameter, StudyNode> places = [];
    private readonly List<Moderator> off = [];
    private ParameterSet focal = ParameterSet.Defaults;
    private readonly List<(Parameter Parameter, double Value)> providerOnly = [];

    /// <summary>Moderators switched off, in the order of the registry.</summary>
    public IReadOnlyList<Moderator> ModeratorsOff => [.. AsemModel.Moderators.Where(off.Contains)];

    /// <summary>Values of the focal person.</summary>
    public ParameterSet Focal => Neutral(focal);

    /// <summary>Values of the provider.</summary>
    public ParameterSet Provider => Neutral(providerOnly.Aggregate(focal, (set, v) => set.With(v.Parameter, v.Value)));

    public void ReadModerators(StudySection section)
    {
        foreach (var (key, value) in section.Entries)
        {
            if (!Registry.Moderators.TryGetValue(key.Text, out var moderator))
                problems.Add(ErrorKind.UnknownName, key, section.KeyOf(key.Text), problems.IsFull ? "" : $"unknown moderator {Words.Quote(key.Text)}{Words.Suggestion(key.Text, Registry.Moderators.Keys, $"moderators are {string.Join(", ", Registry.Moderators.Keys)}")}");
            else if (StudyValues.Flag(value, section.KeyOf(key.Text), problems, out bool isOn) && !isOn) off.Add(moderator);
        }
    }

    public void ReadForms(StudySection section)
    {
        foreach (var (_, key) in StudyKeys.FormChoices) focal = focal.With(section.Word(key));
        section.RejectOthers();
    }

    public void ReadParameters(StudySection section)
    {
        foreach (var (key, value) in section.Entries)
        {
            if (Find(key, section) is not { } parameter || !Value(parameter, key, value, out double number)) continue;
            places[parameter] = value;
            focal = focal.With(parameter, number);
        }
    }

    public void ReadStrengths(StudySection section)
    {
        foreach (var (key, value) in section.Entries)
        {
            if (!Registry.Pathways.TryGetValue(key.Text, out var pathway))
            {
                problems.Add(ErrorKind.UnknownName, key, section.KeyOf(key.Text), problems.IsFull ? "" : UnknownPathway(key.Text));
                continue;
            }
            if (!Value(pathway.Strength, key, value, out double number)) continue;
            if (places.ContainsKey(pathway.Strength)) problems.Add(ErrorKind.Repeated, key, section.KeyOf(key.Text), $"the strength of {pathway.Id} is set twice: under 'parameters' and under 'pathways.strengths'");
            focal = focal.With(pathway.Strength, number);
        }
    }

    public void ReadProvider(StudySection section)
    {
        foreach (var (key, value) in section.Entries)
        {
            if (Find(key, section) is not { } parameter || !Value(parameter, key, value, out double number)) continue;
            if (parameter.Role == ParameterRole.Shared)
                problems.Add(ErrorKind.WrongPlace, key, section.KeyOf(key.Text), $"'{parameter.Name}' is the same for both partners; set it under 'parameters', or for the provider alone one of {Partner()}");
            else providerOnly.Add((parameter, number));
        }
    }

    /// <summary>Reads a value within the parameter's range, unless a moderator that is off holds the parameter.</summary>
    public bool Value(Parameter parameter, StudyNode key, StudyNode node, out double value)
    {
        bool isNumber = StudyValues.Real(node, key.Text, parameter.Minimum, parameter.Maximum, parameter.Unit, problems, out value);
        if (Registry.Carrier(parameter) is not { } moderator || !off.Contains(moderator)) return isNumber;
        problems.Add(ErrorKind.ModeratorOff, node.Override is null ? key : node, key.Text, $"'{parameter.Name}' cannot be set while the moderator '{moderator.Id}' is off, which holds it at {Words.Number(moderator.Neutral.First(n => n.Parameter == parameter).Value)}");
        return false;
    }

    /// <summary>Says that a pathway does not exist, and which do.</summary>
    private static string UnknownPathway(string name) =>
        $"unknown pathway {Words.Quote(name)}{Words.Suggestion(name, Registry.Pathways.Keys, $"pathways are {string.Join(", ", Registry.Pathways.Keys)}")}";

    /// <summary>The parameters that may differ between partners, strengths in one word.</summary>
    public static string Partner() => string.Join(", ", AsemModel.Parameters.Where(p => p.Role == ParameterRole.Partner && !p.Name.EndsWith(".strength", StringComparison.Ordinal)).Select(p => p.Name)) + " and the pathways' strengths";

    /// <summary>Checks that the distributions over couples exist: spreads possible for their means, correlations possible together.</summary>
    public void CheckPopulation(StudyNode root) => CheckPopulation(root, focal);

    /// <summary>Checks the distributions over couples for other values, such as those of a cell of a sweep.</summary>
    public void CheckPopulation(StudyNode root, ParameterSet focal)
    {
        // the check integrates, which a file of many scenarios would feel
        if (PopulationParameters.Group.Parameters.All(p => focal[p] == p.Default)) return;
        double within = focal[PopulationParameters.WithinPerson], crossed = focal[PopulationParameters.PartnersCrossed];
        double anxiety = focal[PopulationParameters.PartnersAnxiety], avoidance = focal[PopulationParameters.PartnersAvoidance];
        bool sums = (within + crossed) * (within + crossed) <= (1 + anxiety) * (1 + avoidance);
        bool differences = (within - crossed) * (within - crossed) <= (1 - anxiety) * (1 - avoidance);
        if (!sums || !differences)
        {
            string rule = sums ? "(within_person − partners_crossed)² ≤ (1 − partners_anxiety)(1 − partners_avoidance)" : "(within_person + partners_crossed)² ≤ (1 + partners_anxiety)(1 + partners_avoidance)";
            problems.Add(ErrorKind.ImpossiblePopulation, Place(root, PopulationParameters.WithinPerson, PopulationParameters.PartnersCrossed, PopulationParameters.PartnersAnxiety, PopulationParameters.PartnersAvoidance), "population", $"the correlations population.within_person {Words.Number(within)}, partners_crossed {Words.Number(crossed)}, partners_anxiety {Words.Number(anxiety)} and partners_avoidance {Words.Number(avoidance)} cannot hold together; they must satisfy {rule}");
            return;
        }
        var scores = new ScoreDistribution(focal);
        CheckSpread(root, focal, PopulationParameters.AnxietyMean, PopulationParameters.AnxietySpread, scores.AnxietyMoments);
        CheckSpread(root, focal, PopulationParameters.AvoidanceMean, PopulationParameters.AvoidanceSpread, scores.AvoidanceMoments);
    }

    /// <summary>Why distributions over couples cannot be as some values say; null where they can.</summary>
    public static string? Impossible(ParameterSet focal)
    {
        var problems = new StudyProblems("");
        new StudySettings(problems).CheckPopulation(new StudyNode { Kind = StudyNodeKind.Map }, focal);
        return problems.Count == 0 ? null : problems.First;
    }

    private void CheckSpread(StudyNode root, ParameterSet focal, Parameter mean, Parameter spread, (double Mean, double Sd) achieved)
    {
        const double tolerance = 0.02;
        double largest = Math.Floor(100 * ScoreDistribution.LargestSd(focal[mean])) / 100;
        if (focal[spread] <= largest && Math.Abs(achieved.Mean - focal[mean]) <= tolerance && Math.Abs(achieved.Sd - focal[spread]) <= tolerance) return;
        problems.Add(ErrorKind.ImpossiblePopulation, Place(root, spread, mean), spread.Name, $"'{spread.Name}' is {Words.Number(focal[spread])}; with '{mean.Name}' {Words.Number(focal[mean])} it must be at most {Words.Number(largest)}, or scores pile up at both ends of 1–7");
    }

    private StudyNode Place(StudyNode root, params Parameter[] parameters) => parameters.Where(places.ContainsKey).Select(p => places[p]).FirstOrDefault() ?? root;

    private Parameter? Find(StudyNode key, StudySection section)
    {
        if (Registry.Parameters.TryGetValue(key.Text, out var parameter)) return parameter;
        problems.Add(ErrorKind.UnknownName, key, section.KeyOf(key.Text), problems.IsFull ? "" : Registry.UnknownParameter(key.Text));
        return null;
    }

    private ParameterSet Neutral(ParameterSet set) => off.Aggregate(set, (s, moderator) => s.Without(moderator));
}
