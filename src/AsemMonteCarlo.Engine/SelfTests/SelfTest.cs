using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Numerics.Streams;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;

namespace AsemMonteCarlo.Engine.SelfTests;

/// <summary>One check of this machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Compared">What was compared with what.</param>
/// <param name="Passed">Whether all was as it must be.</param>
/// <param name="Found">What was found: the first difference, or a remark.</param>
internal sealed record SelfTestCheck(string Name, string Compared, bool Passed, string Found);

/// <summary>How fast this machine is; nothing is judged by it.</summary>
/// <param name="Lanes">The lane type.</param>
/// <param name="NanosecondsPerDyadDay">Time of one thread for a couple's day at one design point, of 64 that share draws, in ns.</param>
/// <param name="Bits">Width of the widest vectors in bits.</param>
/// <param name="Peak">Most single-precision operations of one core a second, a fused multiply-add counted as two.</param>
internal sealed record SelfTestSpeed(string Lanes, double NanosecondsPerDyadDay, int Bits, double Peak);

/// <summary>Checks that this machine gives the bits that every machine gives.</summary>
/// <param name="inputs">What it is compared with.</param>
internal sealed class SelfTest(SelfTestInputs inputs)
{
    // bounds of estimates by 2,048 points, several times the error on any seed
    private const int SensitivityPoints = 1 << 11;
    private const double IndexBound = 0.03;

    private const int LongestFill = 70, FewDyads = 16, ManyDyads = 128, PeakRounds = 3;
    private const double SlowSeconds = 0.2, SpeedSeconds = 2;

    /// <summary>Runs every check, also after one that failed.</summary>
    /// <param name="report">Told each outcome at once.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public async Task<IReadOnlyList<SelfTestCheck>> RunAsync(Action<SelfTestCheck>? report = null, CancellationToken cancellation = default)
    {
        var temporary = Directory.CreateDirectory(Path.Combine(inputs.Folder, "asem-selftest-" + Path.GetRandomFileName()));
        try
        {
            (string Name, string Compared, Func<Task<string?>> Wrong, string Right)[] checks =
            [
                ("byte order", "lowest byte first, as in the files", () => Task.FromResult(inputs.IsLittleEndian ? null : "highest byte first: no results of this order were ever compared"), ""),
                ("multiply-add", "rounded once, on every lane type, with known bits", () => Task.FromResult(Functions(fused: true)), Hardware),
                ("functions", $"{Words.Count(inputs.Functions.Count(row => row[1] != Fused), "value")} of exp, log, quantile and others, on every lane type, with known bits", () => Task.FromResult(Functions(fused: false)), ""),
                ("streams", $"{Words.Count(inputs.Streams.Count, "known answer")} of the authors of Philox, and words made many at a time with those made singly", () => Task.FromResult(Streams()), ""),
                ("sensitivity", "indices of three test functions with exact values, and with known bits", () => Task.FromResult(Sensitivity()), ""),
                ("files", "a table written, synchronised, renamed and read back; a bit flipped in it", () => FilesAsync(temporary.FullName, cancellation), ""),
                ("lanes", $"a study on {(Wider.Any() ? string.Join(" and ", Wider) : "all")} lanes with one couple at a time, by digest", () => LanesAsync(temporary.FullName, cancellation), Wider.Any() ? "" : "there are no wider lanes here"),
                ("study", "the digest of a study on all processors with the one that came with the program", () => StudyAsync(temporary.FullName, cancellation), $"digest {inputs.Digest}"),
            ];
            var outcomes = new List<SelfTestCheck>();
            foreach (var (name, compared, wrong, right) in checks)
            {
                string? found;
                try
                {
                    found = await wrong().ConfigureAwait(false);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // whatever fails here is a finding about the machine, and the other checks still count
                    found = failure.Message;
                }
                outcomes.Add(new SelfTestCheck(name, compared, found is null, found ?? right));
                report?.Invoke(outcomes[^1]);
            }
            return outcomes;
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    /// <summary>Measures speed; takes some three seconds.</summary>
    /// <param name="cancellation">Ends the work early.</param>
    public static SelfTestSpeed Measure(CancellationToken cancellation = default)
    {
        var study = new Study { Name = "speed", Dyads = FewDyads, HorizonDays = 365, Pathways = new PathwayDesign { Of = [.. AsemModel.Pathways.Take(6)], Arms = PathwayArms.AllCoalitions } };
        string lanes = LaneChoice.Available[0];
        RunResult Run() => StudyRunner.Run(study, new RunOptions { Threads = 1, Lanes = lanes }, cancellation);
        // the first run is the compiler's; where a small one takes long, as without vectors, it says enough
        Run();
        if (Run().Elapsed.TotalSeconds < SlowSeconds) study = study with { Dyads = ManyDyads };
        double best = double.PositiveInfinity;
        // long enough for code that runs often to be compiled again
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < SpeedSeconds;)
        {
            var run = Run();
            best = Math.Min(best, run.Elapsed.TotalNanoseconds / run.DyadDays);
        }
        return new SelfTestSpeed(lanes, best, PeakRate.Bits, PeakRate.Measure(PeakRounds));
    }

    private const string Fused = "multiply_add";

    private static IEnumerable<string> Wider => LaneChoice.Available.Where(name => name != Scalar.Name && name != Precise.Name).Select(name => name + "-bit");

    // software gives the same bits
    private static string Hardware =>
        Fma.IsSupported || AdvSimd.IsSupported ? "in hardware" : "in software: right, and many times slower";

    private string? Functions(bool fused)
    {
        foreach (string[] row in inputs.Functions.Where(row => row[1] == Fused == fused))
            foreach (string lanes in LaneChoice.Available.Where(name => name == Precise.Name == (row[0] == "double")))
                if (Wrong(lanes, row) is { } wrong) return wrong;
        return null;
    }

    private static string? Wrong(string lanes, string[] row)
    {
        if (lanes == Wide512.Name) return Wrong<Wide512>(row);
        if (lanes == Scalar.Name) return Wrong<Scalar>(row);
        return lanes == Precise.Name ? Wrong<Precise>(row) : Wrong<Wide>(row);
    }

    private static string? Wrong<TLane>(string[] row)
        where TLane : struct, ILane<TLane>
    {
        TLane[] x = [.. row[2..^1].Select(bits => TLane.Broadcast(SelfTestInputs.Number(bits)))];
        var value = Evaluate(row[1], x);
        for (int lane = 0; lane < TLane.Width; lane++)
        {
            string bits = SelfTestInputs.Bits(TLane.Extract(value, lane), row[0] == "double");
            if (bits != row[^1]) return $"{row[1]} of {string.Join(", ", row[2..^1])} has the bits {bits} instead of {row[^1]} on lane type {TLane.Name}";
        }
        return null;
    }

    /// <summary>A function by its name in the rows of known bits.</summary>
    internal static TLane Evaluate<TLane>(string function, TLane[] x)
        where TLane : struct, ILane<TLane>
        => function switch
        {
            Fused => TLane.MultiplyAdd(x[0], x[1], x[2]),
            "divide" => x[0] / x[1],
            "square_root" => TLane.SquareRoot(x[0]),
            "exp" => TLane.Exp(x[0]),
            "log" => TLane.Log(x[0]),
            "normal_quantile" => TLane.NormalQuantile(x[0]),
            "saturate" => Numerics.Lanes.Functions.Saturate(x[0]),
            "logistic" => Numerics.Lanes.Functions.Logistic(x[0]),
            "decay" => Numerics.Lanes.Functions.Decay(x[0]),
            _ => throw new InvalidOperationException($"there is no function '{function}' to check"),
        };

    private string? Streams()
    {
        foreach (string[] row in inputs.Streams)
        {
            uint[] w = [.. row.Select(text => uint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            if (Philox.Words(w[0], w[1], w[2], w[3], w[4] | (ulong)w[5] << 32) != (w[6], w[7], w[8], w[9])) return $"counter {string.Join(' ', row[..4])} with key {string.Join(' ', row[4..6])} does not give {string.Join(' ', row[6..])}";
        }
        // every width of the processor, and what is left beside whole vectors
        const ulong key = 0xfedcba9876543210;
        for (int count = 1; count <= LongestFill; count++)
        {
            var words = new uint[4 * count];
            Philox.Fill(words, count, (uint)count, 2, 3, 4, key);
            for (int i = 0; i < count; i++)
                if (Philox.Words((uint)(count + i), 2, 3, 4, key) != (words[i], words[count + i], words[2 * count + i], words[3 * count + i])) return string.Create(CultureInfo.InvariantCulture, $"of {count} counters at a time, number {i} has other words than alone");
        }
        return null;
    }

    private string? Sensitivity()
    {
        var known = SensitivityFunctions.ToDictionary(function => function.Name, function => (Function: function, Estimates: Estimate(function)));
        foreach (string[] row in inputs.Sensitivity)
        {
            var (function, estimates) = known[row[0]];
            int set = 1 << int.Parse(row[2][1..], CultureInfo.InvariantCulture) - 1;
            double exact = double.Parse(row[3], CultureInfo.InvariantCulture), computed = row[1] == "total" ? function.Total(set) : function.Closed(set), estimate = estimates[(row[1], row[2])];
            string of = $"{row[1]} of {row[2]} of {row[0]}";
            if (!(Math.Abs(computed - exact) <= 1e-12)) return string.Create(CultureInfo.InvariantCulture, $"the exact value of {of} is computed as {computed:R} instead of {exact:R}");
            if (!(Math.Abs(estimate - exact) <= IndexBound)) return string.Create(CultureInfo.InvariantCulture, $"{of} is estimated as {estimate:R}, further than {IndexBound} from {exact:R}");
            if (row[4] != "-" && SelfTestInputs.Bits(estimate, true) != row[4]) return $"the estimate of {of} has the bits {SelfTestInputs.Bits(estimate, true)} instead of {row[4]}";
        }
        return null;
    }

    /// <summary>The test functions whose indices are known.</summary>
    internal static IReadOnlyList<TestFunction> SensitivityFunctions =>
        [TestFunctions.Ishigami(), TestFunctions.Sobol(), TestFunctions.MultiAffine([0.5, -1, 2], [1, 0.5, 0.25], [(1, 1), (2, 2), (4, -3), (3, 0.5), (7, 1)])];

    /// <summary>First-order and total indices of a test function, as estimated, by index and factor.</summary>
    internal static Dictionary<(string Index, string Factor), double> Estimate(TestFunction function)
    {
        var design = new PickFreezeDesign(function.Factors);
        var analysis = new SobolAnalysis(design);
        int factors = function.Factors.Count;
        double[] rows = new double[design.Members * factors], outputs = new double[design.Members];
        for (int point = 0; point < SensitivityPoints; point++)
        {
            design.Block(point, rows);
            for (int m = 0; m < outputs.Length; m++) outputs[m] = function.Evaluate(rows.AsSpan(m * factors, factors));
            analysis.Add(point, outputs);
        }
        return analysis.Indices().Where(i => i.Index is "first_order" or "total").ToDictionary(i => (i.Index, i.Factors[0]), i => i.Estimate);
    }

    private async Task<string?> FilesAsync(string folder, CancellationToken cancellation)
    {
        var schema = new TableSchema("selftest", "A row of every type.",
        [
            Column("row", ColumnType.Integer, false), Column("text", ColumnType.Text, true), Column("real", ColumnType.Real, true), Column("single", ColumnType.Single, false), Column("flag", ColumnType.Flag, false),
        ], ["row"]);
        const int count = 1000;
        var rows = new Rows(schema);
        for (int i = 0; i < count; i++) rows.Add(i - 500, i % 3 == 0 ? (string?)null : $"é{i}", i % 4 == 0 ? (double?)null : i * -1e300, i * 0.1f, i % 2 == 0);
        var batch = rows.Batch();
        string path = Path.Combine(folder, "files"), file = Path.Combine(path, schema.Name + TableFormat.FileEnding);
        await using (var run = RunFolder.Create(path))
        {
            await using var writer = await run.OpenTableAsync(schema, cancellation: cancellation).ConfigureAwait(false);
            await writer.AppendAsync(batch, cancellation).ConfigureAwait(false);
            await writer.CompleteAsync(cancellation).ConfigureAwait(false);
            await run.CompleteAsync(new Manifest { AsemVersion = Runs.StudyRun.Version, ModelVersion = AsemModel.Version, RegistryHash = StudyText.RegistryHash(), Seed = 1, Study = new System.Text.Json.Nodes.JsonObject() }, cancellation).ConfigureAwait(false);
        }
        inputs.Written(file);
        if (await FirstFindingAsync() is { } finding) return finding;
        await using (var reader = await TableReader.OpenAsync(file, cancellation).ConfigureAwait(false))
        {
            await foreach (var read in reader.ReadAsync(cancellation).ConfigureAwait(false))
                for (int c = 0; c < batch.Columns.Count; c++)
                    for (int row = 0; row < count; row++)
                        if (!Equals(read.Columns[c].GetValue(row), batch.Columns[c].GetValue(row))) return string.Create(CultureInfo.InvariantCulture, $"column '{schema.Columns[c].Name}', row {row}, is read back as {read.Columns[c].GetValue(row)} instead of {batch.Columns[c].GetValue(row)}");
        }
        byte[] bytes = await File.ReadAllBytesAsync(file, cancellation).ConfigureAwait(false);
        bytes[bytes.Length / 3] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, cancellation).ConfigureAwait(false);
        return await FirstFindingAsync() is null ? "a flipped bit was not noticed" : null;

        async Task<string?> FirstFindingAsync() => (await RunFolder.VerifyAsync(path, cancellation).ConfigureAwait(false)) is [var first, ..] ? first.Message : null;
    }

    private static Column Column(string name, ColumnType type, bool nullable) => new(name, type, nullable, "1", "", $"A {name}.", "");

    private async Task<string?> LanesAsync(string folder, CancellationToken cancellation)
    {
        var scalar = await inputs.RunAsync(inputs.Study, Path.Combine(folder, "lanes-1"), Scalar.Name, 1, cancellation).ConfigureAwait(false);
        foreach (string lanes in LaneChoice.Available.Where(name => name != Scalar.Name && name != Precise.Name))
        {
            var wide = await inputs.RunAsync(inputs.Study, Path.Combine(folder, "lanes-" + lanes), lanes, 1, cancellation).ConfigureAwait(false);
            if (wide != scalar) return $"{lanes}-bit lanes give digest {wide}, and one couple at a time gives {scalar}";
        }
        return null;
    }

    private async Task<string?> StudyAsync(string folder, CancellationToken cancellation)
    {
        var digest = (await inputs.RunAsync(inputs.Study, Path.Combine(folder, "study"), LaneChoice.Available[0], Environment.ProcessorCount, cancellation).ConfigureAwait(false)).ToString();
        return digest == inputs.Digest ? null : $"digest {digest} instead of {inputs.Digest}";
    }
}
