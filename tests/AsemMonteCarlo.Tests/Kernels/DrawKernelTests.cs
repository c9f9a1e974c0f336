using System.Globalization;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;
using CsCheck;
using StateLanes = AsemMonteCarlo.Model.Kernels.Lanes;

namespace AsemMonteCarlo.Tests.Kernels;

public sealed class DrawKernelTests
{
    private static readonly Luck luck = new(12345, 6, 7);

    [Fact]
    public void Numbers_of_draws_never_change()
    {
        var actual = new[] { typeof(CoupleDraw), typeof(DrawOwner), typeof(PartnerDraw) }
            .SelectMany(type => Enum.GetNames(type).Select(name => $"{type.Name.Replace("Draw", "", StringComparison.Ordinal)} {name} {Convert.ToInt32(Enum.Parse(type, name), CultureInfo.InvariantCulture)}"));
        Assert.Equal(Golden.Rows("draws.txt").Select(row => string.Join(' ', row)), actual);
        foreach (var type in new[] { typeof(CoupleDraw), typeof(PartnerDraw) })
            Assert.Equal(Enumerable.Range(0, Enum.GetValues(type).Length), Enum.GetValues(type).Cast<object>().Select(x => Convert.ToInt32(x, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_word_is_that_of_its_counter_alone()
    {
        const long dyad = (3L << 32) + 100;
        var words = new uint[DrawKernel.ScratchWords(10)];
        DrawKernel.Words(words, 4, 10, luck, dyad, -5, DrawOwner.PartnerB);
        for (int i = 0; i < 10; i++)
            for (int block = 0; block < 4; block++)
            {
                var (x0, x1, x2, x3) = AsemMonteCarlo.Numerics.Streams.Philox.Words((uint)(100 + i), 3 | 6u << 16, 4u * (65536 - 5) + 2, (uint)block | 7u << 8, 12345);
                Assert.Equal([x0, x1, x2, x3], Enumerable.Range(0, 4).Select(w => words[(4 * block + w) * 10 + i]));
            }
    }

    [Fact]
    public void Draws_do_not_depend_on_the_block_they_are_made_in_or_on_what_was_drawn_before() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[-100, 3659], Gen.Int[1, 6]).Sample((first, day, width) =>
        {
            var whole = Draw<Scalar>(32, luck, first, day);
            Draw<Scalar>(8, luck, first + 3, day + 1);
            for (int at = 0; at < 32; at += width)
            {
                int count = Math.Min(width, 32 - at);
                Assert.Equal(whole.AsSpan(at, count).ToArray().SelectMany(Bits), Draw<Scalar>(count, luck, first + at, day).SelectMany(Bits));
            }
        }, iter: 30);

    [Fact]
    public void Lane_types_draw_the_same_bits()
    {
        uint[] scalar = [.. Draw<Scalar>(64, luck, 5, 17).SelectMany(Bits)];
        Assert.Equal(scalar, ByDyad<Wide>());
        Assert.Equal(scalar, ByDyad<Wide512>());

        static uint[] ByDyad<TLane>()
            where TLane : struct, ILane<TLane>
        {
            var bundles = Draw<TLane>(64 / TLane.Width, luck, 5, 17);
            var bits = new List<uint>();
            for (int dyad = 0; dyad < 64; dyad++)
                foreach (var field in StateLanes.Of<DayDraws<TLane>, TLane>(ref bundles[dyad / TLane.Width]))
                    bits.Add(BitConverter.SingleToUInt32Bits((float)TLane.Extract(field, dyad % TLane.Width)));
            return [.. bits];
        }
    }

    [Fact]
    public void Words_differ_between_seeds_replicates_streams_owners_days_dyads_and_purposes()
    {
        var seen = new HashSet<uint>();
        int words = 0;
        foreach (var other in new[] { luck, luck with { Seed = 12346 }, luck with { Replicate = 7 }, luck with { Stream = 8 } })
            foreach (int day in new[] { -65536 + 4096, -1, 0, 1, 3659 })
                foreach (var owner in Enum.GetValues<DrawOwner>())
                {
                    var scratch = new uint[DrawKernel.ScratchWords(4)];
                    DrawKernel.Words(scratch, 4, 4, other, 0, day, owner);
                    words += scratch.Length;
                    seen.UnionWith(scratch);
                }
        // 3,840 words: any equal pair has a chance of 0.2 %, and this seed has none
        Assert.Equal(words, seen.Count);
    }

    [Fact]
    public void Every_field_is_filled_with_a_finite_number_that_differs_between_dyads_but_for_forced_occasions()
    {
        var draws = Draw<Scalar>(50, luck, 0, 3);
        int fields = StateLanes.Of<DayDraws<Scalar>, Scalar>(ref draws[0]).Length;
        Assert.Equal(2 * 15 + 5, fields);
        int constant = 0;
        for (int field = 0; field < fields; field++)
        {
            var values = new HashSet<double>();
            for (int i = 0; i < draws.Length; i++) values.Add(Scalar.Extract(StateLanes.Of<DayDraws<Scalar>, Scalar>(ref draws[i])[field], 0));
            Assert.All(values, x => Assert.True(double.IsFinite(x)));
            if (values.Count == 1) constant++;
            else Assert.Equal(50, values.Count);
        }
        Assert.Equal(2, constant);
    }

    private static DayDraws<TLane>[] Draw<TLane>(int bundles, Luck from, long first, int day)
        where TLane : struct, ILane<TLane>
    {
        var draws = new DayDraws<TLane>[bundles];
        DrawKernel.Fill(draws, new uint[DrawKernel.ScratchWords(bundles * TLane.Width)], from, first, day);
        return draws;
    }

    private static IEnumerable<uint> Bits(DayDraws<Scalar> draws) =>
        StateLanes.Of<DayDraws<Scalar>, Scalar>(ref draws).ToArray().Select(x => BitConverter.SingleToUInt32Bits((float)Scalar.Extract(x, 0)));
}
