using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Buffering;
using AsemMonteCarlo.Model.Enhancing;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Tests.Kernels;

/// <summary>Properties that hold whatever the equations are.</summary>
public sealed class DayTests
{
    private static readonly ParameterSet defaults = ParameterSet.Defaults;

    public static TheoryData<string> Forms => FormTests.Names;

    [Theory]
    [InlineData("")]
    [MemberData(nameof(Forms))]
    public void Partners_are_treated_alike(string form)
    {
        var lived = form.Length == 0 ? defaults : defaults.With(FormTests.Named(form));
        var couples = new Couples(200, lived);
        var swapped = new Couples(200, lived);
        for (int i = 0; i < 200; i++)
        {
            (swapped.Traits[i].A, swapped.Traits[i].B) = (swapped.Traits[i].B, swapped.Traits[i].A);
            (swapped.States[i].A, swapped.States[i].B) = (swapped.States[i].B, swapped.States[i].A);
        }
        for (int day = 0; day < 60; day++)
        {
            couples.Day(day, lived);
            swapped.Day(day, lived, change: draws =>
            {
                foreach (ref var d in draws.AsSpan()) (d.A, d.B) = (d.B, d.A);
            });
        }
        for (int i = 0; i < 200; i++)
        {
            var state = swapped.States[i];
            (state.A, state.B) = (state.B, state.A);
            Assert.Equal(Couples.Bits(couples.States[i]), Couples.Bits(state));
        }
    }

    [Fact]
    public void Partners_with_parameters_of_their_own_are_treated_alike()
    {
        var skilled = defaults.With(SafeBond.Pathway.Strength, 0.3).With(Stress.Level, 2).With(OthersSupport.Pathway.Strength, 1.7);
        var couples = new Couples(100, defaults);
        var swapped = new Couples(100, defaults);
        for (int i = 0; i < 100; i++)
        {
            (swapped.Traits[i].A, swapped.Traits[i].B) = (swapped.Traits[i].B, swapped.Traits[i].A);
            (swapped.States[i].A, swapped.States[i].B) = (swapped.States[i].B, swapped.States[i].A);
        }
        for (int day = 0; day < 20; day++)
        {
            couples.Day(day, defaults, skilled);
            swapped.Day(day, skilled, defaults, draws =>
            {
                foreach (ref var d in draws.AsSpan()) (d.A, d.B) = (d.B, d.A);
            });
        }
        for (int i = 0; i < 100; i++)
        {
            var state = swapped.States[i];
            (state.A, state.B) = (state.B, state.A);
            Assert.Equal(Couples.Bits(couples.States[i]), Couples.Bits(state));
        }
    }

    [Fact]
    public void No_parameter_outside_stress_moves_the_stress_that_draws_make()
    {
        uint[] expected = Stresses(defaults);
        foreach (var p in AsemModel.Parameters.Where(p => p.Group != Stress.Group && p.Group.Name != "population"))
            foreach (double value in new[] { p.Minimum, p.Maximum })
                Assert.True(expected.SequenceEqual(Stresses(defaults.With(p, value))), $"{p.Name} = {value} moves a draw");
        Assert.NotEqual(expected, Stresses(defaults.With(Stress.Persistence, 0.5)));

        static uint[] Stresses(ParameterSet lived) =>
            [.. Couples.After(4, 16, defaults, lived).States.SelectMany(s => Couples.Bits(s.A.ChronicStress).Concat(Couples.Bits(s.B.ChronicStress)))];
    }

    public static TheoryData<string> Rates => ["situations.conflict", "situations.request", "situations.sharing", "situations.challenge", "situations.joint_activity", "situations.support", "stress.rate"];

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_raised_rate_only_adds_events(string name)
    {
        var rate = AsemModel.Parameters.Single(p => p.Name == name);
        var before = new HashSet<(int, int)>();
        foreach (double share in new[] { 0, 0.25, 0.5, 0.75, 1 })
        {
            var events = Events(defaults.With(rate, rate.Minimum + share * (rate.Maximum - rate.Minimum)));
            Assert.True(before.IsSubsetOf(events), $"an event vanished at {share}");
            if (share > 0) Assert.True(events.Count > before.Count, $"no event was added at {share}");
            before = events;
        }

        // one day from the same state: what happens later may feed back
        HashSet<(int, int)> Events(ParameterSet lived)
        {
            var days = new Couples(1000, defaults).Day(0, lived).Days;
            var events = new HashSet<(int, int)>();
            for (int i = 0; i < days.Length; i++)
            {
                Scalar[] kinds = name switch
                {
                    "situations.conflict" => [days[i].Conflict],
                    "situations.joint_activity" => [days[i].JointActivity],
                    "situations.request" => [days[i].A.Asked, days[i].B.Asked],
                    "situations.sharing" => [days[i].A.Doses[4], days[i].B.Doses[4]],
                    "situations.challenge" => [days[i].A.Doses[5], days[i].B.Doses[5]],
                    "situations.support" => [days[i].A.Doses[8], days[i].B.Doses[8]],
                    _ => [days[i].A.Stressor, days[i].B.Stressor],
                };
                for (int kind = 0; kind < kinds.Length; kind++)
                    if (Couples.Number(kinds[kind]) > 0) events.Add((i, kind));
            }
            return events;
        }
    }

    [Fact]
    public void A_pathway_of_strength_zero_gives_no_dose_and_the_others_give_some()
    {
        foreach (var pathway in AsemModel.Pathways)
        {
            int place = AsemModel.Pathways.ToList().IndexOf(pathway);
            var couples = new Couples(200, defaults);
            double[] sums = new double[AsemModel.Pathways.Count];
            for (int day = 0; day < 40; day++)
            {
                couples.Day(day, defaults.With(pathway.Strength, 0));
                foreach (var d in couples.Days)
                    for (int i = 0; i < sums.Length; i++) sums[i] += Couples.Number(d.A.Doses[i]) + Couples.Number(d.B.Doses[i]);
            }
            Assert.Equal(0, sums[place]);
            Assert.All(sums.Where((_, i) => i != place), sum => Assert.True(sum > 0));
        }
    }

    [Fact]
    public void What_has_ended_stays_as_it_was_on_the_last_day()
    {
        var fragile = defaults.With(Dissolution.Hazard, Dissolution.Hazard.Quantity.Maximum).With(Dissolution.CommitmentProtects, 0);
        var couples = new Couples(200, fragile);
        var ends = new Dictionary<int, uint[]>();
        for (int day = 0; day < 40; day++)
        {
            couples.Day(day, fragile);
            for (int i = 0; i < 200; i++)
            {
                if (Couples.Number(couples.States[i].Intact) > 0) continue;
                if (ends.TryGetValue(i, out uint[]? then)) Assert.Equal(then, Couples.Bits(couples.Last[i]));
                else ends[i] = Couples.Bits(couples.Last[i]);
                Assert.Equal(0, Couples.Number(couples.Last[i].Intact));
                Assert.InRange(Couples.Number(couples.Last[i].DaysTogether), 1, day + 1);
            }
        }
        Assert.InRange(ends.Count, 50, 199);
    }
}
