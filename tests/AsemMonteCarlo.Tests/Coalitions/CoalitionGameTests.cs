using System.Numerics;
using AsemMonteCarlo.Sensitivity.Coalitions;
using CsCheck;

namespace AsemMonteCarlo.Tests.Coalitions;

public sealed class CoalitionGameTests
{
    // whole numbers: dividends and their sums are then exact
    private static readonly Gen<double[]> genGame = Gen.Int[0, 5].SelectMany(k => Gen.Int[-1000, 1000].Select(i => (double)i).Array[1 << k]);

    [Fact]
    public void Values_are_the_sums_of_the_dividends_of_their_parts() => genGame.Sample(game =>
    {
        double[] dividends = Dividends(game);
        for (int s = 0; s < game.Length; s++)
            Assert.Equal(game[s], Enumerable.Range(0, game.Length).Where(t => (t & s) == t).Sum(t => dividends[t]));
    }, iter: 300);

    [Fact]
    public void Shapley_values_are_mean_contributions_over_all_orders() => genGame.Sample(game =>
    {
        int k = BitOperations.Log2((uint)game.Length);
        var expected = new double[k];
        var orders = Orders([.. Enumerable.Range(0, k)]).ToList();
        foreach (int[] order in orders)
        {
            int before = 0;
            foreach (int i in order)
            {
                expected[i] += (game[before | 1 << i] - game[before]) / orders.Count;
                before |= 1 << i;
            }
        }
        double[] shapley = Shapley(game);
        for (int i = 0; i < k; i++) Assert.Equal(expected[i], shapley[i], 1e-8);
        Assert.Equal(game[^1] - game[0], shapley.Sum(), 1e-8);
    }, iter: 100);

    [Fact]
    public void Interactions_are_mean_second_differences_over_all_orders_of_the_pair_and_the_rest() => genGame.Sample(game =>
    {
        int k = BitOperations.Log2((uint)game.Length);
        var actual = new double[k * (k - 1) / 2];
        CoalitionGame.Interactions(Dividends(game), actual);
        for (int i = 0; i < k; i++)
            for (int j = i + 1; j < k; j++)
            {
                // the pair enters as one player among the k − 2 others (Grabisch and Roubens 1999)
                int[] rest = [.. Enumerable.Range(0, k).Where(x => x != i && x != j), -1];
                var orders = Orders(rest).ToList();
                double expected = orders.Average(order =>
                {
                    int s = order.TakeWhile(x => x >= 0).Sum(x => 1 << x);
                    return game[s | 1 << i | 1 << j] - game[s | 1 << i] - game[s | 1 << j] + game[s];
                });
                Assert.Equal(expected, actual[CoalitionGame.Pair(i, j, k)], 1e-8);
            }
    }, iter: 100);

    [Fact]
    public void Interchangeable_switches_share_alike_and_a_switch_that_does_nothing_gets_nothing() => Gen.Int[-1000, 1000].Select(i => (double)i).Array[8].Sample(small =>
    {
        // switch 0 does nothing; switches 1 and 2 count only by how many are on
        var game = new double[16];
        for (int s = 0; s < 16; s++) game[s] = small[BitOperations.PopCount((uint)(s >> 1 & 3)) + 3 * (s >> 3)];
        double[] shapley = Shapley(game);
        return shapley[0] == 0 && Math.Abs(shapley[1] - shapley[2]) < 1e-9;
    }, iter: 200);

    [Fact]
    public void Pairs_have_places_without_gaps()
    {
        for (int k = 2; k <= 10; k++)
        {
            var places = from i in Enumerable.Range(0, k) from j in Enumerable.Range(i + 1, k - i - 1) select CoalitionGame.Pair(i, j, k);
            Assert.Equal(Enumerable.Range(0, k * (k - 1) / 2), places);
        }
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => CoalitionGame.ToDividends(new double[3]));
        Assert.Throws<ArgumentException>(() => CoalitionGame.ToDividends([]));
        Assert.Throws<ArgumentException>(() => CoalitionGame.Shapley(new double[4], new double[3]));
        Assert.Throws<ArgumentException>(() => CoalitionGame.Interactions(new double[4], new double[2]));
    }

    private static double[] Dividends(double[] game)
    {
        double[] dividends = [.. game];
        CoalitionGame.ToDividends(dividends);
        return dividends;
    }

    private static double[] Shapley(double[] game)
    {
        var shapley = new double[BitOperations.Log2((uint)game.Length)];
        CoalitionGame.Shapley(Dividends(game), shapley);
        return shapley;
    }

    private static IEnumerable<int[]> Orders(int[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany(first => Orders([.. items.Where(x => x != first)]).Select(rest => (int[])[first, .. rest]));
}
