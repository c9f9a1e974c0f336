using System.Globalization;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Reads the sweep of a study and the scenario that others are compared with.</summary>
/// <param name="settings">Settings of the study, whose moderators hold parameters.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class SweepBinder(StudySettings settings, StudyProblems problems)
{
    /// <summary>What stands before the name of an axis that varies the provider's value alone.</summary>
    public const string Provider = "provider.";

    /// <summary>Most cells.</summary>
    public const int MaximumCells = 4096;

    public IReadOnlyList<SweepAxis> Axes(StudySection section)
    {
        var axes = new List<SweepAxis>();
        foreach (var (key, value) in section.Entries)
        {
            bool providerOnly = key.Text.StartsWith(Provider, StringComparison.Ordinal);
            string name = providerOnly ? key.Text[Provider.Length..] : key.Text, path = section.KeyOf(key.Text);
            var parameter = Registry.Pathways.TryGetValue(name, out var pathway) ? pathway.Strength : Registry.Parameters.GetValueOrDefault(name);
            Finding? wrong = parameter is null ? new(ErrorKind.UnknownName, problems.IsFull ? "" : Registry.UnknownParameter(name, orPathway: true))
                : providerOnly && parameter.Role == ParameterRole.Shared ? new(ErrorKind.WrongPlace, $"'{parameter.Name}' is the same for both partners; leave out 'provider.', or sweep one of {StudySettings.Partner()}")
                : axes.Any(a => a.Parameter == parameter) ? new(ErrorKind.Repeated, $"'{parameter.Name}' is swept twice")
                : null;
            if (wrong is not null) problems.Add(wrong.Kind, key, path, wrong.Message);
            else if (Values(parameter!, key, value, path) is { } values) axes.Add(new SweepAxis((providerOnly ? Provider : "") + parameter!.Name, parameter, providerOnly, values));
        }
        long cells = axes.Aggregate(1L, (product, axis) => Math.Min(long.MaxValue / StudyKeys.Axis.Longest!.Value, product * axis.Values.Count));
        if (cells > MaximumCells) problems.Add(ErrorKind.TooMany, section.Node, section.Path, string.Create(CultureInfo.InvariantCulture, $"the sweep has {cells:N0} cells; at most {MaximumCells:N0} are possible, so use fewer values or axes"));
        return axes;
    }

    /// <summary>Reads the reference scenario; its arm is checked once the arms are known.</summary>
    public ReferenceScenario? Reference(StudySection section, IReadOnlyList<SweepAxis> axes)
    {
        if (!section.Entries.Any()) return null;
        string arm = section.Text(StudyKeys.ReferenceArm, Design.ArmName(new Study { Name = "any" }, 0));
        var at = section.Take(StudyKeys.ReferenceAt) is null ? null : section.Section(StudyKeys.ReferenceAt);
        section.RejectOthers();
        if (at is null) return new ReferenceScenario(arm, null);
        var places = new int[axes.Count];
        foreach (var (i, axis) in axes.Index())
        {
            if ((at.Take(axis.Name) ?? at.Take(Short(axis))) is not { } node)
            {
                problems.Add(ErrorKind.MissingKey, at.Node, at.KeyOf(axis.Name), $"'{at.Path}' says nothing of the axis '{axis.Name}'; give one of its values for each axis of the sweep, or leave out 'at' to compare within each cell");
                continue;
            }
            if (!StudyValues.Real(node, at.KeyOf(axis.Name), axis.Parameter.Minimum, axis.Parameter.Maximum, axis.Parameter.Unit, problems, out double value)) continue;
            places[i] = axis.Values.ToList().IndexOf(value);
            if (places[i] < 0) problems.Add(ErrorKind.UnknownWord, node, at.KeyOf(axis.Name), $"the axis '{axis.Name}' has no value {Words.Number(value)}; it has {Words.OneOf(axis.Values.Select(Words.Number))}");
        }
        at.RejectOthers();
        return new ReferenceScenario(arm, places);
    }

    // an axis that was named by a pathway can be named so again
    private static string Short(SweepAxis axis) =>
        AsemModel.Pathways.FirstOrDefault(p => p.Strength == axis.Parameter) is { } pathway ? (axis.ProviderOnly ? Provider : "") + pathway.Id : axis.Name;

    private double End(StudySection range, StudyKey key, Parameter parameter, double otherwise) =>
        range.Take(key) is { } node && StudyValues.Real(node, range.KeyOf(key.Name), parameter.Minimum, parameter.Maximum, parameter.Unit, problems, out double value) ? value : otherwise;

    private List<double>? Values(Parameter parameter, StudyNode key, StudyNode node, string path)
    {
        var values = new List<double>();
        if (node.Kind == StudyNodeKind.Map)
        {
            var range = new StudySection(node, path, problems);
            double from = End(range, StudyKeys.AxisFrom, parameter, parameter.Minimum), to = End(range, StudyKeys.AxisTo, parameter, parameter.Maximum);
            int steps = (int)range.Whole(StudyKeys.AxisSteps);
            range.RejectOthers();
            if (from >= to) problems.Add(ErrorKind.Backwards, node, path, $"'{path}' goes from {Words.Number(from)} to {Words.Number(to)}; 'to' must be larger");
            // the ends exactly, and decimal fractions without the rounding of a running sum
            for (int i = 0; i < steps; i++) values.Add(i == steps - 1 ? to : Math.Round(from + (to - from) * i / (steps - 1), 12));
            return values;
        }
        if (node.Kind != StudyNodeKind.List || node.Items.Count == 0)
        {
            problems.Add(node.Kind == StudyNodeKind.List ? ErrorKind.Empty : ErrorKind.WrongType, node, path, $"'{path}' is {(node.Kind == StudyNodeKind.List ? "an empty list" : node.Description)}; it must be a list of values such as [0, 1, 2], or {{from: 0, to: 2, steps: 5}}");
            return null;
        }
        if (node.Items.Count > StudyKeys.Axis.Longest) problems.Add(ErrorKind.TooMany, node, path, string.Create(CultureInfo.InvariantCulture, $"'{path}' has {node.Items.Count:N0} values; at most {StudyKeys.Axis.Longest:N0} are possible"));
        var seen = new HashSet<double>();
        foreach (var item in node.Items)
        {
            if (!settings.Value(parameter, new StudyNode { Kind = StudyNodeKind.Scalar, Text = path, Line = item.Line, Column = item.Column, Override = item.Override ?? key.Override }, item, out double value)) continue;
            if (seen.Add(value)) values.Add(value);
            else problems.Add(ErrorKind.Repeated, item, path, problems.IsFull ? "" : $"the value {Words.Number(value)} stands in '{path}' twice");
        }
        return values.Count == 0 ? null : values;
    }
}
