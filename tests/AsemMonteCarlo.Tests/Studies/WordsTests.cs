using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Tests.Studies;

public sealed class WordsTests
{
    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("anxeity", "anxiety", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)]
    public void Distance_counts_edits_and_swaps(string from, string to, int expected) => Assert.Equal(expected, Words.Distance(from, to));

    [Fact]
    public void Far_names_suggest_nothing() => Assert.Null(Words.NearMiss("xyzzy", ["dyads", "seed"]));
}
