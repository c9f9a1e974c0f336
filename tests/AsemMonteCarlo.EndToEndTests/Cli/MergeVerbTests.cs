namespace AsemMonteCarlo.EndToEndTests.Cli;

public sealed class MergeVerbTests : IDisposable
{
    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void Two_and_seven_parts_merge_to_the_digest_and_the_answer_of_one_run()
    {
        string study = here.Small();
        string Folder(string name) => Path.Combine(Path.GetDirectoryName(study)!, name);
        string[] settings = ["--set", "store.dyads=on", "--set", "sweep.stress.level=[0.5,2]", "--set", "dyads=100"];
        var whole = Asem.Succeed(["run", study, "-o", Folder("whole"), "-q", .. settings]);
        foreach (int count in new[] { 2, 7 })
        {
            var parts = new List<string>();
            for (int number = 1; number <= count; number++)
            {
                parts.Add(Folder($"part-{number}-of-{count}"));
                var part = Asem.Succeed(["run", study, "-o", parts[^1], "-q", "--shard", $"{number}/{count}", .. settings]);
                Assert.Contains($"part {number}/{count} of small", part.Output, StringComparison.Ordinal);
            }
            var merged = Asem.Succeed(["merge", .. parts, "-o", Folder($"merged-{count}")]);
            Assert.Equal(Tables(whole.Output), Tables(merged.Output));
            Assert.Equal(Digest(Folder("whole")), Digest(Folder($"merged-{count}")));

            var missing = Asem.Run(["merge", .. parts[1..], "-o", Folder("missing")]);
            Assert.Equal((2, $"asem merge: a part is missing: 1/{count} [ASEM707]\n"), (missing.ExitCode, missing.Error));
            Assert.False(Directory.Exists(Folder("missing")));
        }
        var whole2 = Asem.Run("merge", Folder("whole"), "-o", Folder("refused"));
        Assert.Equal(2, whole2.ExitCode);
        Assert.Contains("is a whole run and no part of one", whole2.Error, StringComparison.Ordinal);
        Assert.Equal(2, Asem.Run("merge", Folder("nowhere"), "-o", Folder("refused")).ExitCode);
    }

    [Fact]
    public void Parts_of_single_and_double_precision_are_not_merged()
    {
        string study = here.Small();
        string Folder(string name) => Path.Combine(Path.GetDirectoryName(study)!, name);
        Asem.Succeed("run", study, "-o", Folder("a"), "-q", "--shard", "1/2");
        Asem.Succeed(new Dictionary<string, string> { ["ASEM_LANES"] = "double" }, "run", study, "-o", Folder("b"), "-q", "--shard", "2/2");
        var ended = Asem.Run("merge", Folder("a"), Folder("b"), "-o", Folder("c"));
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("one was run in double precision (ASEM_LANES=double)", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("half")]
    public void A_part_that_does_not_exist_is_refused(string part)
    {
        var ended = Asem.Run("run", here.Small(), "-o", Path.Combine(Path.GetDirectoryName(here.Small())!, "out"), "--shard", part);
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains($"--shard {part}: write i/n", ended.Error, StringComparison.Ordinal);
    }

    private static string Digest(string folder) => Asem.Succeed("verify", folder, "--digest").Output;

    // what follows speaks of time and folder
    private static string Tables(string output) => output[..output.LastIndexOf(" dyad-days in ", StringComparison.Ordinal)];
}
