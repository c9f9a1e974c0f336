using System.Globalization;
using AsemMonteCarlo.Engine.Replays;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Buffering;
using AsemMonteCarlo.Model.Enhancing;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Tests.Kernels;
using AsemMonteCarlo.Tests.Simulation;
using AsemMonteCarlo.Tests.Studies;

namespace AsemMonteCarlo.Tests.Replays;

/// <summary>A replay is the run: it ends on the stored bits, in every kind of study.</summary>
public sealed class ReplayTests : IDisposable
{
    // bonds end often, so that days apart are among what is compared
    private const string Small = """
        name: replayed
        seed: 11
        horizon_days: 30
        settle_days: 6
        dyads: 40
        store: {dyads: on}

        """;

    private const string Fragile = "parameters: {dissolution.hazard: -3, dissolution.commitment_protects: 3}\n";

    private const string Two = "pathways: {of: [safe.bond, others.support]}\n";

    internal static readonly Dictionary<string, string> Texts = new()
    {
        ["timeline"] = Small + Fragile + Two + """
            readings: [7, 19]
            timeline:
              - {from_day: 4, set: {stress.level: 2, safe.bond: 0.5}}
              - {from_day: 5, force: conflict, every: 3, rate: 0.5, size: 1.5}
              - {from_day: 6, force: stressor, whose: focal}
              - {from_day: 8, force: others.support, whose: focal, dose: 2, perceived: off, every: 2, rate: 0.4}
              - {from_day: 20, set: {stress.level: 0.5, orientation.slope: 4}}   # read by outcomes of bonds that last, not of those that ended
            """,
        ["provider"] = Small + Fragile + "provider: {stress.level: 1.5, safe.bond.strength: 1.4}\npathways: {of: [safe.bond, self.efficacy], role: provider}\n",
        ["replacement"] = Small + Fragile + Two + "timeline:\n  - {from_day: 9, set: {stress.level: 2}}\n  - {from_day: 15, replace_partner: true}\n  - {from_day: 22, set: {stress.level: 1}}\n",
        ["sweep"] = Small + Fragile + "pathways: {of: [safe.bond], arms: [all, none]}\nsweep: {stress.level: [0.5, 2], population.anxiety_mean: [2.5, 3.5], safe.bond.strength: [1, 2]}\n",
        ["independent luck"] = Small + Fragile + "luck: independent\n" + Two + "sweep: {stress.level: [0.5, 2]}\n",
        ["own outcomes"] = Small + Fragile + Two + """
            readings: [10, 20]
            outcomes: [insecurity, satisfaction]
            reference: {arm: none}
            own_outcomes:
              less_secure_than_alone: {of: insecurity, from_reference: on, at_least: 0}
              relief: {of: anxiety, from_reference: on}
              gained: {of: avoidance, change: on}
              secure_days: {of: insecurity, below: 3, window: [12, 25]}
            """,
        ["doses and withdrawal"] = Small + Fragile + "pathways: {of: [safe.bond, others.support], doses: [0.5, 2], withdrawn_from: 12}\nviews: {dissolution_off: on}\n",
        ["thinned"] = Small + Fragile + Two + "population: {minimum_profile_share: 0.2}\n",
        ["persons of a file"] = Small + Fragile + Two + "population: {file: FILE, similarity: 0.4}\n",
        ["couples of a file"] = Small + Fragile + Two + "population: {file: FILE, rows: couples, columns: {anxiety: anxiety, avoidance: avoidance, partner_anxiety: anxiety_b, partner_avoidance: avoidance_b, satisfaction: happy, safe_skill: skill}}\n",
    };

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Studies => [.. Texts.Keys];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Studies))]
    public async Task Every_stored_row_of_some_couples_is_reproduced_bit_for_bit(string name) => await ReproducesAsync(name, null);

    [Theory]
    [MemberData(nameof(Studies))]
    public async Task Rows_stored_in_double_precision_are_reproduced_as_they_were_rounded(string name) => await ReproducesAsync(name, Precise.Name);

    private async Task ReproducesAsync(string name, string? lanes)
    {
        var (opened, output) = await RunAsync(Texts[name], lanes: lanes);
        int points = new Design(opened.Study).PointCount, ended = 0;
        for (int point = 0; point < points; point++)
            for (int dyad = point % 3; dyad < opened.Study.Dyads; dyad += 13)
            {
                var replay = opened.Run(point, dyad, [], TestContext.Current.CancellationToken);
                Assert.Equal(lanes == Precise.Name, replay.IsDouble);
                Assert.True(await opened.CompareAsync(replay, TestContext.Current.CancellationToken), output);
                ended += replay.AsRun.Days.Count(d => d.Ended);
            }
        Assert.True(ended > 0, "no bond ended");
    }

    [Fact]
    public async Task Each_part_of_a_study_replays_the_couples_that_it_holds_and_no_others()
    {
        for (int part = 1; part <= 2; part++)
        {
            var (opened, _) = await RunAsync(Texts["timeline"], new Shard(part, 2));
            int[] held = [.. Enumerable.Range(0, 40).Where(dyad => dyad < 16 == (part == 1))];
            foreach (int dyad in new[] { held[0], held[^1] }) Assert.True(await opened.CompareAsync(opened.Run(3, dyad, [], TestContext.Current.CancellationToken), TestContext.Current.CancellationToken));
            int other = part == 1 ? 16 : 15;
            var problem = Assert.Throws<ReplayException>(() => opened.Run(3, other, [], TestContext.Current.CancellationToken));
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"--dyad {other}: part {part}/2 holds the couples {held[0]} to {held[^1]}"), problem.Message);
        }
    }

    [Fact]
    public async Task A_row_that_is_not_the_replays_is_found_out_and_its_column_named()
    {
        var (opened, _) = await RunAsync(Texts["timeline"]);
        var replay = opened.Run(3, 5, [], TestContext.Current.CancellationToken);
        var other = opened.Run(3, 6, [], TestContext.Current.CancellationToken);
        var problem = await Assert.ThrowsAsync<TableException>(() => opened.CompareAsync(replay with { AsRun = other.AsRun }, TestContext.Current.CancellationToken));
        Assert.StartsWith("The replay does not equal the stored row: column 'anxiety' of focal, day ", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("timeline")]
    [InlineData("provider")]
    [InlineData("replacement")]
    [InlineData("thinned")]
    public async Task Without_a_pathway_is_the_arm_without_it(string name)
    {
        var (opened, _) = await RunAsync(Texts[name]);
        var design = new Design(opened.Study);
        int all = design.PlaceOf(design.Everything);
        foreach (var (i, pathway) in opened.Study.Pathways.Of.Index())
        {
            int lacking = design.PlaceOf(design.Everything & ~(1 << i));
            for (int dyad = 0; dyad < 40; dyad += 9)
            {
                var replay = opened.Run(all, dyad, [pathway], TestContext.Current.CancellationToken);
                Assert.Equal("without " + pathway.Id, replay.Without!.Variant);
                // the stored row of the arm without it
                Assert.True(await opened.CompareAsync(replay with { AsRun = replay.Without, Point = design.Points.ElementAt(lacking) }, TestContext.Current.CancellationToken));
            }
        }
        var both = opened.Run(all, 4, opened.Study.Pathways.Of, TestContext.Current.CancellationToken);
        Assert.True(await opened.CompareAsync(both with { AsRun = both.Without!, Point = design.Points.ElementAt(design.PlaceOf(0)) }, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pathway_that_the_study_does_not_switch_can_be_off_too(bool providerOnly)
    {
        // couples settle with the study's own strengths, so only without settling is it the study with the strength 0
        var study = SmallStudy.Create() with { SettleDays = 0, Timeline = [new ParameterChange { FromDay = 8, Values = [(SelfValidation.Pathway.Strength, 2)] }] };
        study = study with { Pathways = study.Pathways with { ProviderOnly = providerOnly } };
        var off = study with { Timeline = [], Provider = study.Provider.With(SelfValidation.Pathway.Strength, 0) };
        // the focal person's own pathway stays as it is, on the timeline too, where the provider's alone are switched
        if (providerOnly) off = off with { Timeline = [new ParameterChange { FromDay = 8, Whose = TimelineRole.Focal, Values = [(SelfValidation.Pathway.Strength, 2)] }] };
        else off = off with { Focal = study.Focal.With(SelfValidation.Pathway.Strength, 0) };
        for (int dyad = 0; dyad < 8; dyad++)
        {
            var without = Replay.Run<Scalar>(study, 3, dyad, [SelfValidation.Pathway], TestContext.Current.CancellationToken).Without!;
            Same(Replay.Run<Scalar>(off, 3, dyad, [], TestContext.Current.CancellationToken).AsRun, without);
        }
    }

    [Fact]
    public void Without_a_dosed_or_withdrawn_pathway_it_is_off_from_the_first_day()
    {
        var study = SmallStudy.Create() with { Pathways = new PathwayDesign { Of = [SafeBond.Pathway, OthersSupport.Pathway], Doses = [2], WithdrawnFrom = 9 } };
        var design = new Design(study);
        foreach (var (place, arm) in design.Arms.Index().Where(a => a.Item.Dosed == 0 || a.Item.Withdrawn == 1))
        {
            int lacking = design.PlaceOf(arm.Coalition & ~1);
            Same(Replay.Run<Scalar>(study, lacking, 2, [], TestContext.Current.CancellationToken).AsRun, Replay.Run<Scalar>(study, place, 2, [SafeBond.Pathway], TestContext.Current.CancellationToken).Without!);
        }
    }

    [Fact]
    public void Draws_are_those_of_the_couple_on_the_day()
    {
        var study = SmallStudy.Create();
        var draws = new DayDraws<Scalar>[1];
        uint[] words = new uint[DrawKernel.ScratchWords(1)];
        foreach (var day in Replay.Run<Scalar>(study, 1, 77, [], TestContext.Current.CancellationToken).AsRun.Days)
        {
            DrawKernel.Fill<Scalar>(draws, words, new Luck(study.Seed, study.Replicate, 0), 77, day.Day - 1);
            Assert.Equal(Couples.Bits(draws[0]), Couples.Bits(((ReplayDay<Scalar>)day).Draws));
        }
    }

    [Fact]
    public void What_is_shown_of_a_day_fits_together()
    {
        var study = SmallStudy.Create() with { HorizonDays = 120, Pathways = new PathwayDesign { Of = [SafeBond.Pathway, SafeDeescalate.Pathway, SoftDisengage.Pathway, SoftReasons.Pathway], Arms = PathwayArms.All | PathwayArms.None } };
        var design = new Design(study);
        int sharing = 0, challenges = 0, offered = 0;
        foreach (int point in new[] { design.PlaceOf(0), design.PlaceOf(design.Everything) })
            foreach (var day in Enumerable.Range(0, 5).SelectMany(dyad => Replay.Run<Scalar>(study, point, dyad, [], TestContext.Current.CancellationToken).AsRun.Days).Where(d => d.WasTogether))
                for (int person = 0; person < 2; person++)
                {
                    double Of(string name, int who) => ReplayColumns.All.Single(c => c.Name == name).ValueOf(day.Of(who))!.Value;
                    // an act of enhancing needs its situation, and nothing else keeps it from having a dose
                    Assert.Equal(Of("situation.sharing", person) > 0, Of("received.self.validation", person) > 0);
                    Assert.Equal(Of("situation.challenge", person) > 0, Of("received.self.efficacy", person) > 0);
                    Assert.Equal(Of("situation.support_offered", person) > 0, Of("received.others.support", person) > 0);
                    Assert.True(Of("situation.stressor", person) >= Of("situation.support_offered", person));
                    foreach (var pathway in AsemModel.Pathways) Assert.Equal(Of("received." + pathway.Id, person), Of("given." + pathway.Id, 1 - person));
                    sharing += (int)Of("situation.sharing", person);
                    challenges += (int)Of("situation.challenge", person);
                    offered += (int)Of("situation.support_offered", person);
                    // without buffering, what was triggered remains; with it there is less, but for what backfires
                    if (point == design.PlaceOf(0)) Assert.Equal(Of("reaction.anxiety_before_buffering", person), Of("state.state_anxiety", person));
                    else if (Of("received.safe.bond", person) > 0 && Of("received.soft.disengage", person) == 0) Assert.True(Of("reaction.anxiety_before_buffering", person) >= Of("state.state_anxiety", person));
                }
        Assert.True(sharing > 0 && challenges > 0 && offered > 0);
    }

    [Fact]
    public async Task A_folder_without_rows_of_couples_has_nothing_to_compare_with()
    {
        var (opened, _) = await RunAsync(Texts["provider"].Replace("dyads: on", "dyads: off", StringComparison.Ordinal));
        Assert.False(await opened.CompareAsync(opened.Run(0, 0, [], TestContext.Current.CancellationToken), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Folders_of_other_versions_and_other_points_are_refused()
    {
        var (opened, output) = await RunAsync(Texts["provider"]);
        Assert.Equal("--point 4: the study has the design points 0 to 3", Assert.Throws<ReplayException>(() => opened.Run(4, 0, [], TestContext.Current.CancellationToken)).Message);
        Assert.Equal("--dyad 40: the study has the couples 0 to 39", Assert.Throws<ReplayException>(() => opened.Run(3, 40, [], TestContext.Current.CancellationToken)).Message);
        string path = Path.Combine(output, Manifest.FileName);
        var manifest = Manifest.Load(path);
        foreach (var (changed, expected) in new[]
        {
            (manifest with { AsemVersion = "0.0.1" }, "it was run by version 0.0.1, and this is version "),
            // a state between two releases has more than one name
            (manifest with { AsemVersion = "1.0.1-alpha.0" }, "(the version of an unreleased state depends on how its source was fetched: full clone, shallow clone or archive)"),
            (manifest with { ModelVersion = "0.1" }, "it was run with another version of the model (0.1, registry "),
            (manifest with { RegistryHash = new string('0', 64) }, "registry 00000000), and this is "),
        })
        {
            changed.Save(path);
            Assert.Contains(expected, Assert.Throws<ReplayException>(() => ReplayFolder.Open(output, Bind)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void In_double_precision_draws_states_and_outcomes_are_the_same_up_to_rounding_and_not_rounded()
    {
        var study = SmallStudy.Create();
        ReplayDay single = Replay.Run<Scalar>(study, 3, 9, [], TestContext.Current.CancellationToken).AsRun.Days[0], real = Replay.Run<Precise>(study, 3, 9, [], TestContext.Current.CancellationToken).AsRun.Days[0];
        int rounded = 0, compared = 0;
        foreach (var column in ReplayColumns.All)
            for (int person = 0; person < 2; person++)
            {
                double of = single.Read(column.Quantity, person), precise = real.Read(column.Quantity, person);
                if (double.IsNaN(of) && double.IsNaN(precise)) continue;
                Assert.Equal(of, precise, 1e-4 * Math.Max(1, Math.Abs(of)));
                if (precise == (float)precise) rounded++;
                compared++;
            }
        // masks, doses without an act and sizes without an event are whole numbers
        Assert.InRange(rounded, 1, compared / 2);
    }

    [Fact]
    public async Task The_table_of_a_replay_in_double_precision_has_double_columns_and_JSON_every_digit()
    {
        var replay = Replay.Run<Precise>(SmallStudy.Create(), 3, 9, [], TestContext.Current.CancellationToken);
        string path = Path.Combine(folder.Path, "double.parquet");
        await ReplayTable.WriteAsync(replay, path, TestContext.Current.CancellationToken);
        await using var reader = await TableReader.OpenAsync(path, TestContext.Current.CancellationToken);
        Assert.All(reader.Schema.Columns.Skip(3), column => Assert.Equal(ColumnType.Real, column.Type));
        var json = System.Text.Json.Nodes.JsonNode.Parse(ReplayTable.Json(replay, 1, replay.Study.HorizonDays).ToJsonString())!.AsArray();
        await foreach (var batch in reader.ReadAsync(TestContext.Current.CancellationToken))
            foreach (var column in ReplayColumns.All)
            {
                double?[] shown = [.. replay.AsRun.Days.SelectMany(day => new[] { column.ValueOf(day.Of(0)), column.ValueOf(day.Of(1)) })];
                Assert.Equal(shown, batch.Values<double?>(column.Name)[..batch.Rows]);
                Assert.Equal(shown, json.Select(row => row![column.Name]?.GetValue<double>()));
            }
    }

    [Fact]
    public async Task The_table_has_every_day_of_both_partners_in_both_variants()
    {
        var replay = Replay.Run<Scalar>(SmallStudy.Create(), 3, 9, [SafeBond.Pathway], TestContext.Current.CancellationToken);
        string path = Path.Combine(folder.Path, "replay.parquet");
        await ReplayTable.WriteAsync(replay, path, TestContext.Current.CancellationToken);
        await using var reader = await TableReader.OpenAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(ReplayColumns.Schema(isDouble: false), reader.Schema);
        Assert.Equal(2 * 25 * 2, reader.Rows);
        await foreach (var batch in reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal(["as_run", "without safe.bond"], batch.Values<string>("variant").Distinct());
            float?[] anxiety = batch.Values<float?>("outcome.anxiety");
            for (int row = 0; row < batch.Rows; row++)
            {
                var course = row < 50 ? replay.AsRun : replay.Without!;
                Assert.Equal(ReplayColumns.All.Single(c => c.Name == "outcome.anxiety").ValueOf(course.Days[(int)batch.Values<long>("day")[row] - 1].Of(batch.Values<string>("person")[row] == "focal" ? 0 : 1)), anxiety[row]);
            }
        }
    }

    private static void Same(ReplayCourse expected, ReplayCourse actual) =>
        Assert.Equal(expected.Days.SelectMany(Outcomes), actual.Days.SelectMany(Outcomes));

    private static IEnumerable<double?> Outcomes(ReplayDay day) => ReplayColumns.OutcomesOfDay.SelectMany(c => new[] { c.ValueOf(day.Of(0)), c.ValueOf(day.Of(1)) });

    private Study Bind(System.Text.Json.Nodes.JsonNode study) => Bind(folder, study);

    private async Task<(ReplayFolder Opened, string Output)> RunAsync(string yaml, Shard? part = null, string? lanes = null)
    {
        string output = await RunAsync(folder, yaml, part, lanes);
        return (ReplayFolder.Open(output, Bind), output);
    }

    /// <summary>Reads the study of a run back.</summary>
    internal static Study Bind(TemporaryFolder folder, System.Text.Json.Nodes.JsonNode study) => StudyFile.Bind(study.ToJsonString(), "study", folder.Path, []);

    /// <summary>Runs a study into a new folder below another and gives its path.</summary>
    internal static async Task<string> RunAsync(TemporaryFolder folder, string yaml, Shard? part = null, string? lanes = null)
    {
        var rows = Enumerable.Range(0, 25).Select(i => string.Create(CultureInfo.InvariantCulture, $"{1 + i % 9 * 0.5},{1.2 + i % 7 * 0.6},{1.5 + i % 5},{2 + i % 4 * 0.9},{-0.5 + i * 0.05},{0.5 + i * 0.04}"));
        folder.Write("couples.csv", "anxiety,avoidance,anxiety_b,avoidance_b,happy,skill\n" + string.Join('\n', rows) + "\n");
        string output = Path.Combine(folder.Path, Guid.NewGuid().ToString("N"));
        var study = StudyFile.Bind(yaml.Replace("FILE", "couples.csv", StringComparison.Ordinal), "study", folder.Path, []);
        await StudyRun.ExecuteAsync(study, output, new RunOptions { Threads = 1, Lanes = lanes, Shard = part ?? Shard.Whole }, TestContext.Current.CancellationToken);
        return output;
    }
}
