using System.Globalization;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Model.Processes;
using CsCheck;

namespace AsemMonteCarlo.Tests.Studies;

public sealed class StudyFileTests
{
    private const string Full = """
        name: full
        title: "Everything: set"
        seed: 18446744073709551615
        replicate: 65534
        luck: independent
        horizon_days: 300
        settle_days: 0
        dyads: 1099511627776
        population:
          similarity: -0.2
          profile_cut: 3.5
          minimum_profile_share: 0.1
        parameters:
          stress.level: 1.5
          population.anxiety_mean: 3.1
        provider:
          population.skill_level: 1
          stress.level: 0.5
        moderators:
          fatigue: off
          mismatch: true
        forms:
          learning_rule: delta_rule
          dissolution: weaker_commitment
        pathways:
          arms: [each_alone, none]
          of: [self.validation, safe.bond]
          role: provider
          strengths: { safe.bond: 1.5 }
        timeline:
          - from_day: 100
            whose: provider
            set: { stress.level: 2, safe.bond: 0 }
          - from_day: 60
            force: conflict
            every: 7
            rate: 0.5
            size: 2
          - { from_day: 61, force: request, occurs: off, whose: focal }
          - { from_day: 62, force: others.support, to_day: 90, dose: 2, perceived: off }
          - { from_day: 200, replace_partner: true }
        outcomes: [intact, anxiety]
        store: { dyads: on }
        views: { dissolution_off: on }
        interval_level: 0.9
        """;

    private static readonly string[] overridden = ["", "timeline", "pathways.arms", "parameters.stress.level", "timeline.0.set", "seed", "fatigue", "safe.bond"];

    [Fact]
    public void Keys_left_out_have_their_defaults()
    {
        var study = StudyFixture.Bind("{}");
        Assert.Equal(("study", "", 1ul, (ushort)0, true, 365, 120, 4096L, 0.95), (study.Name, study.Title, study.Seed, study.Replicate, study.CommonLuck, study.HorizonDays, study.SettleDays, study.Dyads, study.Level));
        Assert.Equal(ParameterSet.Defaults, study.Focal);
        Assert.Equal(ParameterSet.Defaults, study.Provider);
        Assert.Equal((PathwayArms.AllCoalitions, false, false), (study.Pathways.Arms, study.StoreDyads, study.DissolutionOffView));
        Assert.Equal(AsemModel.Pathways, study.Pathways.Of);
        Assert.Equal(Outcomes.All, study.Outcomes);
        Assert.Empty(study.Timeline);
        Assert.Empty(study.ModeratorsOff);
        Assert.Equal((null, 0.15, 4, 0), (study.Population.File, study.Population.Similarity, study.Population.ProfileCut, study.Population.MinimumProfileShare));
    }

    [Fact]
    public void Sections_with_every_entry_commented_out_are_empty()
    {
        var study = StudyFixture.Bind("parameters:\n  # stress.level: 2\nprovider:\nmoderators:\nforms:\npathways:\npopulation:\nviews:\nstore:\ntimeline:\n");
        Assert.Equal(ParameterSet.Defaults, study.Focal);
    }

    [Fact]
    public void Every_key_is_read()
    {
        var study = StudyFixture.Bind(Full);
        Assert.Equal(("full", "Everything: set", ulong.MaxValue, (ushort)(ushort.MaxValue - 1), false, 300, 0, 1L << 40, 0.9), (study.Name, study.Title, study.Seed, study.Replicate, study.CommonLuck, study.HorizonDays, study.SettleDays, study.Dyads, study.Level));
        Assert.Equal((-0.2, 3.5, 0.1), (study.Population.Similarity, study.Population.ProfileCut, study.Population.MinimumProfileShare));
        Assert.Equal((1.5, 0.5), (study.Focal[Stress.Level], study.Provider[Stress.Level]));
        Assert.Equal((0d, 1d), (study.Focal[PopulationParameters.SkillLevel], study.Provider[PopulationParameters.SkillLevel]));
        Assert.Equal((3.1, 3.1), (study.Focal[PopulationParameters.AnxietyMean], study.Provider[PopulationParameters.AnxietyMean]));
        Assert.Equal("fatigue", Assert.Single(study.ModeratorsOff).Id);
        Assert.Equal((0d, 0d), (study.Focal[Fatigue.Cost], study.Provider[Fatigue.Detection]));
        Assert.Equal(["learning_rule delta_rule", "saturation rational", "fatigue depletion", "generalisation steady", "dissolution weaker_commitment", "negativity_bias weight"], AsemModel.FormTopics.Select(t => study.Focal[t].ToString()));
        Assert.Equal(AsemModel.FormTopics.Select(t => study.Focal[t]), AsemModel.FormTopics.Select(t => study.Provider[t]));
        Assert.Equal(PathwayArms.EachAlone | PathwayArms.None, study.Pathways.Arms);
        Assert.Equal(["safe.bond", "self.validation"], study.Pathways.Of.Select(p => p.Id));
        Assert.Equal(1.5, study.Provider[AsemModel.Pathways[0].Strength]);
        Assert.Equal(["anxiety", "intact"], study.Outcomes.Select(o => o.Name));
        Assert.True(study.Pathways.ProviderOnly && study.StoreDyads && study.DissolutionOffView);

        var change = Assert.IsType<ParameterChange>(study.Timeline[0]);
        Assert.Equal((100, TimelineRole.Provider), (change.FromDay, change.Whose));
        Assert.Equal([(Stress.Level, 2), (AsemModel.Pathways[0].Strength, 0)], change.Values);
        var conflict = Assert.IsType<ForcedSituation>(study.Timeline[1]);
        Assert.Equal((Situation.Conflict, 2d, true, new Schedule { ToDay = null, Every = 7, Rate = 0.5 }), (conflict.Situation, conflict.Size, conflict.Occurs, conflict.Schedule));
        var request = Assert.IsType<ForcedSituation>(study.Timeline[2]);
        Assert.Equal((Situation.Request, null, false, TimelineRole.Focal, new Schedule { ToDay = 61 }), (request.Situation, request.Size, request.Occurs, request.Whose, request.Schedule));
        var support = Assert.IsType<ForcedAct>(study.Timeline[3]);
        Assert.Equal(("others.support", 2d, false, 90), (support.Pathway.Id, support.Dose, support.Perceived, support.Schedule.ToDay));
        Assert.Equal(200, Assert.IsType<PartnerReplacement>(study.Timeline[4]).FromDay);
    }

    [Fact]
    public void Every_situation_has_a_word_that_is_its_name_in_snake_case()
    {
        Assert.Equal(Enum.GetValues<Situation>().Order(), StudyKeys.Situations.Select(s => s.Value).Order());
        Assert.All(StudyKeys.Situations, s => Assert.Equal(s.Value.ToString(), string.Concat(s.Word.Split('_').Select(w => char.ToUpperInvariant(w[0]) + w[1..]))));
    }

    [Theory]
    [InlineData("quick.yaml", 96, 0.13, false)]
    [InlineData("pathways.yaml", 4352, 0.15, true)]
    public void Shipped_studies_are_read_and_written_and_read_again(string file, long dyads, double share, bool view)
    {
        var study = StudyFile.Load(StudyFixture.Config(file), []);
        Assert.Equal((dyads, share, view, 20260101ul, 365), (study.Dyads, study.Population.MinimumProfileShare, study.DissolutionOffView, study.Seed, study.HorizonDays));
        Assert.Equal((PathwayArms.AllCoalitions, Path.GetFileNameWithoutExtension(file)), (study.Pathways.Arms, study.Name));
        Assert.Equal(ParameterSet.Defaults, study.Focal);
        string resolved = StudyText.Resolved(study).ToJsonString();
        Assert.Equal(resolved, StudyText.Resolved(StudyFixture.Bind(resolved)).ToJsonString());
    }

    [Fact]
    public void The_study_of_a_real_sample_asks_for_its_file_and_takes_it_from_an_override()
    {
        using var folder = new TemporaryFolder();
        string config = StudyFixture.Config("real-sample.yaml"), scores = folder.Write("scores.csv", "anxiety,avoidance\n2,3\n4,5\n6,6\n1,1\n");
        var error = Assert.Single(Assert.Throws<StudyException>(() => StudyFile.Load(config, [])).Errors);
        Assert.EndsWith("with --set population.file=scores.csv", error.Message, StringComparison.Ordinal);
        var study = StudyFile.Load(config, [$"population.file={scores}"]);
        Assert.Equal([2, 4, 6, 1], study.Population.Values[0]);
        Assert.Equal("scores.csv", (string?)StudyText.Resolved(study)["population"]!["file"]);
        Assert.DoesNotContain(folder.Path, StudyText.Resolved(study).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_resolved_study_gives_the_same_study_and_knows_its_population_by_hash()
    {
        using var folder = new TemporaryFolder();
        folder.Write("scores.csv", "anxiety,avoidance\n2,3\n4,5\n6,6\n1,1\n");
        var study = StudyFile.Bind(Full, "x", folder.Path, ["dyads=100", "population.file=" + Path.Combine(folder.Path, "scores.csv")]);
        string resolved = StudyText.Resolved(study).ToJsonString();
        var again = StudyFile.Bind(resolved, "y", folder.Path, []);
        Assert.Equal(resolved, StudyText.Resolved(again).ToJsonString());
        Assert.Equal((study.Focal, study.Provider), (again.Focal, again.Provider));
        folder.Write("scores.csv", "anxiety,avoidance\n2,3\n4,5\n6,6\n1,2\n");
        var error = Assert.Single(Assert.Throws<StudyException>(() => StudyFile.Bind(resolved, "y", folder.Path, [])).Errors);
        Assert.Contains("is not the file that the study names", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolved_studies_hold_every_parameter_that_no_moderator_holds()
    {
        var names = StudyText.Resolved(StudyFixture.Bind("{}"))["parameters"]!.AsObject().Select(p => p.Key);
        Assert.Equal(AsemModel.Parameters.Select(p => p.Name), names);
    }

    [Fact]
    public void The_registry_has_a_hash_of_64_hex_digits_that_is_stable_within_a_process()
    {
        Assert.Matches("^[0-9a-f]{64}$", StudyText.RegistryHash());
        Assert.Equal(StudyText.RegistryHash(), StudyText.RegistryHash());
    }

    [Fact]
    public void Every_parameter_can_be_set_to_the_ends_of_its_range()
    {
        foreach (var end in (Func<Parameter, double>[])[p => p.Minimum, p => p.Maximum])
        {
            // the distributions over couples have rules of their own between them
            var parameters = AsemModel.Parameters.Where(p => p.Group != PopulationParameters.Group).ToList();
            var study = StudyFixture.Bind("{}", [.. parameters.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name}={end(p):R}"))]);
            Assert.All(parameters, p => Assert.Equal(end(p), study.Focal[p]));
        }
    }

    [Fact]
    public void Mutated_studies_never_fail_otherwise_than_with_a_study_exception()
    {
        const string letters = "\n\t :-[]{},&*!|>'\"%@`#~?.=0123456789aexz_\\\u0085\u2028\uFEFF\0é";
        var edit = Gen.Select(Gen.Int[0, Full.Length], Gen.Int[0, 30], Gen.Char[letters].Array[0, 6]);
        Gen.Select(edit.Array[1, 4], Gen.Char[letters].Array[0, 12], Gen.Int[0, overridden.Length - 1].Select(i => overridden[i])).Sample((edits, tail, key) =>
        {
            string yaml = Full;
            foreach (var (at, length, insert) in edits)
            {
                int start = Math.Min(at, yaml.Length);
                yaml = yaml.Remove(start, Math.Min(length, yaml.Length - start)).Insert(start, new string(insert));
            }
            try
            {
                StudyFixture.Bind(yaml, key + "=" + new string(tail));
            }
            catch (StudyException wrong)
            {
                Assert.All(wrong.Errors, e => Assert.DoesNotContain('\n', e.ToString()));
            }
        }, iter: 1500);
    }
}
