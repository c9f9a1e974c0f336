using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.SelfTests;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Cli;

/// <summary><c>asem selftest</c>: whether this machine gives the bits that every machine gives.</summary>
internal static class SelfTestVerb
{
    public static Command Create(TextWriter output)
    {
        var json = new Option<bool>("--json") { Description = "As one JSON object." };
        var command = new Command("selftest", "Check in some seconds that this machine gives the bits that every machine gives: lanes, streams, functions, indices, files, a study's digest; and measure its speed. Exit 1 if a check failed.") { json };
        command.SetAction((parsed, cancellation) => RunAsync(SelfTestInputs.Shipped(), parsed.GetValue(json), output, cancellation));
        return command;
    }

    /// <summary>Checks, measures and prints.</summary>
    /// <param name="inputs">What the machine is compared with.</param>
    /// <param name="asJson">Whether to print one JSON object instead of a line for each check.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(SelfTestInputs inputs, bool asJson, TextWriter output, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        void Print(SelfTestCheck check)
        {
            if (!asJson) output.WriteLine($"{(check.Passed ? "passed" : "FAILED")}  {check.Name}: {check.Compared}{(check.Found.Length > 0 ? $": {check.Found}" : "")}");
        }
        var checks = await Task.Run(() => new SelfTest(inputs).RunAsync(Print, cancellation), CancellationToken.None);
        var speed = await Task.Run(() => SelfTest.Measure(cancellation), CancellationToken.None);
        int passed = checks.Count(check => check.Passed);
        if (asJson)
        {
            await output.WriteAsync(JsonText.Indented(new JsonObject
            {
                ["passed"] = passed == checks.Count,
                ["asem_version"] = StudyRun.Version,
                ["model_version"] = AsemModel.Version,
                ["runtime"] = RuntimeInformation.FrameworkDescription,
                ["system"] = RuntimeInformation.OSDescription,
                ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
                ["processors"] = Environment.ProcessorCount,
                ["seconds"] = watch.Elapsed.TotalSeconds,
                ["checks"] = new JsonArray([.. checks.Select(check => (JsonNode)new JsonObject { ["name"] = check.Name, ["compared"] = check.Compared, ["passed"] = check.Passed, ["found"] = check.Found })]),
                ["speed"] = new JsonObject { ["lanes"] = speed.Lanes, ["nanoseconds_per_dyad_day"] = speed.NanosecondsPerDyadDay, ["peak_bits"] = speed.Bits, ["peak_gflop_per_second"] = speed.Peak / 1e9 },
            }));
        }
        else
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"speed   {speed.NanosecondsPerDyadDay:F1} ns per dyad-day with one thread, lane type {speed.Lanes}; one core does at most {speed.Peak / 1e9:F1} GFLOP/s by {speed.Bits}-bit multiply-adds"));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{passed} of {checks.Count} checks passed in {watch.Elapsed.TotalSeconds:F0} s; asem {StudyRun.Version}, model {AsemModel.Version}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors"));
        }
        return passed == checks.Count ? ExitCode.Done : ExitCode.Failed;
    }
}
