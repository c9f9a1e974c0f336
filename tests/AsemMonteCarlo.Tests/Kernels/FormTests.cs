using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Buffering;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;
using CsCheck;

namespace AsemMonteCarlo.Tests.Kernels;

/// <summary>Functional forms: each by numbers worked out by hand, and what holds of all of them.</summary>
public sealed class FormTests
{
    private static readonly ParameterSet defaults = ParameterSet.Defaults;

    private static readonly Scalar zero = Scalar.Broadcast(0), one = Scalar.Broadcast(1);

    /// <summary>Every form but the defaults.</summary>
    public static TheoryData<string> Names => [.. AsemModel.FormTopics.SelectMany(t => t.Forms).Where(f => !f.IsDefault).Select(f => f.ToString())];

    /// <summary>The form of a name in <see cref="Names"/>.</summary>
    public static Form Named(string name) => AsemModel.FormTopics.SelectMany(t => t.Forms).Single(f => f.ToString() == name);

    [Fact]
    public void The_kernels_of_the_defaults_and_those_of_any_choice_give_the_defaults_the_same_bits()
    {
        var values = new Values<Scalar>(defaults);
        Couples one = new(100, defaults), other = new(100, defaults);
        for (int day = 0; day < 60; day++)
        {
            one.Day(day, defaults);
            one.Draws.CopyTo(other.Draws, 0);
            AsemModel.Day<Scalar, ChosenForms>(values, values, other.States, other.Last, other.Traits, other.Draws, other.Days, settling: false);
        }
        Assert.Equal(one.States.SelectMany(Couples.Bits), other.States.SelectMany(Couples.Bits));
    }

    [Theory]
    // k = 2/(10 + 2) = 1/6; a surprise of 0.3 lies below the threshold of 0.45 and only raises confidence: n + k(24 − n)
    [InlineData(0.3, 0.0, 0.0, 10 + 14 / 6.0, 0.35 / 6 * 0.3)]
    // with a trace of 0.2 the same surprise lies above it: m = k·Δ and n + k(1 − n)
    [InlineData(0.3, 0.2, 0.3 / 6, 10 - 9 / 6.0, 0.2 + 0.35 / 6 * 0.1)]
    public void Threshold_assimilates_below_it_and_accommodates_above(double surprise, double trace, double belief, double confidence, double newTrace)
    {
        var revised = Revise("learning_rule threshold", surprise, trace: trace);
        Close(belief, revised.SpecificShift);
        Close(confidence, revised.Confidence);
        Close(newTrace, revised.SurpriseTrace);
    }

    [Fact]
    public void Threshold_without_assimilation_accommodates_every_surprise() =>
        Close(0.3 / 6, Revise("learning_rule threshold", 0.3, p => p.Without(AsemModel.Moderators.Single(m => m.Id == "assimilation"))).SpecificShift);

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(-0.5)]
    public void Delta_rule_moves_by_a_fixed_share_and_leaves_confidence_alone(double surprise)
    {
        var revised = Revise("learning_rule delta_rule", surprise, p => p.With(Learning.Negativity, 0));
        Close(surprise / 6, revised.SpecificShift);
        Close(10, revised.Confidence);
    }

    [Fact]
    public void Softsign_has_slope_one_at_zero_and_hyperbolas_for_tails()
    {
        var p = new Values<Scalar>(defaults.With(Named("saturation softsign")).With(BufferedEpisode.Relief, 4));
        Scalar Evidence(double x) => Saturation.Evidence<Scalar, ChosenForms>(p, Scalar.Broadcast(x));
        Close(0.5, Evidence(1));
        Close(-0.75, Evidence(-3));
        Close(1e-4, Evidence(1e-4), 1e-7);
        // 1/(1 + 4·0.5·0.25/2)² = 1/1.25²
        Close(0.64, BufferedEpisode.Remaining<Scalar, ChosenForms>(p, Scalar.Broadcast(0.25), Scalar.Broadcast(0.5)));
        Close(1, BufferedEpisode.Remaining<Scalar, ChosenForms>(p, zero, one));
        // without assimilation a belief moves by a sixth of what evidence of 1 means
        var revised = Revise("saturation softsign", 1, q => q.With(Learning.Assimilation, 0), isLatent: true);
        Close(0.5 / 6, revised.SpecificShift);
    }

    [Theory]
    // buffering and enhancing given 0.8 and 0.4 against 0.3 and 0.2 received: 0.14·[0.8 + 0.15·0.4 − 0.3 − 0.15·0.2] = 0.0742
    [InlineData(0.8, 0.4, 0.3, 0.2, (0.5 + 0.0742) / (1 + 0.0742 + 0.07))]
    [InlineData(0.3, 0.2, 0.8, 0.4, 0.5 / 1.07)]
    public void Reciprocity_tires_by_the_surplus_alone(double buffering, double enhancing, double bufferingReceived, double enhancingReceived, double expected)
    {
        var p = new Values<Scalar>(defaults.With(Named("fatigue reciprocity")).With(Fatigue.Cost, 0.14).With(Fatigue.EnhancingCost, 0.15).With(Fatigue.Rest, 0.07));
        Close(expected, Fatigue.Next<Scalar, ChosenForms>(p, Scalar.Broadcast(0.5), Scalar.Broadcast(buffering), Scalar.Broadcast(enhancing), Scalar.Broadcast(bufferingReceived), Scalar.Broadcast(enhancingReceived)));
    }

    [Fact]
    public void Accommodated_generalisation_follows_what_the_night_accommodated()
    {
        // Δ = θ: G = ½, k = 1/6, so m = 0.45/12 and g moves by 0.001·(1/12)/ḡ of it
        var revised = Revise("generalisation accommodated", 0.45, p => p.With(Learning.Generalisation, 0.001));
        Close(0.45 / 12 * 0.001 / 12 / Learning.MeanAccommodation, revised.GeneralShift, 1e-7);
        Close(0, Revise("generalisation accommodated", 0).GeneralShift, 1e-9);
    }

    [Fact]
    public void Accommodated_generalisation_has_the_average_pace_of_the_steady_one()
    {
        var p = new Values<Scalar>(Isolated("generalisation accommodated").With(Learning.Generalisation, 0.001));
        var couples = new Couples(200, defaults);
        double sum = 0;
        int nights = 0;
        for (int day = 0; day < 365; day++)
        {
            DyadState<Scalar>[] before = [.. couples.States];
            couples.Day(day, defaults);
            for (int i = 0; day % 5 == 0 && i < before.Length; i++)
            {
                var diagnosticity = Learning.Diagnosticity(p, couples.Draws[i].A.Diagnostic);
                var negativity = p[Learning.Negativity] * couples.Days[i].A.Anxiety;
                sum += Pace(before[i].A.Worth, couples.Traits[i].A.GeneralSelf, couples.Days[i].A.Worth, couples.Draws[i].A.MeaningSelf);
                sum += Pace(before[i].A.Competence, couples.Traits[i].A.GeneralSelf, couples.Days[i].A.Competence, couples.Draws[i].A.MeaningSelf);
                sum += Pace(before[i].A.Others, couples.Traits[i].A.GeneralOthers, couples.Days[i].A.Others, couples.Draws[i].A.MeaningOthers);
                nights += 3;

                // the share of a large distance that the night closes
                double Pace(Belief<Scalar> belief, Scalar general, Evidence<Scalar> evidence, Scalar meaning)
                {
                    belief.GeneralShift = Scalar.Broadcast(-2);
                    Learning.Revise<Scalar, ChosenForms>(p, ref belief, general, evidence, diagnosticity, p[Learning.MeaningNoise] * meaning, negativity);
                    return (Couples.Number(belief.GeneralShift) + 2) / (Couples.Number(belief.SpecificShift) + 2);
                }
            }
        }
        Assert.InRange(sum / nights / 0.001, 0.9, 1.1);
    }

    [Fact]
    public void Under_weaker_commitment_the_less_committed_partner_decides()
    {
        var p = new Values<Scalar>(defaults.With(Named("dissolution weaker_commitment")));
        Scalar a = Scalar.Broadcast(0.2), b = Scalar.Broadcast(0.9);
        Close(0.2, Dissolution.Commitment<Scalar, ChosenForms>(p, a, b));
        Close(0.2, Dissolution.Commitment<Scalar, ChosenForms>(p, b, a));
        Close(0.55, Dissolution.Commitment<Scalar, DefaultForms>(p, a, b));
    }

    [Fact]
    public void Perception_reads_the_bad_as_worse_and_leaves_weights_and_the_good_alone()
    {
        const string form = "negativity_bias perception";
        // α = 0: m = Δ/6 with Δ = S(X + 0.8·S(X)), S(−0.5) = −0.5·27.25/29.25
        double felt = S(-0.5), worse = S(-0.5 + 0.8 * felt);
        Close(worse / 6, Revise(form, -0.5, NoAssimilation, isLatent: true).SpecificShift);
        Close(S(0.5) / 6, Revise(form, 0.5, NoAssimilation, isLatent: true).SpecificShift);
        Close(felt / 6, Revise(form, -0.5, p => NoAssimilation(p).With(Learning.Negativity, 0), isLatent: true).SpecificShift);

        static double S(double x) => x * (27 + x * x) / (27 + 9 * x * x);
        static ParameterSet NoAssimilation(ParameterSet p) => p.With(Learning.Assimilation, 0);
    }

    [Fact]
    public void Beliefs_stay_within_bounds_in_any_forms_at_any_parameters() =>
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Double[-1, 1], Gen.Double[-1, 1], Gen.Double[-1, 1], Gen.Double[-20, 20], Gen.Double[0, 50], Gen.Double[0, 3]).Sample((seed, general, specific, chosenGeneral, latent, weight, bias) =>
        {
            var random = new Random(seed);
            var set = AsemModel.FormTopics.Aggregate(defaults, (s, topic) => s.With(topic.Forms[random.Next(topic.Forms.Count)]));
            foreach (var parameter in Learning.Group.Parameters) set = set.With(parameter, parameter.Minimum + (random.Next(3) == 0 ? random.Next(2) : random.NextDouble()) * (parameter.Maximum - parameter.Minimum));
            var p = new Values<Scalar>(set);
            double most = set[Learning.MaximumConfidence];
            var belief = new Belief<Scalar>
            {
                SpecificShift = Scalar.Broadcast(specific - general),
                GeneralShift = Scalar.Broadcast(chosenGeneral - general),
                SurpriseTrace = Scalar.Broadcast(2 * random.NextDouble() - 1),
                Confidence = Scalar.Broadcast(1 + random.NextDouble() * (most - 1)),
            };
            var evidence = new Evidence<Scalar> { Weight = Scalar.Broadcast(weight), Sum = Scalar.Broadcast(weight * latent) };
            for (int night = 0; night < 20; night++)
            {
                Learning.Revise<Scalar, ChosenForms>(p, ref belief, Scalar.Broadcast(general), evidence, Learning.Diagnosticity(p, Scalar.Broadcast(night % 3 - 1)), Scalar.Broadcast(3 * random.NextDouble() - 1.5), Scalar.Broadcast(bias));
                Assert.InRange(general + Couples.Number(belief.SpecificShift), -1 - 1e-5, 1 + 1e-5);
                Assert.InRange(general + Couples.Number(belief.GeneralShift), -1 - 1e-5, 1 + 1e-5);
                Assert.InRange(Couples.Number(belief.SurpriseTrace), -2 - 1e-5, 2 + 1e-5);
                Assert.InRange(Couples.Number(belief.Confidence), 1 - 2e-4, most + 2e-4);
            }
        }, iter: 3000);

    // numbers of which the examples are made: no pull of the general level
    private static ParameterSet Isolated(string form) => defaults.With(Named(form)).With(Learning.PullOfGeneral, 0);

    private static Belief<Scalar> Revise(string form, double surprise, Func<ParameterSet, ParameterSet>? change = null, double trace = 0, bool isLatent = false)
    {
        var set = Isolated(form).With(Learning.Threshold, 0.45).With(Learning.MaximumConfidence, 24).With(Learning.TracePace, 0.35).With(Learning.Negativity, 0.8).With(Learning.Assimilation, 1);
        var p = new Values<Scalar>(change?.Invoke(set) ?? set);
        var belief = new Belief<Scalar> { SpecificShift = zero, GeneralShift = zero, SurpriseTrace = Scalar.Broadcast(trace), Confidence = Scalar.Broadcast(10) };
        // a surprise is made of a belief that lies that far from evidence without value
        var general = isLatent ? zero : Scalar.Broadcast(-surprise);
        var evidence = new Evidence<Scalar> { Weight = one + one, Sum = isLatent ? Scalar.Broadcast(2 * surprise) : zero };
        Learning.Revise<Scalar, ChosenForms>(p, ref belief, general, evidence, one, zero, p[Learning.Negativity]);
        return belief;
    }

    private static void Close(double expected, Scalar actual, double within = 2e-6) => Assert.Equal(expected, Couples.Number(actual), within);
}
