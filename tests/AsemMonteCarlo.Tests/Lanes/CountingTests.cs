using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Tests.Lanes;

public sealed class CountingTests
{
    [Theory]
    [InlineData("+", 1)]
    [InlineData("-", 1)]
    [InlineData("*", 1)]
    [InlineData("/", 1)]
    [InlineData("MultiplyAdd", 2)]
    [InlineData("Min", 1)]
    [InlineData("Max", 1)]
    [InlineData("SquareRoot", 1)]
    [InlineData("Abs", 0)]
    [InlineData("GreaterThan", 0)]
    [InlineData("And", 0)]
    [InlineData("Select", 0)]
    // min, max, square, sum, product, quotient, fused: 6 + 2
    [InlineData("Saturate", 8)]
    [InlineData("Decay", 2)]
    [InlineData("Toward", 3)]
    public void Operations_count_as_documented(string name, long expected)
    {
        var one = Counting.Broadcast(0.5);
        var run = LaneOperations<Counting>.All.Single(o => o.Name == name).Run;
        Counting.Reset();
        run(one, one, one);
        Assert.Equal(expected, Counting.Operations);
        run(one, one, one);
        Assert.Equal(2 * expected, Counting.Operations);
        Counting.Reset();
        Assert.Equal(0, Counting.Operations);
    }

    [Fact]
    public void Uniform_load_and_store_count_nothing()
    {
        uint[] words = [123456789];
        float[] numbers = [1.5f];
        Counting.Reset();
        Counting.Store(Counting.Uniform(in words[0]), ref numbers[0]);
        Counting.Store(Counting.Load(in numbers[0]), ref numbers[0]);
        Assert.Equal(0, Counting.Operations);
    }

    [Fact]
    public void The_counter_belongs_to_the_thread()
    {
        Counting.Reset();
        var thread = new Thread(() => _ = Counting.Broadcast(1) + Counting.Broadcast(2));
        thread.Start();
        thread.Join();
        Assert.Equal(0, Counting.Operations);
    }
}
