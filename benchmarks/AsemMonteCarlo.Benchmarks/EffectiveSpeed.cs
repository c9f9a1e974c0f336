using System.Diagnostics;
using System.Globalization;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Sensitivity.Coalitions;
using AsemMonteCarlo.Sensitivity.Intervals;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using MathNet.Numerics.Statistics;
using Vectors = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>
/// How much faster an interval of a given width comes by other ways of drawing couples, or of averaging over them: 1/(variance × time)
/// over seeds, relative to plain Monte Carlo with as many couples, and how often the intervals hold the truth. The truth is the mean over everything that was run.
/// </summary>
internal static class EffectiveSpeed
{
    private const double Level = 0.95;
    private const int Horizon = 365;
    private static readonly string[] pathways = ["safe.deescalate", "soft.reasons", "self.validation", "self.efficacy", "others.activity", "others.support"];
    private static readonly int[] sizes = [16, 32, 64, 128];
    private static readonly Outcome[] outcomes = [Outcomes.Anxiety, Outcomes.Avoidance];

    /// <summary>Runs and prints.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="seeds">Runs of each way.</param>
    /// <param name="couples">Couples of a run, a multiple of 128.</param>
    public static void Print(TextWriter to, int seeds, int couples)
    {
        (string Name, int Net, double Share)[] runs =
        [
            ("plain", 1, 0),
            .. sizes.Select(size => ($"nets of {size}", size, 0.0)),
            ("plain, least share of profiles 0.15", 1, 0.15),
            ("nets of 64, least share of profiles 0.15", 64, 0.15),
        ];
        List<Way> ways = [.. runs.Select(r => new Way(r.Name, r.Net, r.Share))];
        Way regression = new("control variates: the couple's 34 normals", 1, 0), strata = new("post-stratification by both profiles", 1, 0);
        // in turn, so that all see the same moods of the machine
        for (int seed = 1; seed <= seeds; seed++)
        {
            foreach (var way in ways)
            {
                bool isPlain = way == ways[0];
                var study = StudyFile.Bind($"pathways: {{ of: [{string.Join(", ", pathways)}] }}", "speed", "",
                    [.. Settings($"dyads={couples}", $"seed={seed + 1000 * way.Net}", $"horizon_days={Horizon}", $"population.net_size={way.Net}", $"population.minimum_profile_share={way.Share}")]);
                var design = new Design(study);
                double[][] values = new double[couples][];
                var watch = Stopwatch.StartNew();
                // what is read of couples is read in every way, as it takes time too
                var run = StudyRunner.Run(design, new RunOptions { Threads = 1, OnPass = (_, block) => Read(design, block, values) });
                double seconds = watch.Elapsed.TotalSeconds;
                way.Add(seconds, Engine(run));
                if (!isPlain) continue;
                var drawn = Enumerable.Range(0, couples).Select(i => run.Sampling.Draw(i)).ToArray();
                watch.Restart();
                var regressed = Regress(values, drawn);
                regression.Add(seconds + watch.Elapsed.TotalSeconds, regressed);
                strata.Add(seconds, Stratify(values, drawn));
            }
        }
        ways.InsertRange(1, [regression, strata]);

        string[] names = [.. outcomes.SelectMany(o => pathways.Prepend("all together").Select(p => $"{o.Name}: {p}"))];
        double[] truth = [.. Enumerable.Range(0, names.Length).Select(i => ways.Where(w => w.Share == 0).Average(w => w.Mean(i)))];
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{couples:N0} couples, {1 << pathways.Length} coalitions, {Horizon} days, {seeds} seeds; speed and width: medians over {names.Length} estimates"));
        to.WriteLine($"{"way",-44}{"speed",8}{"least",8}{"most",8}{"total",8}{"time",8}{"width",8}{"covered",9}");
        foreach (var way in ways)
        {
            var plain = ways.First(w => w.Net == 1 && w.Share == way.Share);
            double time = way.Times.Zip(plain.Times, (w, p) => w / p).Median();
            double[] speed = [.. Enumerable.Range(0, names.Length).Select(i => plain.Variance(i) / way.Variance(i) / time).Order()];
            double covered = Enumerable.Range(0, names.Length).Average(i => way.Covered(i, truth[i]));
            double width = Enumerable.Range(0, names.Length).Select(i => way.Width(i) / plain.Width(i)).Median();
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{way.Name,-44}{speed.Median(),8:F2}{speed[0],8:F2}{speed[^1],8:F2}{plain.Variance(0) / way.Variance(0) / time,8:F2}{time,8:F3}{width,8:F2}{covered,9:P1}"));
        }
        to.WriteLine();
        foreach (var (name, i) in names.Select((n, i) => (n, i)))
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-32}{truth[i],9:F4}  {string.Join(' ', ways.Where(w => w.Share == 0).Select(w => (ways[0].Variance(i) / w.Variance(i)).ToString("F2", CultureInfo.InvariantCulture)))}"));
    }

    private static IEnumerable<string> Settings(params FormattableString[] settings) => settings.Select(FormattableString.Invariant);

    private static Estimate[] Engine(RunResult run)
    {
        var cell = run.Sums.Cells[0];
        int reading = run.Design.Readings.Count - 1;
        Estimate Of(Outcome outcome, Statistic statistic) => cell.Effect(View.All, reading, 0, Accumulator.Place(run.Design.Study, outcome), cell.Statistics.Index().First(s => s.Item == statistic).Index).Estimate(Level);
        return [.. outcomes.SelectMany(o => Enumerable.Range(-1, pathways.Length + 1).Select(p => Of(o, p < 0 ? new Statistic(StatisticKind.Total) : new Statistic(StatisticKind.Shapley, p))))];
    }

    // of every couple, the mean over its persons
    private static void Read(Design design, BlockResult block, double[][] values)
    {
        int arms = design.Arms.Count, k = pathways.Length, reading = design.Readings.Count - 1;
        double[] of = new double[1 << k], shapley = new double[k];
        for (int i = 0; i < block.Dyads; i++)
        {
            var list = new List<double>();
            foreach (var outcome in outcomes)
            {
                int measure = Accumulator.Place(design.Study, outcome);
                for (int arm = 0; arm < arms; arm++) of[design.Arms[arm].Coalition] = 0.5 * (block.Outcome(reading, arm, measure, 0)[i] + (double)block.Outcome(reading, arm, measure, 1)[i]);
                list.Add(of[^1] - of[0]);
                CoalitionGame.ToDividends(of);
                CoalitionGame.Shapley(of, shapley);
                list.AddRange(shapley);
            }
            values[block.FirstDyad + i] = [.. list];
        }
    }

    // the constant of a regression on variables whose means are known to be 0
    private static Estimate[] Regress(double[][] values, SampledCouple[] drawn)
    {
        var x = Matrix<double>.Build.DenseOfRows(drawn.Select(d => Normals(d.Couple.A).Concat(Normals(d.Couple.B)).Append(d.Couple.Fit).Append(d.Couple.Conflict).Prepend(1)));
        var qr = x.QR(QRMethod.Thin);
        double first = x.TransposeThisAndMultiply(x).Inverse()[0, 0];
        int n = x.RowCount, free = n - x.ColumnCount;
        return [.. Enumerable.Range(0, values[0].Length).Select(i =>
        {
            var y = Vectors.Build.Dense(n, r => values[r][i]);
            var beta = qr.Solve(y);
            var left = y - x * beta;
            return Around(beta[0], Math.Sqrt(left.DotProduct(left) / free * first), free, n);
        })];
    }

    private static double[] Normals(in PartnerNormals p) => [p.Anxiety, p.Avoidance, p.SpecificSelf, p.SpecificOthers, p.Closeness, p.Skill, p.SafeSkill, p.SoftSkill, p.SelfSkill, p.OthersSkill, p.Reading, p.Willingness, p.Inconsistency, p.Stress, p.Liking, p.Commitment];

    // shares of strata are as good as known: a quarter of a million couples on luck of their own
    private static readonly Lazy<Dictionary<int, double>> shares = new(() =>
    {
        const int Pilot = 1 << 18;
        var sampling = new Sampling(StudyFile.Bind("{}", "pilot", "", ["seed=987654321", FormattableString.Invariant($"dyads={Pilot}")]));
        return Enumerable.Range(0, Pilot).GroupBy(i => Stratum(sampling.Draw(i))).ToDictionary(g => g.Key, g => g.Count() / (double)Pilot);
    });

    private static int Stratum(in SampledCouple couple) => 4 * Math.Max((int)couple.A, (int)couple.B) + Math.Min((int)couple.A, (int)couple.B);

    private static Estimate[] Stratify(double[][] values, SampledCouple[] drawn)
    {
        var strata = drawn.Select((couple, i) => (Stratum: Stratum(couple), Row: i)).GroupBy(c => c.Stratum, c => c.Row).Where(g => g.Count() > 1).ToList();
        double known = strata.Sum(g => shares.Value.GetValueOrDefault(g.Key));
        return [.. Enumerable.Range(0, values[0].Length).Select(i =>
        {
            double mean = 0, variance = 0;
            foreach (var stratum in strata)
            {
                double[] of = [.. stratum.Select(r => values[r][i])];
                double share = shares.Value.GetValueOrDefault(stratum.Key) / known;
                mean += share * of.Average();
                variance += share * share * of.Variance() / of.Length;
            }
            return Around(mean, Math.Sqrt(variance), drawn.Length - strata.Count, drawn.Length);
        })];
    }

    private static Estimate Around(double value, double error, int degrees, int units)
    {
        double half = Quantiles.Student(Level, degrees) * error;
        return new Estimate(value, error, value - half, value + half, units, units);
    }

    private sealed class Way(string name, int net, double share)
    {
        private readonly List<Estimate[]> runs = [];

        public string Name => name;

        public int Net => net;

        public double Share => share;

        // seconds of each run
        public List<double> Times { get; } = [];

        public void Add(double seconds, Estimate[] run)
        {
            runs.Add(run);
            Times.Add(seconds);
        }

        public double Mean(int i) => runs.Average(r => r[i].Value);

        public double Variance(int i) => runs.Select(r => r[i].Value).Variance();

        public double Width(int i) => runs.Average(r => r[i].High - r[i].Low);

        public double Covered(int i, double truth) => runs.Average(r => r[i].Low <= truth && truth <= r[i].High ? 1 : 0);
    }
}
