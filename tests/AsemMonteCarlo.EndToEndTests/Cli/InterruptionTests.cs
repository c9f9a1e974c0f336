using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AsemMonteCarlo.EndToEndTests.Cli;

/// <summary>An interrupted run ends at once, says so, and leaves no folder that looks like a result.</summary>
public sealed partial class InterruptionTests : IDisposable
{
    private const int Interrupt = 2, Terminate = 15;

    private readonly Workplace here = new();

    public void Dispose() => here.Dispose();

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public async Task A_signal_ends_the_run_without_a_folder(int signal) => await Interrupted(signal);

    [Fact]
    public async Task A_signal_while_couples_are_stored_leaves_nothing_either() => await Interrupted(Interrupt, "--set", "store.dyads=on");

    [Fact]
    public async Task A_folder_that_was_there_before_is_left_as_it_was()
    {
        Directory.CreateDirectory(here["out"]);
        await Interrupted(Terminate, existed: true);
        Assert.Empty(Directory.GetFileSystemEntries(here["out"]));
    }

    private Task Interrupted(int signal, params string[] more) => Interrupted(signal, existed: false, more);

    private async Task Interrupted(int signal, bool existed, params string[] more)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent with kill(2), and the shell's env resets them");
        string output = here["out"];
        // days of work, so that the signal always comes in the middle
        using var process = Asem.StartInterruptible(["run", here.Small(), "--output", output, "--set", "dyads=100000000", "--set", "horizon_days=3660", .. more]);
        try
        {
            var watch = Stopwatch.StartNew();
            while (!IsSimulating() && !process.HasExited && watch.Elapsed < TimeSpan.FromMinutes(1)) await Task.Delay(20, TestContext.Current.CancellationToken);
            await Task.Delay(300, TestContext.Current.CancellationToken);
            Assert.Equal(0, Kill(process.Id, signal));
            var ended = Asem.End(process);
            Assert.Equal(130, ended.ExitCode);
            Assert.Contains("interrupted", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
            Assert.Empty(ended.Output);
            Assert.Equal(existed, Directory.Exists(output));
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }

        // the folder is made before the first day; one that was there shows nothing, so its run is given a moment instead
        bool IsSimulating() => existed ? (DateTime.Now - process.StartTime).TotalSeconds > 2 : Directory.Exists(output);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
