using System.Runtime.InteropServices;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Streams;
using Microsoft.Win32.SafeHandles;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>
/// The random words at the counters that studies use, without an end, for batteries of tests that read them from a pipe. What a battery
/// sees of a counter-based generator depends on the order in which counters are laid out, hence several.
/// </summary>
internal static class StreamWords
{
    private const int Couples = 64, Blocks = 4, Owners = 3;
    private const ulong Seed = 20260101;

    /// <summary>Ways of laying out counters, with what they are.</summary>
    public static IReadOnlyDictionary<string, string> Orders { get; } = new Dictionary<string, string>
    {
        ["engine"] = "as a run draws: a block of 64 couples through 485 days, every owner and purpose of a day, then the next block",
        ["days"] = "one couple through ten years, every owner and purpose of a day, then the next couple",
        ["purpose"] = "one word of four of one purpose group, of consecutive couples on one day, then the next day",
        ["seeds"] = "one counter under consecutive seeds, then the next counter",
        ["replicates"] = "one counter in consecutive replicates and streams of independent luck, then the next couple",
    };

    /// <summary>Writes words to the standard output until its reader goes away.</summary>
    /// <param name="order">One of <see cref="Orders"/>.</param>
    public static void Write(string order)
    {
        // the console's own stream does not say that nobody reads
        using var handle = new SafeFileHandle(1, ownsHandle: false);
        using var to = new FileStream(handle, FileAccess.Write, bufferSize: 0);
        uint[] words = new uint[1 << 16];
        int at = 0;
        void Add(ReadOnlySpan<uint> some)
        {
            foreach (uint word in some)
            {
                words[at++] = word;
                if (at < words.Length) continue;
                to.Write(MemoryMarshal.AsBytes(words.AsSpan()));
                at = 0;
            }
        }

        void Four((uint X0, uint X1, uint X2, uint X3) of) => Add([of.X0, of.X1, of.X2, of.X3]);
        uint Day(int day, int owner) => 4 * (uint)(day + 65536) + (uint)owner;
        uint[] fill = new uint[4 * Couples], wide = new uint[4 * 4096];
        try
        {
            for (uint round = 0; ; round++)
            {
                switch (order)
                {
                    case "engine":
                        for (int day = -120; day < 365; day++)
                            for (int owner = 0; owner < Owners; owner++)
                                for (uint block = 0; block < (owner == (int)DrawOwner.Couple ? 2 : Blocks); block++)
                                {
                                    Philox.Fill(fill, Couples, Couples * round, 0, Day(day, owner), block, Seed);
                                    Add(fill);
                                }
                        break;
                    case "days":
                        for (int day = 0; day < 3650; day++)
                            for (int owner = 0; owner < Owners; owner++)
                                for (uint block = 0; block < Blocks; block++) Four(Philox.Words(round, 0, Day(day, owner), block, Seed));
                        break;
                    case "purpose":
                        for (uint first = 0; first < 1 << 20; first += 4096)
                        {
                            Philox.Fill(wide, 4096, first, 0, Day((int)round, 1), 0, Seed);
                            Add(wide.AsSpan(0, 4096));
                        }
                        break;
                    case "seeds":
                        for (ulong seed = 0; seed < 1 << 16; seed++) Four(Philox.Words(round, 0, Day(0, 1), 0, seed));
                        break;
                    case "replicates":
                        for (uint stream = 0; stream < 1024; stream++)
                            for (uint replicate = 0; replicate < 64; replicate++) Four(Philox.Words(round, replicate << 16, Day(0, 1), stream << 8, Seed));
                        break;
                    default:
                        throw new ArgumentException($"there is no order '{order}'; there are {string.Join(", ", Orders.Keys)}", nameof(order));
                }
            }
        }
        catch (IOException)
        {
            // the reader has enough
        }
    }
}
