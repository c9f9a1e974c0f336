using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>Results are the same bits on any number of threads and any vector width; each width in a process of its own.</summary>
public sealed class SameBitsTests : IDisposable
{
    // one dyad at a time is the reference, computed once
    private static readonly Lazy<string> reference = new(() =>
    {
        using var there = new Workplace();
        string scalar = RunRich(there, new() { ["ASEM_LANES"] = "1" });
        Assert.Equal("1", RunVerbTests.Manifest(scalar)["run"]!["lanes"]!.GetValue<string>());
        return RunVerbTests.Digest(scalar);
    });

    private readonly Workplace here = new();

    /// <summary>Lane types that this processor has, the portable width by the runtime's own choice.</summary>
    public static TheoryData<string> Lanes
    {
        get
        {
            var lanes = new TheoryData<string>();
            if (Vector512.IsHardwareAccelerated) lanes.Add("512");
            if (Vector.IsHardwareAccelerated) lanes.Add(Name(Vector<float>.Count));
            return lanes;
        }
    }

    /// <summary>Switches of the runtime and the lane type that must follow from each.</summary>
    public static TheoryData<string, string, string> Switches
    {
        get
        {
            // a switch that leaves wider vectors on needs its width forced
            var switches = new TheoryData<string, string, string> { { "DOTNET_EnableHWIntrinsic=0", "", "1" } };
            if (!Avx2.IsSupported) return switches;
            switches.Add("DOTNET_EnableAVX512=0", "", "256");
            switches.Add("DOTNET_EnableAVX2=0", "", "128");
            switches.Add("DOTNET_EnableAVX=0", "", "128");
            switches.Add("DOTNET_MaxVectorTBitWidth=128", "128", "128");
            if (Vector512.IsHardwareAccelerated) switches.Add("DOTNET_MaxVectorTBitWidth=512", "512", "512");
            return switches;
        }
    }

    public void Dispose() => here.Dispose();

    [Fact]
    public void Two_threads_give_the_digest_of_one()
    {
        // more couples than one block holds, so that two threads have work
        string one = RunRich(here, null, "--set", "dyads=700", "--threads", "1"), two = RunRich(here, null, "--set", "dyads=700", "--threads", "2");
        Assert.Equal(2, RunVerbTests.Manifest(two)["run"]!["threads"]!.GetValue<int>());
        Assert.Equal(RunVerbTests.Digest(one), RunVerbTests.Digest(two));
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void A_forced_lane_type_gives_the_digest_of_every_other(string lanes)
    {
        string forced = RunRich(here, new() { ["ASEM_LANES"] = lanes });
        AssertSame(forced, lanes);
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void A_width_set_for_the_whole_process_gives_the_digest_of_every_other(string setting, string forced, string lanes)
    {
        string[] parts = setting.Split('=');
        string run = RunRich(here, new() { [parts[0]] = parts[1], ["ASEM_LANES"] = forced });
        AssertSame(run, lanes);
    }

    [Fact]
    public void The_widest_portable_vector_replaces_the_usual_one()
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "this processor has no 512-bit vectors");
        var refused = Asem.Run(new Dictionary<string, string> { ["DOTNET_MaxVectorTBitWidth"] = "512", ["ASEM_LANES"] = "256" }, "run", here.Small(), "--output", here["out"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("allowed are 512, 1, double", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(here["out"]));
    }

    [Fact]
    public void Another_seed_gives_another_digest() =>
        Assert.NotEqual(RunVerbTests.Digest(here.RunSmall()), RunVerbTests.Digest(here.RunSmall(null, "--seed", "8")));

    [Fact]
    public void The_same_study_gives_the_same_digest_twice() =>
        Assert.Equal(RunVerbTests.Digest(here.RunSmall()), RunVerbTests.Digest(here.RunSmall()));

    // weights, roles, a timeline with rates, a replaced partner, stored couples, bonds that end
    private static string RunRich(Workplace place, Dictionary<string, string>? environment, params string[] more)
    {
        string study = place.Write("rich.yaml", Workplace.SmallStudy + """
            population: { minimum_profile_share: 0.14 }
            provider: { stress.level: 1.5 }
            parameters: { dissolution.hazard: -3.5 }
            store: { dyads: true }
            views: { dissolution_off: true }
            timeline:
              - { from_day: 2, force: conflict, every: 3, rate: 0.5, size: 2 }
              - { from_day: 4, force: safe.bond, every: 2, rate: 0.3, dose: 1.5 }
              - { from_day: 8, set: { stress.level: 2, self.efficacy: 1.5 } }
              - { from_day: 12, replace_partner: true }

            """);
        string output = place[string.Create(System.Globalization.CultureInfo.InvariantCulture, $"rich{Guid.NewGuid():N}")];
        Asem.Succeed(environment ?? [], ["run", study, "--output", output, "--quiet", .. more]);
        return output;
    }

    private static void AssertSame(string run, string lanes)
    {
        Assert.Equal(lanes, RunVerbTests.Manifest(run)["run"]!["lanes"]!.GetValue<string>());
        Assert.Equal(reference.Value, RunVerbTests.Digest(run));
    }

    private static string Name(int floats) => (32 * floats).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
