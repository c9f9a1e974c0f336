using System.Globalization;
using AsemMonteCarlo.Numerics.Streams;

namespace AsemMonteCarlo.Tests.Streams;

public sealed class PhiloxTests
{
    [Fact]
    public void Known_answers_of_the_authors_are_met()
    {
        var rows = Golden.Rows("philox4x32-10.txt");
        Assert.Equal(3, rows.Count);
        foreach (string[] row in rows)
        {
            uint[] w = Array.ConvertAll(row, text => uint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            Assert.Equal((w[6], w[7], w[8], w[9]), Philox.Words(w[0], w[1], w[2], w[3], w[4] | (ulong)w[5] << 32));
        }
    }

    [Fact]
    public void Filling_equals_single_words_at_every_count()
    {
        const ulong key = 0xfedcba9876543210;
        for (int count = 1; count <= 70; count++)
        {
            uint first = 0xFFFFFFFF - 80 + (uint)count;
            var words = new uint[4 * count + 1];
            words[^1] = 77;
            Philox.Fill(words, count, first, 2, 3, 4, key);
            for (int i = 0; i < count; i++)
                Assert.Equal(Philox.Words(first + (uint)i, 2, 3, 4, key), (words[i], words[count + i], words[2 * count + i], words[3 * count + i]));
            Assert.Equal(77u, words[^1]);
        }
    }

    [Fact]
    public void A_span_that_is_too_short_is_refused() => Assert.Throws<ArgumentException>(() => Philox.Fill(new uint[7], 2, 0, 0, 0, 0, 0));
}
