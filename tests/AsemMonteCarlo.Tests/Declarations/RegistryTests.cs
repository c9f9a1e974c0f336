using System.Reflection;
using System.Text.RegularExpressions;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Enhancing;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Tests.Declarations;

/// <summary>House rules of the registry from which schema, help, tables and kernels derive.</summary>
public sealed partial class RegistryTests
{
    [Fact]
    public void Every_parameter_says_what_it_is_and_has_a_default_within_its_range()
    {
        Assert.NotEmpty(AsemModel.Parameters);
        foreach (var p in AsemModel.Parameters)
        {
            Assert.Matches(DottedName(), p.Name);
            Assert.StartsWith(p.Group.Name + ".", p.Name, StringComparison.Ordinal);
            foreach (string text in new[] { p.Symbol, p.Unit, p.Help, p.Source, p.Group.Help }) Assert.False(string.IsNullOrWhiteSpace(text), p.Name);
            Assert.EndsWith(".", p.Help, StringComparison.Ordinal);
            Assert.True(p.Minimum < p.Maximum && double.IsFinite(p.Minimum) && double.IsFinite(p.Maximum), p.Name);
            Assert.InRange(p.Default, p.Minimum, p.Maximum);
            Assert.True(p.Varies.Minimum >= p.Minimum && p.Varies.Maximum <= p.Maximum && p.Varies.Minimum < p.Varies.Maximum, $"{p.Name} varies outside its range");
        }
    }

    [Fact]
    public void Names_and_places_are_unique()
    {
        Unique(AsemModel.Parameters.Select(p => p.Name));
        Unique(AsemModel.Groups.Select(g => g.Name));
        Unique(AsemModel.Pathways.Select(p => p.Id));
        Unique(AsemModel.Moderators.Select(m => m.Id));
        Unique(AsemModel.FormTopics.Select(t => t.Id));
        Unique(AsemModel.FormTopics.SelectMany(t => t.Forms).Select(f => f.Name));
        Unique(Outcomes.All.Select(o => o.Name));
        Unique(AsemModel.PartnerStates.Select(s => s.Name).Concat(AsemModel.CoupleStates.Select(s => s.Name)));
        Unique(AsemModel.Parameters.Cast<Quantity>().Concat(AsemModel.Inputs).Concat(AsemModel.DerivedQuantities).Select(q => q.Index));
    }

    [Fact]
    public void Everything_declared_in_the_model_is_reachable_from_it()
    {
        // what is declared but not listed would silently be zero for the kernels
        HashSet<object> known =
        [
            .. AsemModel.Parameters, .. AsemModel.Pathways, .. AsemModel.Inputs, .. AsemModel.DerivedQuantities, .. AsemModel.Groups, .. AsemModel.Moderators, .. AsemModel.FormTopics, .. Outcomes.All,
        ];
        var orphans = from field in StaticFields()
                      let value = Declaration(field.GetValue(null))
                      where value is Quantity or Pathway or ParameterGroup or Moderator or FormTopic or Outcome && !known.Contains(value)
                      select $"{field.DeclaringType!.Name}.{field.Name}";
        Assert.Empty(orphans);
        Assert.True(StaticFields().Count(f => f.FieldType == typeof(Declared<Parameter>)) > 100);
        // a kernel that reads a quantity through an object reads three numbers instead of one
        Assert.DoesNotContain(StaticFields(), f => f.FieldType.IsSubclassOf(typeof(Quantity)));
        Assert.Equal(known.OfType<Quantity>().Count(), AsemModel.QuantityCount);
    }

    [Fact]
    public void Every_outcome_class_is_listed_and_says_what_it_is()
    {
        var classes = typeof(Outcome).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Outcome)) && !t.IsAbstract);
        Assert.Equal(classes.Select(t => t.Name).Order(), Outcomes.All.Select(o => o.GetType().Name).Order());
        foreach (var outcome in Outcomes.All)
        {
            Assert.Matches(SnakeName(), outcome.Name);
            Assert.False(string.IsNullOrWhiteSpace(outcome.Unit) || string.IsNullOrWhiteSpace(outcome.Help), outcome.Name);
            Assert.True(outcome.Minimum < outcome.Maximum, outcome.Name);
        }
        Assert.Equal(["anxiety", "avoidance", "insecurity"], Outcomes.All.Where(o => o.IsOnScale).Select(o => o.Name));
    }

    [Fact]
    public void Declared_states_are_the_first_fields_of_the_state_in_their_order()
    {
        string[] fields = [.. Fields(typeof(PartnerState<Scalar>), "")];
        Assert.Equal(fields.Take(AsemModel.PartnerStates.Count), AsemModel.PartnerStates.Select(s => s.Name));
        Assert.Equal(["effort_given", "state_anxiety_sum", "state_avoidance_sum"], fields.Skip(AsemModel.PartnerStates.Count));
        foreach (var state in AsemModel.PartnerStates.Concat(AsemModel.CoupleStates))
        {
            Assert.True(state.Minimum < state.Maximum, state.Name);
            Assert.False(string.IsNullOrWhiteSpace(state.Symbol) || string.IsNullOrWhiteSpace(state.Unit) || string.IsNullOrWhiteSpace(state.Help), state.Name);
        }
    }

    [Fact]
    public void There_are_ten_pathways_in_the_order_of_the_theory_with_strengths_from_zero_to_two()
    {
        Assert.Equal(10, AsemModel.Pathways.Count);
        Assert.Equal(AsemModel.Pathways.Select(p => p.Side).Order(), AsemModel.Pathways.Select(p => p.Side));
        Assert.All(AsemModel.Pathways, p => Assert.Equal((0.0, 1.0, 2.0, p.Id + ".strength", ParameterRole.Partner), (p.Strength.Minimum, p.Strength.Default, p.Strength.Maximum, p.Strength.Name, p.Strength.Role)));
        Assert.All(AsemModel.Pathways, p => Assert.Equal(0, p.Forced.Initial));
        Assert.Equal(System.Runtime.CompilerServices.Unsafe.SizeOf<PathwayDoses<Scalar>>(), AsemModel.Pathways.Count * sizeof(float));
    }

    [Fact]
    public void Neutral_values_of_moderators_lie_in_the_ranges_of_their_parameters_but_for_the_hazard()
    {
        foreach (var (moderator, parameter, value) in AsemModel.Moderators.SelectMany(m => m.Neutral.Select(n => (m, n.Parameter, n.Value))))
        {
            Assert.NotEqual(parameter.Default, value);
            if (parameter == Dissolution.Hazard.Quantity) Assert.True(value < -1e4);
            else Assert.InRange(value, parameter.Minimum, parameter.Maximum);
            Assert.Equal(value, ParameterSet.Defaults.Without(moderator)[parameter]);
        }
        Unique(AsemModel.Moderators.SelectMany(m => m.Neutral).Select(n => n.Parameter));
    }

    [Fact]
    public void Every_topic_has_a_default_and_another_form_and_says_what_they_are()
    {
        foreach (var topic in AsemModel.FormTopics)
        {
            Assert.Matches(SnakeName(), topic.Id);
            Assert.False(string.IsNullOrWhiteSpace(topic.Help), topic.Id);
            Assert.True(topic.Forms.Count >= 2, topic.Id);
            Assert.Equal([topic.Default], topic.Forms.Where(f => f.IsDefault));
            foreach (var form in topic.Forms)
            {
                Assert.Matches(SnakeName(), form.Name);
                Assert.False(string.IsNullOrWhiteSpace(form.Equation) || string.IsNullOrWhiteSpace(form.Source), form.Name);
                Assert.Same(topic, form.Topic);
            }
        }
    }

    [Fact]
    public void Sets_of_parameters_have_one_form_of_each_topic_whatever_else_is_set()
    {
        var defaults = ParameterSet.Defaults;
        foreach (var form in AsemModel.FormTopics.SelectMany(t => t.Forms))
        {
            var other = form.Topic.Forms.First(f => f != form);
            var chosen = AsemModel.FormTopics.Aggregate(defaults, (set, topic) => set.With(topic.Forms[^1])).With(other).With(form);
            foreach (var set in new[] { chosen, chosen.With(Stress.Level, 2), chosen.Without(AsemModel.Moderators[0]), chosen.WithStrengths(_ => 0), chosen.With(OthersSupport.Perceived, 0) })
                Assert.Equal(AsemModel.FormTopics.Select(topic => topic == form.Topic ? form : topic.Forms[^1]), AsemModel.FormTopics.Select(topic => set[topic]));
            Assert.Equal(form.IsDefault, defaults.With(form).Equals(defaults));
            Assert.Equal(form.IsDefault, !new Values<Scalar>(defaults.With(form)).HasAlternatives);
            Assert.Equal(defaults, defaults.With(form).With(form.Topic.Default));
        }
    }

    [Fact]
    public void Sets_of_parameters_change_one_value_and_leave_the_rest()
    {
        foreach (var p in AsemModel.Parameters)
        {
            var changed = ParameterSet.Defaults.With(p, p.Maximum == p.Default ? p.Minimum : p.Maximum);
            Assert.Equal([p], AsemModel.Parameters.Where(q => changed[q] != ParameterSet.Defaults[q]));
            Assert.NotEqual(ParameterSet.Defaults, changed);
            Assert.Equal(ParameterSet.Defaults, changed.With(p, p.Default));
        }
    }

    private static IEnumerable<FieldInfo> StaticFields() => typeof(AsemModel).Assembly.GetTypes()
        .Where(t => !t.IsGenericType).SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic));

    private static object? Declaration(object? value) => value switch
    {
        Declared<Parameter> parameter => parameter.Quantity,
        Declared<Derived> derived => derived.Quantity,
        Declared<Input> input => input.Quantity,
        _ => value,
    };

    private static IEnumerable<string> Fields(Type type, string prefix) => type.GetFields(BindingFlags.Instance | BindingFlags.Public).OrderBy(f => f.MetadataToken)
        .SelectMany(f => f.FieldType == typeof(Scalar) ? [prefix + Snake(f.Name)] : Fields(f.FieldType, prefix + Snake(f.Name) + "_"));

    private static string Snake(string name) => WordStart().Replace(name, "_").ToLowerInvariant();

    private static void Unique<T>(IEnumerable<T> items) => Assert.Empty(items.GroupBy(i => i).Where(g => g.Count() > 1).Select(g => g.Key));

    [GeneratedRegex("^[a-z_]+(\\.[a-z_]+)+$")]
    private static partial Regex DottedName();

    [GeneratedRegex("^[a-z_]+$")]
    private static partial Regex SnakeName();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}
