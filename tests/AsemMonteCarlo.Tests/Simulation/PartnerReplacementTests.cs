using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Tests.Kernels;

namespace AsemMonteCarlo.Tests.Simulation;

public sealed class PartnerReplacementTests
{
    private static readonly ParameterSet defaults = ParameterSet.Defaults;

    [Fact]
    public void The_focal_person_keeps_general_beliefs_and_the_specific_ones_start_from_them()
    {
        var couples = Couples.After(50, 20, defaults);
        var newcomers = new Couples(20, defaults, seed: 2);
        var values = new Values<Scalar>(defaults);
        for (int i = 0; i < 20; i++)
        {
            var before = couples.States[i];
            var after = before;
            Initialisation.ReplacePartner(values, newcomers.States[i], ref after);
            foreach (var (old, now) in new[] { (before.A.Worth, after.A.Worth), (before.A.Competence, after.A.Competence), (before.A.Others, after.A.Others) })
            {
                Assert.Equal(Couples.Bits(old.GeneralShift), Couples.Bits(now.GeneralShift));
                Assert.Equal(Couples.Bits(old.GeneralShift), Couples.Bits(now.SpecificShift));
                Assert.Equal(defaults[Learning.InitialConfidence], Couples.Number(now.Confidence));
                Assert.Equal(0, Couples.Number(now.SurpriseTrace));
            }
            Assert.Equal(Couples.Bits(before.A.ChronicStress), Couples.Bits(after.A.ChronicStress));
            Assert.Equal(Couples.Bits(before.A.EffortGiven), Couples.Bits(after.A.EffortGiven));
            // what the focal person's providers gave goes on being counted
            var newcomer = newcomers.States[i].B;
            newcomer.EffortGiven = before.B.EffortGiven;
            Assert.Equal(Couples.Bits(newcomer), Couples.Bits(after.B));
            Assert.Equal(1, Couples.Number(after.Intact));
        }
    }

    [Fact]
    public void What_happens_before_the_replacement_does_not_change_and_what_follows_does()
    {
        var study = SmallStudy.Create();
        var replaced = study with { Timeline = [new PartnerReplacement { FromDay = 24 }] };
        var conflicts = Outcomes.All.Single(o => o.Name == "conflict_days");
        float[] plain = SmallStudy.Outcome(SmallStudy.Run(study), study, 3, conflicts), other = SmallStudy.Outcome(SmallStudy.Run(replaced), study, 3, conflicts);
        // one day with another partner changes the share of conflict by one day of 25 at most while a bond lasts
        float[] intact = SmallStudy.Outcome(SmallStudy.Run(study), study, 3, Outcomes.Intact);
        for (int i = 0; i < plain.Length; i++)
            if (intact[i] > 0) Assert.InRange(Math.Abs(plain[i] - other[i]), 0, 1f / 24);
        Assert.NotEqual(SmallStudy.Outcome(SmallStudy.Run(study), study, 3, Outcomes.Satisfaction), SmallStudy.Outcome(SmallStudy.Run(replaced), study, 3, Outcomes.Satisfaction));
    }

    [Fact]
    public void Nothing_is_learned_between_the_end_of_a_bond_and_the_next_partner()
    {
        // many bonds end on the first days; whether the next partner comes on day 5 or on day 20 must not matter to what was learned
        var fast = defaults.With(Dissolution.Hazard, -3).With(Dissolution.CommitmentProtects, 0).With(Learning.Generalisation, Learning.Generalisation.Quantity.Maximum);
        var study = SmallStudy.Create() with { Focal = fast, Provider = fast, SettleDays = 0, Pathways = new PathwayDesign { Arms = PathwayArms.All } };
        float[] intact = SmallStudy.Outcome(SmallStudy.Run(study with { HorizonDays = 5 }), study, 0, Outcomes.Intact);
        Outcome[] models = [.. Outcomes.All.Where(o => o.Name is "model_of_self" or "model_of_others")];
        var (soon, late) = (At(5), At(20));
        int compared = 0;
        for (int i = 0; i < 200; i++)
        {
            if (intact[i] > 0) continue;
            compared++;
            for (int m = 0; m < 2; m++) Assert.Equal(soon[m][i], late[m][i], 2e-3);
        }
        Assert.InRange(compared, 6, 199);

        float[][] At(int day)
        {
            // so that the one day with the newcomer teaches next to nothing
            var still = AsemModel.Parameters.Where(p => p.Unit == "evidence" && p.Name.EndsWith("weight", StringComparison.Ordinal)).Select(p => (p, p.Minimum)).Append((Learning.MundaneWeight, 1));
            var replaced = study with { HorizonDays = day + 1, Timeline = [new PartnerReplacement { FromDay = day }, new ParameterChange { FromDay = day, Values = [.. still] }] };
            var all = SmallStudy.Run(replaced);
            return [.. models.Select(model => SmallStudy.Outcome(all, replaced, 0, model))];
        }
    }
}
