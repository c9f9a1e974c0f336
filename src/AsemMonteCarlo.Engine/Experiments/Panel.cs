using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Kernels;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Engine.Experiments;

/// <summary>What is kept of a quantity: its value on one day, its mean over days together, or every day of a stretch.</summary>
/// <param name="Quantity">The quantity.</param>
/// <param name="First">First day, counted from 1; 0 is before the first day, after settling.</param>
/// <param name="Last">Last day, included.</param>
/// <param name="IsSeries">Whether every day is kept.</param>
internal readonly record struct PanelRequest(DayQuantity Quantity, int First, int Last, bool IsSeries);

/// <summary>What was kept of both partners of every couple of one scenario: as panel studies have it, persons by days.</summary>
internal sealed class Panel
{
    private readonly Dictionary<PanelRequest, float[]> values;

    private Panel(Study study, int couples, double[] weights, Dictionary<PanelRequest, float[]> values)
    {
        Study = study;
        Couples = couples;
        Weights = weights;
        this.values = values;
    }

    /// <summary>The study as simulated.</summary>
    public Study Study { get; }

    /// <summary>Couples.</summary>
    public int Couples { get; }

    /// <summary>How many couples of the population each couple stands for.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>Values of a request: of couple c, person p, and of a series day d, at ((2c + p) · days + d). NaN where there is none.</summary>
    public float[] this[PanelRequest request] => values[request];

    /// <summary>Simulates one arm of a study and keeps what is asked for.</summary>
    /// <param name="study">The study; one cell.</param>
    /// <param name="off">Pathways switched off from day 0.</param>
    /// <param name="requests">What is kept.</param>
    /// <param name="threads">Worker threads.</param>
    /// <param name="cancellation">Stops between days.</param>
    public static Panel Simulate(Study study, IReadOnlyList<Pathway> off, IReadOnlyCollection<PanelRequest> requests, int threads, CancellationToken cancellation = default)
    {
        string lanes = LaneChoice.Current;
        if (lanes == Wide512.Name) return Simulate<Wide512>(study, off, requests, threads, cancellation);
        if (lanes == Scalar.Name) return Simulate<Scalar>(study, off, requests, threads, cancellation);
        if (lanes == Precise.Name) return Simulate<Precise>(study, off, requests, threads, cancellation);
        return Simulate<Wide>(study, off, requests, threads, cancellation);
    }

    private static Panel Simulate<TLane>(Study study, IReadOnlyList<Pathway> off, IReadOnlyCollection<PanelRequest> requests, int threads, CancellationToken cancellation)
        where TLane : struct, ILane<TLane>
    {
        // nothing is reported but what is asked for
        study = study with { Pathways = new PathwayDesign { Arms = PathwayArms.All, ProviderOnly = study.Pathways.ProviderOnly }, Outcomes = [Outcomes.Anxiety], OwnOutcomes = [], OwnGroups = [], EarlierReadings = [], StoreDyads = false, Trajectories = null, Sweep = [], Reference = null, DissolutionOffView = false };
        var design = new Design(study).Only(0, off);
        var samplings = StudyRunner.Samplings(design);
        int couples = checked((int)study.Dyads), shape = Math.Max(TLane.Width, Math.Min(256, (couples + 15) / 16 * 16));
        var kept = requests.ToDictionary(r => r, r => NotANumber(couples * 2 * (r.IsSeries ? r.Last - r.First + 1 : 1)));
        var weights = new double[couples];
        int blocks = (couples + shape - 1) / shape;
        var workers = new Stack<Recorder<TLane>>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, blocks, options, block =>
        {
            Recorder<TLane>? worker;
            lock (workers) workers.TryPop(out worker);
            worker ??= new Recorder<TLane>(design, samplings, shape, kept, couples);
            worker.Run(block * shape, weights, cancellation);
            lock (workers) workers.Push(worker);
        });
        return new Panel(study, couples, weights, kept);
    }

    private static float[] NotANumber(int count)
    {
        var array = new float[count];
        Array.Fill(array, float.NaN);
        return array;
    }

    /// <summary>Simulates blocks of couples and writes what is asked for into its place.</summary>
    private sealed class Recorder<TLane>
        where TLane : struct, ILane<TLane>
    {
        private readonly Design design;
        private readonly BlockSimulator<TLane> simulator;
        private readonly int shape, couples;
        private readonly List<(PanelRequest Request, float[] Target, float[]? Sums)>[] ofDay;
        private readonly List<(PanelRequest Request, float[] Target, float[] Sums)> means = [];
        private readonly float[] lane = new float[TLane.Width], together;
        private int first;

        public Recorder(Design design, IReadOnlyList<Sampling> samplings, int shape, Dictionary<PanelRequest, float[]> kept, int couples)
        {
            this.design = design;
            this.shape = shape;
            this.couples = couples;
            together = new float[shape];
            simulator = new BlockSimulator<TLane>(design, samplings, new BlockShape(shape, 1), Observe);
            ofDay = [.. Enumerable.Range(0, design.Study.HorizonDays + 1).Select(_ => new List<(PanelRequest, float[], float[]?)>())];
            foreach (var (request, target) in kept)
            {
                float[]? sums = !request.IsSeries && request.Last > request.First ? new float[shape * 4] : null;
                if (sums is not null) means.Add((request, target, sums));
                for (int day = request.First; day <= request.Last; day++) ofDay[day].Add((request, target, sums));
            }
        }

        public void Run(int from, double[] weights, CancellationToken cancellation)
        {
            first = from;
            foreach (var (_, _, sums) in means) Array.Clear(sums);
            int count = Math.Min(shape, couples - from);
            var result = simulator.Run(design.Passes[0], from, count, _ => { }, cancellation);
            for (int i = 0; i < count; i++) weights[from + i] = result.Couples(0)[i].Weight;
            foreach (var (_, target, sums) in means)
                for (int i = 0; i < count * 2; i++) target[from * 2 + i] = sums[2 * i + 1] > 0 ? sums[2 * i] / sums[2 * i + 1] : float.NaN;
        }

        private void Observe(int point, int day, PointValues<TLane> values, ReadOnlySpan<DyadState<TLane>> states, ReadOnlySpan<DyadState<TLane>> last, ReadOnlySpan<DyadTraits<TLane>> traits, ReadOnlySpan<DayDraws<TLane>> draws, ReadOnlySpan<DyadDay<TLane>> days)
        {
            if (day == 0 && ofDay[0].Count > 0) Keep(0, simulator.Starting, simulator.Settled, simulator.Settled, simulator.Traits, draws, days);
            if (ofDay[day + 1].Count > 0) Keep(day + 1, values, states, last, traits, draws, days);
        }

        private void Keep(int day, PointValues<TLane> values, ReadOnlySpan<DyadState<TLane>> states, ReadOnlySpan<DyadState<TLane>> last, ReadOnlySpan<DyadTraits<TLane>> traits, ReadOnlySpan<DayDraws<TLane>> draws, ReadOnlySpan<DyadDay<TLane>> days)
        {
            int width = TLane.Width;
            if (day > 0)
                for (int bundle = 0; bundle < shape / width; bundle++) TLane.Store(days[bundle].Together, ref together[bundle * width]);
            else Array.Clear(together);
            foreach (var (request, target, sums) in ofDay[day])
            {
                int length = request.IsSeries ? request.Last - request.First + 1 : 1, offset = request.IsSeries ? day - request.First : 0;
                for (int bundle = 0; bundle < shape / width; bundle++)
                {
                    for (int person = 0; person < 2; person++)
                    {
                        var view = new DayView<TLane>(values, in states[bundle], in last[bundle], in traits[bundle], in days[bundle], in draws[bundle], person, day, design.Study.Population.ProfileCut);
                        TLane.Store(request.Quantity.Read(view), ref lane[0]);
                        for (int i = 0; i < width; i++)
                        {
                            int place = bundle * width + i, couple = first + place;
                            if (couple >= couples) break;
                            bool counts = together[place] > 0;
                            if (sums is not null)
                            {
                                if (!counts || float.IsNaN(lane[i])) continue;
                                sums[(place * 2 + person) * 2] += lane[i];
                                sums[(place * 2 + person) * 2 + 1]++;
                            }
                            else if (counts || !request.Quantity.IsOfTheDay) target[(couple * 2 + person) * length + offset] = lane[i];
                        }
                    }
                }
            }
        }
    }
}
