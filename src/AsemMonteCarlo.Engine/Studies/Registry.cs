using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>The model's declarations by the names that studies use.</summary>
internal static class Registry
{
    public static readonly IReadOnlyDictionary<string, Parameter> Parameters = AsemModel.Parameters.ToDictionary(p => p.Name);

    public static readonly IReadOnlyDictionary<string, Pathway> Pathways = AsemModel.Pathways.ToDictionary(p => p.Id);

    public static readonly IReadOnlyDictionary<string, Moderator> Moderators = AsemModel.Moderators.ToDictionary(m => m.Id);

    public static readonly IReadOnlyDictionary<string, FormTopic> FormTopics = AsemModel.FormTopics.ToDictionary(t => t.Id);

    /// <summary>The moderator that carries a parameter, if any.</summary>
    public static Moderator? Carrier(Parameter parameter) => AsemModel.Moderators.FirstOrDefault(m => m.Neutral.Any(n => n.Parameter == parameter));

    /// <summary>Says that a parameter does not exist, and what does.</summary>
    /// <param name="name">The name.</param>
    /// <param name="orPathway">Whether a pathway could stand in its place.</param>
    public static string UnknownParameter(string name, bool orPathway = false)
    {
        if (Pathways.ContainsKey(name)) return $"{Words.Quote(name)} is a pathway; its strength is the parameter '{name}.strength'";
        string suggestion = Words.Suggestion(name, orPathway ? Parameters.Keys.Concat(Pathways.Keys) : Parameters.Keys);
        if (suggestion.Length > 0) return $"unknown parameter {Words.Quote(name)}{suggestion}";
        var group = AsemModel.Groups.FirstOrDefault(g => name.StartsWith(g.Name + ".", StringComparison.Ordinal));
        return group is null
            ? $"unknown parameter {Words.Quote(name)}; parameters are in the groups {string.Join(", ", AsemModel.Groups.Select(g => g.Name))}"
            : $"unknown parameter {Words.Quote(name)}; the group {group.Name} has {string.Join(", ", group.Parameters.Select(p => p.Name))}";
    }
}
