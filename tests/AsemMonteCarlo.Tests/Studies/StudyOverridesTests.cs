using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Processes;

namespace AsemMonteCarlo.Tests.Studies;

public sealed class StudyOverridesTests
{
    private static readonly Parameter bond = AsemModel.Pathways[0].Strength;

    [Fact]
    public void Paths_replace_values_of_the_file_and_the_last_one_wins()
    {
        var study = StudyFixture.Bind("dyads: wrong\nparameters: { stress.level: 3 }", "dyads=100", "parameters.stress.level=2", "seed=5", "seed=6", "population.similarity=0.3", "pathways.arms=[all, none]", "pathways.of=safe.bond", "store.dyads=on");
        Assert.Equal((100L, 2d, 6ul, 0.3, PathwayArms.All | PathwayArms.None, true), (study.Dyads, study.Focal[Stress.Level], study.Seed, study.Population.Similarity, study.Pathways.Arms, study.StoreDyads));
        Assert.Equal("safe.bond", Assert.Single(study.Pathways.Of).Id);
    }

    [Fact]
    public void Bare_names_mean_parameters_strengths_and_moderators()
    {
        var study = StudyFixture.Bind("seed: 1", "stress.level=2", "safe.bond=0.5", "fatigue=off", "provider.stress.level=3");
        Assert.Equal((2d, 3d, 0.5, "fatigue"), (study.Focal[Stress.Level], study.Provider[Stress.Level], study.Focal[bond], study.ModeratorsOff.Single().Id));
    }

    [Fact]
    public void A_name_of_a_parameter_and_of_a_moderator_is_told_by_its_value()
    {
        Assert.Equal("ripple.self_to_others", StudyFixture.Bind("{}", "ripple.self_to_others=off").ModeratorsOff.Single().Id);
        Assert.Equal(0.01, StudyFixture.Bind("{}", "ripple.self_to_others=0.01").Focal[Ripple.SelfToOthers]);
    }

    [Fact]
    public void A_name_of_a_moderator_and_of_a_topic_of_forms_is_told_by_its_value()
    {
        var study = StudyFixture.Bind("forms: { fatigue: depletion }", "fatigue=reciprocity", "learning_rule=threshold", "forms.saturation=softsign", "negativity_bias=off");
        Assert.Equal(["threshold", "softsign", "reciprocity", "steady", "mean_commitment", "weight"], AsemModel.FormTopics.Select(t => study.Focal[t].Name));
        Assert.Equal("negativity_bias", study.ModeratorsOff.Single().Id);
    }

    [Fact]
    public void A_strength_in_an_override_wins_over_both_its_names_in_the_file()
    {
        Assert.Equal(0.5, StudyFixture.Bind("parameters: { safe.bond.strength: 2 }", "safe.bond=0.5").Focal[bond]);
        Assert.Equal(0.5, StudyFixture.Bind("pathways: { strengths: { safe.bond: 2 } }", "safe.bond.strength=0.5").Focal[bond]);
    }

    [Fact]
    public void Entries_of_the_timeline_are_reached_by_their_place()
    {
        const string yaml = "timeline: [{ from_day: 1, set: { stress.level: 2 } }, { from_day: 2, force: conflict }]";
        Assert.Equal(7, StudyFixture.Bind(yaml, "timeline.1.from_day=7").Timeline[1].FromDay);
        Assert.Equal(4, ((ParameterChange)StudyFixture.Bind(yaml, "timeline.0.set.stress.level=4").Timeline[0]).Values.Single().Value);
        Assert.Empty(StudyFixture.Bind(yaml, "timeline=[]").Timeline);
        Assert.Equal("--set timeline.2.from_day=7: '2' is no place in the list, which has 2 entries counted from 0 [ASEM216]", Assert.Single(StudyFixture.Errors(yaml, "timeline.2.from_day=7")));
    }

    [Fact]
    public void Text_is_taken_as_it_is() => Assert.Equal("[Which]: a = b?", StudyFixture.Bind("{}", "title=[Which]: a = b?").Title);

    [Theory]
    [InlineData("dyads", "--set dyads: a setting is written key=value, such as dyads=100")]
    [InlineData("=3", "--set =3: a setting is written key=value")]
    [InlineData("dyads=x", "--set dyads=x: 'dyads' is 'x'; it must be a whole number from 1 to 1099511627776 (couples)")]
    [InlineData("dyads=", "--set dyads=: 'dyads' is empty; it must be")]
    [InlineData("stres.level=2", "--set stres.level=2: unknown key 'stres.level'; did you mean 'stress.level'?")]
    [InlineData("dyad=2", "--set dyad=2: unknown key 'dyad'; did you mean 'dyads'?")]
    [InlineData("swep.stress.level=[1,2]", "--set swep.stress.level=[1,2]: unknown key 'swep.stress.level'; did you mean 'sweep.stress.level'?")]
    [InlineData("populaton.similarity=0", "--set populaton.similarity=0: unknown key 'populaton.similarity'; did you mean 'population.similarity'?")]
    [InlineData("parameters.stres.level=2", "--set parameters.stres.level=2: unknown parameter 'stres.level'; did you mean 'stress.level'?")]
    [InlineData("population.similarty=0", "--set population.similarty=0: unknown key 'similarty' in 'population'; did you mean 'similarity'?")]
    [InlineData("stress.level=9", "--set stress.level=9: 'stress.level' is '9'; it must be a number from 0.05 to 8")]
    [InlineData("safe.bond=3", "--set safe.bond=3: 'safe.bond' is '3'; it must be a number from 0 to 2")]
    [InlineData("fatigue=maybe", "--set fatigue=maybe: 'moderators.fatigue' is 'maybe'; it must be on, off, true or false")]
    [InlineData("seed.x=1", "--set seed.x=1: 'seed' is a map; it must be a whole number")]
    [InlineData("outcomes=[a", "--set outcomes=[a: this is not valid YAML: ")]
    [InlineData("timeline=[&a {}]", "--set timeline=[&a {}]: anchors (&a) are not allowed")]
    [InlineData("provider.stress.rate=0.3", "--set provider.stress.rate=0.3: 'stress.rate' is the same for both partners")]
    [InlineData("population.file=nowhere.csv", "--set population.file=nowhere.csv: there is no file 'nowhere.csv'")]
    public void Errors_name_the_override(string text, string expected) => Assert.StartsWith(expected, StudyFixture.Errors("seed: 1", text)[0], StringComparison.Ordinal);

    [Fact]
    public void A_moderator_switched_off_by_an_override_refuses_its_parameters_in_the_file() =>
        Assert.StartsWith("study.yaml:2:3: 'fatigue.cost' cannot be set while the moderator 'fatigue' is off", Assert.Single(StudyFixture.Errors("parameters:\n  fatigue.cost: 0.3", "fatigue=off")), StringComparison.Ordinal);
}
