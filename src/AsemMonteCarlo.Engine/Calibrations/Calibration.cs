using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;
using AsemMonteCarlo.Numerics.Streams;
using MathNet.Numerics.LinearAlgebra;

namespace AsemMonteCarlo.Engine.Calibrations;

/// <summary>How a calibration is run.</summary>
/// <param name="Draws">Parameter sets tried in each wave, at least 8.</param>
/// <param name="Waves">Waves after the first, which draws from the prior; 0 or more.</param>
/// <param name="Elite">Best sets from which the next wave is drawn.</param>
/// <param name="Members">Acceptable sets kept as the ensemble, at most.</param>
/// <param name="Seed">Seed of the sets tried; luck of couples is the study's.</param>
/// <param name="Threads">Worker threads; results do not depend on it.</param>
internal sealed record CalibrationOptions(int Draws = 400, int Waves = 8, int Elite = 80, int Members = 32, ulong Seed = 1, int Threads = 1);

/// <summary>A parameter set that was tried.</summary>
/// <param name="Wave">The wave; 0 draws from the prior.</param>
/// <param name="Number">Number within the wave.</param>
/// <param name="Values">Values of the free parameters.</param>
/// <param name="Statistics">Simulated values of the fitted and filtering figures.</param>
/// <param name="Loss">Sum of squared misses in half-widths of the bands.</param>
internal sealed record CalibrationDraw(int Wave, int Number, double[] Values, double[] Statistics, double Loss);

/// <summary>
/// Fits free parameters to published figures by simulated moments, each weighed by the inverse square of its band's half-width.
/// The first wave draws sets from the prior; each later one from the best sets so far, moved towards their mean and spread by a
/// normal kernel that keeps mean and covariance (population Monte Carlo, Cappé et al. 2004; the kernel of Liu and West 2001). A set is a pure function of
/// the seed and of earlier waves, whatever the threads.
/// </summary>
internal sealed class Calibration
{
    // share of the elite's covariance that is taken by the kernel, and of the covariances that is dropped because few sets tell them badly
    private const double Kernel = 0.5, Shrinkage = 0.3;

    private readonly IReadOnlyList<FreeParameter> free;
    private readonly CalibrationOptions options;

    /// <summary>Prepares a calibration.</summary>
    /// <param name="file">The figures and the free parameters.</param>
    /// <param name="options">How it is run.</param>
    public Calibration(TargetFile file, CalibrationOptions options)
    {
        free = file.Free;
        this.options = options;
        Targets = [.. file.Targets.Where(t => t.Experiment is not null && t.Use is TargetUse.Fitted or TargetUse.Filter)];
    }

    /// <summary>The fitted and the filtering figures.</summary>
    public IReadOnlyList<Target> Targets { get; }

    /// <summary>The sets of a wave.</summary>
    /// <param name="wave">The wave.</param>
    /// <param name="earlier">Everything tried before.</param>
    public IReadOnlyList<double[]> Sets(int wave, IReadOnlyList<CalibrationDraw> earlier)
    {
        int number = options.Draws;
        if (wave == 0)
            // what the file starts from is the first set
            return [.. Enumerable.Range(0, number).Select(i => i == 0 ? Rounded(free.Select(f => f.Start)) : Rounded(free.Select((f, k) => f.Prior.Quantile(Uniform(wave, i, k)))))];
        double[][] elite = [.. earlier.OrderBy(d => d.Loss).ThenBy(d => d.Wave).ThenBy(d => d.Number).Take(options.Elite).Select(d => free.Select((f, k) => Normal(f.Prior.ShareBelow(d.Values[k]))).ToArray())];
        int size = free.Count;
        double[] mean = [.. Enumerable.Range(0, size).Select(k => elite.Average(e => e[k]))];
        var covariance = Matrix<double>.Build.Dense(size, size, (a, b) => (a == b ? 1 : 1 - Shrinkage) * elite.Average(e => (e[a] - mean[a]) * (e[b] - mean[b])) + (a == b ? 1e-4 : 0));
        var root = covariance.Cholesky().Factor;
        double keep = Math.Sqrt(1 - Kernel * Kernel);
        return [.. Enumerable.Range(0, number).Select(i =>
        {
            var member = elite[(int)(Uniform(wave, i, size) * elite.Length)];
            var noise = Vector<double>.Build.Dense(size, k => Normal(Uniform(wave, i, k)));
            var moved = root * noise;
            return Rounded(free.Select((f, k) => f.Prior.Quantile(Place(keep * member[k] + (1 - keep) * mean[k] + Kernel * moved[k]))));
        })];
    }

    /// <summary>Simulates sets of one wave.</summary>
    /// <param name="wave">The wave.</param>
    /// <param name="sets">The sets.</param>
    /// <param name="seed">Seed of the couples' luck, or null for the studies' own.</param>
    /// <param name="progress">Called with sets done; may be null.</param>
    /// <param name="cancellation">Stops the work.</param>
    public IReadOnlyList<CalibrationDraw> Try(int wave, IReadOnlyList<double[]> sets, ulong? seed, Action<int>? progress, CancellationToken cancellation)
    {
        var draws = new CalibrationDraw[sets.Count];
        int done = 0;
        Parallel.For(0, sets.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation }, i =>
        {
            var estimates = ExperimentRunner.Estimate([.. Targets.Select(t => Under(t.Experiment!, sets[i], seed))], 1, null, groups: 4, cancellation);
            double loss = Targets.Zip(estimates).Sum(pair => pair.First.Use == TargetUse.Filter && pair.First.IsMet(pair.Second) ? 0 : pair.First.Miss(pair.Second.Value));
            draws[i] = new CalibrationDraw(wave, i, sets[i], [.. estimates.Select(e => e.Value)], loss);
            progress?.Invoke(Interlocked.Increment(ref done));
        });
        return draws;
    }

    /// <summary>An experiment with the free parameters at some values, where it does not set them itself.</summary>
    public Experiment Under(Experiment experiment, IReadOnlyList<double> values, ulong? seed = null)
    {
        var changed = experiment.With(set =>
        {
            for (int k = 0; k < free.Count; k++)
                if (set[free[k].Parameter] == free[k].Parameter.Default) set = set.With(free[k].Parameter, values[k]);
            return set;
        });
        return seed is { } given ? changed with { Scenarios = [.. changed.Scenarios.Select(s => new Scenario(s.Name, s.Study with { Seed = given }, s.Off))] } : changed;
    }

    /// <summary>
    /// Whether the method finds parameters that are known: sets drawn from the prior are hidden, their figures simulated with other luck, and
    /// each parameter is estimated from the first wave by weighted local-linear regression on the figures (Beaumont, Zhang and Balding 2002).
    /// </summary>
    /// <param name="prior">The first wave.</param>
    /// <param name="hidden">Sets to be found, simulated with other luck.</param>
    public IReadOnlyList<ParameterRecovery> Recover(IReadOnlyList<CalibrationDraw> prior, IReadOnlyList<CalibrationDraw> hidden)
    {
        const double nearest = 0.4, level = 0.9;
        int[] usable = [.. Enumerable.Range(0, Targets.Count).Where(t => prior.Concat(hidden).All(d => !double.IsNaN(d.Statistics[t])))];
        double[] centre = [.. usable.Select(t => prior.Average(d => d.Statistics[t]))];
        double[] spread = [.. usable.Select((t, i) => Math.Sqrt(prior.Average(d => (d.Statistics[t] - centre[i]) * (d.Statistics[t] - centre[i]))) + 1e-9)];
        double[] Scaled(CalibrationDraw d) => [.. usable.Select((t, i) => Math.Clamp((d.Statistics[t] - centre[i]) / spread[i], -4, 4))];
        double[][] known = [.. prior.Select(Scaled)];
        var errors = new List<(double Truth, double Found, bool Covered)>[free.Count];
        for (int k = 0; k < free.Count; k++) errors[k] = [];
        foreach (var truth in hidden)
        {
            double[] seen = Scaled(truth);
            double[] distances = [.. known.Select(s => Math.Sqrt(s.Zip(seen, (a, b) => (a - b) * (a - b)).Sum()))];
            double width = distances.Order().ElementAt((int)(nearest * distances.Length)) + 1e-9;
            int[] near = [.. Enumerable.Range(0, distances.Length).Where(i => distances[i] < width)];
            double[] weights = [.. near.Select(i => 1 - distances[i] / width * (distances[i] / width))];
            var design = Matrix<double>.Build.Dense(near.Length, usable.Length + 1, (i, j) => Math.Sqrt(weights[i]) * (j == 0 ? 1 : known[near[i]][j - 1] - seen[j - 1]));
            // a little ridge, since many figures tell nearly the same
            var normal = design.TransposeThisAndMultiply(design) + Matrix<double>.Build.DenseDiagonal(usable.Length + 1, usable.Length + 1, j => j == 0 ? 1e-9 : 0.02 * weights.Sum());
            var factor = normal.Cholesky();
            for (int k = 0; k < free.Count; k++)
            {
                double[] places = [.. near.Select(i => Normal(free[k].Prior.ShareBelow(prior[i].Values[k])))];
                var line = factor.Solve(design.TransposeThisAndMultiply(Vector<double>.Build.Dense(near.Length, i => Math.Sqrt(weights[i]) * places[i])));
                double found = line[0], truthPlace = Normal(free[k].Prior.ShareBelow(truth.Values[k]));
                var adjusted = near.Index().Select(n => (Place: places[n.Index] - Enumerable.Range(1, usable.Length).Sum(j => line[j] * (known[n.Item][j - 1] - seen[j - 1])), Weight: weights[n.Index])).OrderBy(a => a.Place).ToList();
                double total = adjusted.Sum(a => a.Weight), sum = 0, low = double.NegativeInfinity, high = double.PositiveInfinity;
                foreach (var (place, weight) in adjusted)
                {
                    sum += weight;
                    if (sum <= (1 - level) / 2 * total) low = place;
                    if (sum >= (1 + level) / 2 * total)
                    {
                        high = place;
                        break;
                    }
                }
                errors[k].Add((truthPlace, found, truthPlace >= low && truthPlace <= high));
            }
        }
        return [.. free.Select((f, k) =>
        {
            double truths = errors[k].Average(e => e.Truth), founds = errors[k].Average(e => e.Found);
            double both = errors[k].Sum(e => (e.Truth - truths) * (e.Found - founds)), own = errors[k].Sum(e => (e.Truth - truths) * (e.Truth - truths)), other = errors[k].Sum(e => (e.Found - founds) * (e.Found - founds));
            return new ParameterRecovery(f.Parameter, founds - truths, errors[k].Average(e => e.Covered ? 1.0 : 0), own > 0 && other > 0 ? both / Math.Sqrt(own * other) : 0);
        })];
    }

    // three significant digits, so that what is shipped is what was tried
    private double[] Rounded(IEnumerable<double> values) => [.. values.Select((value, k) =>
    {
        double rounded = double.Parse(value.ToString("G3", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
        return Math.Clamp(rounded, free[k].Parameter.Minimum, free[k].Parameter.Maximum);
    })];

    private double Uniform(int wave, int draw, int place)
    {
        var (word, _, _, _) = Philox.Words((uint)draw, (uint)wave, (uint)place, 0x43414C49, options.Seed);
        return (word + 0.5) / 4294967296.0;
    }

    private static double Normal(double place) => DoubleFunctions.NormalQuantile(Math.Clamp(place, 0.001, 0.999));

    // the normal distribution's share below z, by bisection of its quantile
    private static double Place(double z)
    {
        double low = 0, high = 1;
        for (int i = 0; i < 40; i++)
        {
            double middle = (low + high) / 2;
            if (DoubleFunctions.NormalQuantile(Math.Clamp(middle, 1e-12, 1 - 1e-12)) < z) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }
}

/// <summary>How well a known parameter is found again.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Bias">Mean error, in standard deviations of the prior.</param>
/// <param name="Coverage">Share of 90 % intervals that hold the truth.</param>
/// <param name="Correlation">Correlation of truth and estimate.</param>
internal sealed record ParameterRecovery(Parameter Parameter, double Bias, double Coverage, double Correlation)
{
    /// <summary>Whether the figures tell the parameter: truth and estimate share at least a quarter of their variance.</summary>
    public bool IsIdentified => Correlation >= 0.5;
}
