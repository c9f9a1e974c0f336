using AsemMonteCarlo.Cli;
using AsemMonteCarlo.Engine.Replays;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Tests.Simulation;

namespace AsemMonteCarlo.Tests.Replays;

public sealed class ReplayViewTests
{
    private static readonly Study study = SmallStudy.Create() with { HorizonDays = 200, Timeline = [new PartnerReplacement { FromDay = 150 }] };

    [Fact]
    public void At_most_forty_days_are_shown_and_the_first_the_last_and_ends_of_bonds_always()
    {
        int ends = 0;
        foreach (var days in Enumerable.Range(0, 12).Select(dyad => Replay.Run<Scalar>(study, 0, dyad, [], TestContext.Current.CancellationToken).AsRun.Days))
        {
            var shown = ReplayView.Shown(days, null);
            Assert.InRange(shown.Count, 36, 40);
            Assert.Equal((0, 199), (shown[0], shown[^1]));
            Assert.Equal(shown.Distinct().Order(), shown);
            int[] ended = [.. days.Index().Where(d => d.Item.Ended).Select(d => d.Index)];
            Assert.Subset(shown.ToHashSet(), ended.ToHashSet());
            ends += ended.Length;
        }
        Assert.True(ends > 0);
    }

    [Fact]
    public void All_days_asked_for_are_shown()
    {
        var days = Replay.Run<Scalar>(study, 0, 0, [], TestContext.Current.CancellationToken).AsRun.Days;
        Assert.Equal(Enumerable.Range(9, 70), ReplayView.Shown(days, (10, 79)));
    }

    [Fact]
    public void The_end_of_a_bond_the_days_apart_and_the_next_partner_are_told()
    {
        var replay = Enumerable.Range(0, 40).Select(dyad => Replay.Run<Scalar>(study, 0, dyad, [], TestContext.Current.CancellationToken)).First(r => r.AsRun.Days[149] is { WasTogether: false });
        int end = replay.AsRun.Days.Index().First(d => d.Item.Ended).Index;
        string[] lines = ReplayView.Text(replay, 0, (end + 1, 151), isStored: false, file: null).Split('\n');
        Assert.Contains(lines, line => line.TrimStart().StartsWith(FormattableString.Invariant($"{end + 1} "), StringComparison.Ordinal) && line.Contains("the bond ends", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.TrimStart().StartsWith("150 apart ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.TrimStart().StartsWith("151 new partner", StringComparison.Ordinal));
        // states stay as on the last day together
        var (last, apart) = (replay.AsRun.Days[end], replay.AsRun.Days[149]);
        Assert.All(ReplayColumns.States, c => Assert.Equal(c.ValueOf(last.Of(0)), c.ValueOf(apart.Of(0))));
    }
}
