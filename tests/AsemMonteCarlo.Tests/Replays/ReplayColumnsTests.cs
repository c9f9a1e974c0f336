using System.Reflection;
using System.Runtime.CompilerServices;
using AsemMonteCarlo.Engine.Replays;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;
using StateLanes = AsemMonteCarlo.Model.Kernels.Lanes;

namespace AsemMonteCarlo.Tests.Replays;

public sealed class ReplayColumnsTests
{
    [Fact]
    public void Every_field_of_states_draws_and_what_passes_between_kernels_is_a_column()
    {
        // every field has a number of its own, which some column of one of the partners must show
        double next = 1;
        var (numbers, names) = (new List<double>(), new List<string>());
        DyadState<Scalar> state = default;
        DayDraws<Scalar> draws = default;
        DyadDay<Scalar> passed = default;
        Fill(ref state);
        Fill(ref draws);
        Fill(ref passed);
        var values = new Values<Scalar>(ParameterSet.Defaults);
        var day = new ReplayDay<Scalar>(1, new PointValues<Scalar>(values, values), state, default, draws, passed, 4);
        var shown = ReplayColumns.All.SelectMany(c => new[] { c.ValueOf(day.Of(0)), c.ValueOf(day.Of(1)) }).ToHashSet();
        Assert.Equal(names.Where((_, i) => shown.Contains(numbers[i])), names);
        Assert.True(names.Count > 150, $"{names.Count} fields were found");

        void Fill<T>(ref T to)
            where T : struct
        {
            string[] fields = [.. Fields(typeof(T), typeof(T).Name)];
            var lanes = StateLanes.Of<T, Scalar>(ref to);
            Assert.Equal(lanes.Length, fields.Length);
            for (int i = 0; i < lanes.Length; i++)
            {
                lanes[i] = Scalar.Broadcast(next);
                names.Add(fields[i]);
                numbers.Add(next++);
            }
        }
    }

    [Fact]
    public void States_stand_in_the_order_of_their_fields()
    {
        var state = default(DyadState<Scalar>);
        var person = StateLanes.Of<PartnerState<Scalar>, Scalar>(ref state.B);
        for (int i = 0; i < person.Length; i++) person[i] = Scalar.Broadcast(i + 1);
        state.Tension = Scalar.Broadcast(0.25);
        state.Intact = Scalar.Broadcast(1);
        var values = new Values<Scalar>(ParameterSet.Defaults);
        var of = new ReplayDay<Scalar>(1, new PointValues<Scalar>(values, values), state, default, default, default, 4).Of(1);
        string[] fields = [.. Fields(typeof(PartnerState<Scalar>), "").Select(name => string.Concat(name.Select(c => char.IsUpper(c) ? "_" + char.ToLowerInvariant(c) : c == '.' ? "" : c.ToString())).TrimStart('_'))];
        Assert.Equal(fields.Select((_, i) => (double?)(i + 1)), fields.Select(name => Column("state." + name).ValueOf(of)));
        Assert.Equal((0.25, 1.0), (Column("state.tension").ValueOf(of), Column("state.intact").ValueOf(of)));
    }

    [Fact]
    public void Every_column_says_what_it_is()
    {
        Assert.All(ReplayColumns.Schema(isDouble: false).Columns, c => Assert.True(c.Unit.Length > 0 && c.Meaning.EndsWith('.'), c.Name));
        Assert.Equal(ReplayColumns.All.Select(c => c.Name), ReplayColumns.Schema(isDouble: false).Columns.Skip(3).Select(c => c.Name));
    }

    [Fact]
    public void Missing_values_are_those_of_days_apart_and_of_no_evidence()
    {
        var values = new Values<Scalar>(ParameterSet.Defaults);
        var apart = new ReplayDay<Scalar>(1, new PointValues<Scalar>(values, values), default, default, default, default, 4).Of(0);
        Assert.Null(Column("situation.conflict").ValueOf(apart));
        Assert.Equal(0, Column("situation.together").ValueOf(apart));
        Assert.Equal(0, Column("draw.conflict").ValueOf(apart));
        Assert.NotNull(Column("outcome.anxiety").ValueOf(apart));
        var together = new ReplayDay<Scalar>(1, new PointValues<Scalar>(values, values), default, default, default, new DyadDay<Scalar> { Together = Scalar.Broadcast(1) }, 4).Of(0);
        Assert.Null(Column("meaning.worth_latent").ValueOf(together));
        Assert.Equal(0, Column("meaning.worth_weight").ValueOf(together));
    }

    private static ReplayColumn Column(string name) => ReplayColumns.All.Single(c => c.Name == name);

    // names of the lanes of a struct in their order
    private static IEnumerable<string> Fields(Type type, string path)
    {
        if (type == typeof(Scalar)) return [path];
        if (type.GetCustomAttribute<InlineArrayAttribute>() is { } array) return Enumerable.Range(0, array.Length).Select(i => $"{path}[{i}]");
        return type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(f => f.MetadataToken).SelectMany(f => Fields(f.FieldType, $"{path}.{f.Name}"));
    }
}
