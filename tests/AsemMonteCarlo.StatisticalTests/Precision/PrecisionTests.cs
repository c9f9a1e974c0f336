using System.Globalization;
using System.Numerics;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.StatisticalTests.Precision;

/// <summary>
/// What single precision costs: the same couples under the same luck on the fastest single-precision lanes and in double
/// precision. Rounding decides an event now and then, after which a couple goes another way; answers must not show it.
/// </summary>
[Trait("Category", "Slow")]
public sealed class PrecisionTests(ITestOutputHelper output)
{
    private const int Year = 365, Block = 64;

    // in the outcome's own unit: points on 1–7, shares, days of effort a year
    private const double LargestDifference = 1e-4;

    // of the Monte Carlo error of a mean
    private const double LargestShareOfError = 0.1;

    private const double LargestFlippedShare = 0.001;

    private static readonly DayQuantity[] eventsOfPersons = [.. new[] { "asked", "stressor", "sharing", "challenge", "success", "support_offered" }.Select(name => DayQuantity.All["situation." + name])];
    private static readonly DayQuantity[] eventsOfCouples = [DayQuantity.All["situation.conflict"], DayQuantity.All["situation.joint_activity"], DayQuantity.All["state.intact"]];

    private static readonly int horizon = Reduced.Size(10 * Year, Year);

    private static readonly Study study = new()
    {
        Name = "precision",
        Dyads = Reduced.Size(4096, 1024),
        HorizonDays = horizon,
        EarlierReadings = horizon > Year ? [Year] : [],
        Pathways = new PathwayDesign { Arms = PathwayArms.All | PathwayArms.None },
    };

    [Fact]
    public void Single_precision_flips_few_events_and_moves_no_mean_outcome()
    {
        if (LaneChoice.Available[0] == Wide512.Name) Compare<Wide512>();
        else Compare<Wide>();
    }

    private void Compare<TFast>()
        where TFast : struct, ILane<TFast>
    {
        var design = new Design(study);
        var (fast, precise) = (new Observed<TFast>(design), new Observed<Precise>(design));
        int years = horizon / Year, points = design.PointCount, arms = points + 1;
        long[] flipped = new long[years], apart = new long[years];
        long events = 0;
        var means = Enumerable.Range(0, study.Readings.Count * arms * study.Outcomes.Count).Select(_ => new Moments()).ToArray();
        for (int first = 0; first < study.Dyads; first += Block)
        {
            var (single, real) = (fast.Run(first), precise.Run(first));
            for (int couple = 0; couple < Block; couple++)
            {
                for (int point = 0; point < points; point++)
                {
                    bool isApart = false;
                    for (int year = 0; year < years; year++)
                    {
                        bool differs = Enumerable.Range(year * Year, Year).Any(day => fast.Events[point, day, couple] != precise.Events[point, day, couple]);
                        events += Enumerable.Range(year * Year, Year).Sum(day => BitOperations.PopCount(precise.Events[point, day, couple]));
                        isApart |= differs;
                        if (differs) flipped[year]++;
                        if (isApart) apart[year]++;
                    }
                }
                for (int i = 0; i < means.Length; i++)
                {
                    int outcome = i % study.Outcomes.Count, arm = i / study.Outcomes.Count % arms, reading = i / study.Outcomes.Count / arms;
                    means[i].Add(Value(single, reading, arm, outcome, couple), Value(real, reading, arm, outcome, couple));
                }
            }
        }
        double dyadYears = study.Dyads * points;
        output.WriteLine(Line($"events and days together of a couple in a year: {events / dyadYears / years:f0}"));
        Assert.True(events > Year * dyadYears);
        var failures = new List<string>();
        for (int year = 0; year < years; year++)
        {
            output.WriteLine(Line($"year {year + 1}: an event differs in {flipped[year] / dyadYears:P3} of dyad-years; {apart[year] / dyadYears:P3} of couples differed so far"));
            if (flipped[year] / dyadYears > LargestFlippedShare) failures.Add(Line($"year {year + 1}: {flipped[year] / dyadYears:P3} of dyad-years"));
        }
        for (int i = 0; i < means.Length; i++)
        {
            int outcome = i % study.Outcomes.Count, arm = i / study.Outcomes.Count % arms, reading = i / study.Outcomes.Count / arms;
            var (difference, error) = (Math.Abs(means[i].Difference), means[i].StandardError);
            string line = Line($"day {study.Readings[reading],4}, {(arm == points ? "all less none" : design.Arms[arm].Name),-13} {study.Outcomes[outcome],-22} mean {means[i].Mean,10:f5}  difference {difference,8:g2}, {(error > 0 ? difference / error : 0),8:f5} of its standard error");
            output.WriteLine(line);
            if (difference > LargestDifference || difference > LargestShareOfError * error) failures.Add(line);
        }
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
    }

    // mean of both partners at a design point, or of the last point less the first
    private static double Value(BlockResult result, int reading, int arm, int outcome, int couple)
    {
        double Of(int point) => 0.5 * ((double)result.Outcome(reading, point, outcome, 0)[couple] + result.Outcome(reading, point, outcome, 1)[couple]);
        return arm < 2 ? Of(arm) : Of(1) - Of(0);
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Means over couples of what one precision and the other give.</summary>
    private sealed class Moments
    {
        private double count, sum, squares, differences;

        public double Mean => sum / count;

        public double Difference => differences / count;

        public double StandardError => Math.Sqrt(Math.Max(0, squares / count - Mean * Mean) / (count - 1));

        public void Add(double single, double real)
        {
            count++;
            sum += real;
            squares += real * real;
            differences += single - real;
        }
    }

    /// <summary>Simulates blocks in one precision and keeps which events took place.</summary>
    private sealed class Observed<TLane>
        where TLane : struct, ILane<TLane>
    {
        private readonly Design design;
        private readonly BlockSimulator<TLane> simulator;

        public Observed(Design design)
        {
            this.design = design;
            Events = new uint[design.PointCount, horizon, Block];
            simulator = new BlockSimulator<TLane>(design, StudyRunner.Samplings(design), new BlockShape(Block, design.PointCount), Observe);
        }

        /// <summary>One bit for each event of a point, a day and a couple of the block.</summary>
        public uint[,,] Events { get; }

        public BlockResult Run(int first) => simulator.Run(Assert.Single(design.Passes), first, Block, _ => { }, TestContext.Current.CancellationToken);

        private void Observe(int point, int day, PointValues<TLane> values, ReadOnlySpan<DyadState<TLane>> states, ReadOnlySpan<DyadState<TLane>> last, ReadOnlySpan<DyadTraits<TLane>> traits, ReadOnlySpan<DayDraws<TLane>> draws, ReadOnlySpan<DyadDay<TLane>> days)
        {
            for (int bundle = 0; bundle < states.Length; bundle++)
            {
                for (int lane = 0; lane < TLane.Width; lane++) Events[point, day, bundle * TLane.Width + lane] = 0;
                int bit = 0;
                for (int person = 0; person < 2; person++)
                {
                    var view = new DayView<TLane>(values, in states[bundle], in last[bundle], in traits[bundle], in days[bundle], in draws[bundle], person, day + 1, study.Population.ProfileCut);
                    foreach (var quantity in person == 0 ? [.. eventsOfPersons, .. eventsOfCouples] : eventsOfPersons) Keep(point, day, bundle, bit++, quantity.Read(view), days[bundle].Together);
                }
            }
        }

        private void Keep(int point, int day, int bundle, int bit, TLane happened, TLane together)
        {
            for (int lane = 0; lane < TLane.Width; lane++)
                if (TLane.Extract(happened, lane) > 0 && TLane.Extract(together, lane) > 0) Events[point, day, bundle * TLane.Width + lane] |= 1u << bit;
        }
    }
}
