using System.Globalization;
using System.Reflection;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.SelfTests;

/// <summary>What a self-test compares this machine with. Tests put wrong values in the place of those that come with the program.</summary>
internal sealed record SelfTestInputs
{
    private const string Prefix = "golden/", StudyName = "selftest.yaml", Comment = "#";

    /// <summary>Rows of known answers of the streams: counter, key and words in hexadecimal.</summary>
    public required IReadOnlyList<string[]> Streams { get; init; }

    /// <summary>Rows of known bits of functions: precision, function, bits of the arguments and of the result in hexadecimal.</summary>
    public required IReadOnlyList<string[]> Functions { get; init; }

    /// <summary>Rows of known indices: test function, index, factor, exact value, and bits of the estimate or <c>-</c> where none are promised.</summary>
    public required IReadOnlyList<string[]> Sensitivity { get; init; }

    /// <summary>The study whose digest is known.</summary>
    public required Study Study { get; init; }

    /// <summary>Its digest.</summary>
    public required string Digest { get; init; }

    /// <summary>Whether the processor stores the lowest byte of a number first.</summary>
    public bool IsLittleEndian { get; init; } = BitConverter.IsLittleEndian;

    /// <summary>Folder for files, which are removed.</summary>
    public string Folder { get; init; } = Path.GetTempPath();

    /// <summary>Runs a study into a folder on a lane type with a number of threads and gives the digest.</summary>
    public Func<Study, string, string, int, CancellationToken, Task<ContentDigest>> RunAsync { get; init; } = RunStudyAsync;

    /// <summary>Called with the path of the table of the test of files before it is read back.</summary>
    public Action<string> Written { get; init; } = _ => { };

    /// <summary>What comes with the program.</summary>
    public static SelfTestInputs Shipped()
    {
        string[] digest = Rows("digests.txt").Single(row => row[0] == StudyName);
        return new SelfTestInputs
        {
            Streams = Rows("philox4x32-10.txt"),
            Functions = Rows("functions.txt"),
            Sensitivity = Rows("sensitivity.txt"),
            Study = StudyFile.Bind(Text(StudyName), Path.GetFileNameWithoutExtension(StudyName), "", []),
            Digest = digest[1],
        };
    }

    /// <summary>A number from its bits.</summary>
    /// <param name="hexadecimal">8 digits for single precision, 16 for double.</param>
    public static double Number(string hexadecimal) => hexadecimal.Length == 8
        ? BitConverter.UInt32BitsToSingle(uint.Parse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
        : BitConverter.UInt64BitsToDouble(ulong.Parse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    /// <summary>The bits of a number as its precision has them.</summary>
    public static string Bits(double value, bool isDouble) => isDouble
        ? BitConverter.DoubleToUInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture)
        : BitConverter.SingleToUInt32Bits((float)value).ToString("x8", CultureInfo.InvariantCulture);

    private static async Task<ContentDigest> RunStudyAsync(Study study, string folder, string lanes, int threads, CancellationToken cancellation)
    {
        var (_, manifest) = await StudyRun.ExecuteAsync(study, folder, new RunOptions { Lanes = lanes, Threads = threads }, cancellation).ConfigureAwait(false);
        return manifest.Digest;
    }

    private static IReadOnlyList<string[]> Rows(string file) =>
        [.. Text(file).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith(Comment, StringComparison.Ordinal)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static string Text(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + file) ?? throw new InvalidOperationException($"the program came without {file}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
