using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Reflection;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Tests.Kernels;

/// <summary>
/// A kernel whose equations are not inlined runs at half the speed or less without any other sign. The runtime says when it
/// gives up; a lane type of this test's own makes it compile the kernels anew while we listen.
/// </summary>
[Collection(CompiledAlone.Name)]
public sealed class InliningTests
{
    [Fact]
    public void Every_equation_is_inlined_into_its_kernel()
    {
        using var listener = new InliningListener();
        Span<DyadState<Probe>> states = new DyadState<Probe>[1], last = new DyadState<Probe>[1];
        Span<DyadTraits<Probe>> traits = new DyadTraits<Probe>[1];
        Span<DayDraws<Probe>> draws = new DayDraws<Probe>[1];
        Span<DyadDay<Probe>> days = new DyadDay<Probe>[1];
        var couple = Couple.Draw(new Luck(1, 0, 0), 0, 0);
        Initialisation.Couple(ParameterSet.Defaults, ParameterSet.Defaults, couple, new CoupleScores(3, 3, 2, 2), ref traits[0], ref states[0], 0);
        var values = new Values<Probe>(ParameterSet.Defaults);
        var words = new uint[DrawKernel.ScratchWords(1)];
        // often enough, and long enough, for the optimising compiler to take the kernels up
        for (int round = 0; round < 1200 && listener.Optimised < 5; round++)
        {
            for (int day = 0; day < 100; day++)
            {
                DrawKernel.Fill(draws, words, new Luck(1, 0, 0), 0, day);
                AsemModel.Day(values, values, states, last, traits, draws, days, settling: false);
            }
            Thread.Sleep(50);
        }
        Assert.True(listener.Optimised >= 5, "the kernels were never optimised, so nothing was shown");
        Assert.True(listener.Failures.IsEmpty, string.Join('\n', listener.Failures.Distinct()));
    }

    [Fact]
    public void Vectors_go_to_the_bodies_by_reference()
    {
        // by value they travel over the stack in parts, and the body waits until the parts are one again
        var bodies = typeof(AsemModel).Assembly.GetTypes().Where(t => t.Namespace == "AsemMonteCarlo.Model.Kernels")
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(m => (m.MethodImplementationFlags & MethodImplAttributes.NoInlining) != 0).ToList();
        Assert.True(bodies.Count >= 12);
        Assert.Empty(bodies.SelectMany(m => m.GetParameters()).Where(p => p.ParameterType.IsGenericParameter).Select(p => $"{p.Member.Name}: {p.Name}"));
    }

    private sealed class InliningListener : EventListener
    {
        private readonly ConcurrentDictionary<string, bool> optimised = new();

        public ConcurrentBag<string> Failures { get; } = [];

        public int Optimised => optimised.Count;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            // JIT tracing and JIT keywords
            if (eventSource.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(eventSource, EventLevel.Verbose, (EventKeywords)0x1010);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName is null || eventData.Payload is not { } payload) return;
            if (eventData.EventName.StartsWith("MethodJitInliningFailed", StringComparison.Ordinal))
            {
                string compiled = $"{payload[0]}", signature = $"{payload[2]}", inlinee = $"{payload[6]}.{payload[7]}";
                // the counting lane is larger by its counters, and measures nothing by its speed; another test may have compiled its kernels just before
                if (signature.Contains("Lanes.Counting", StringComparison.Ordinal)) return;
                if (compiled.StartsWith("AsemMonteCarlo.Model.Kernels", StringComparison.Ordinal) && !inlinee.Contains("Kernel", StringComparison.Ordinal) && inlinee.StartsWith("AsemMonteCarlo.Model", StringComparison.Ordinal))
                    Failures.Add($"{payload[1]} does not inline {inlinee}: {payload[10]} ({signature})");
            }
            else if (eventData.EventName.StartsWith("MethodJitInliningSucceeded", StringComparison.Ordinal) && $"{payload[0]}".StartsWith("AsemMonteCarlo.Model.Kernels", StringComparison.Ordinal))
            {
                optimised[$"{payload[0]}.{payload[1]}"] = true;
            }
        }
    }

    /// <summary>A scalar lane under another name.</summary>
    private readonly struct Probe(Scalar value) : ILane<Probe>
    {
        private readonly Scalar value = value;

        public static int Width => 1;

        public static string Name => "probe";

        public static Probe Broadcast(double value) => new(Scalar.Broadcast(value));

        public static Probe Broadcast(in Constants constants, int index) => new(Scalar.Broadcast(constants, index));

        public static Probe operator +(Probe left, Probe right) => new(left.value + right.value);

        public static Probe operator -(Probe left, Probe right) => new(left.value - right.value);

        public static Probe operator *(Probe left, Probe right) => new(left.value * right.value);

        public static Probe operator /(Probe left, Probe right) => new(left.value / right.value);

        public static Probe MultiplyAdd(Probe a, Probe b, Probe c) => new(Scalar.MultiplyAdd(a.value, b.value, c.value));

        public static Probe Min(Probe left, Probe right) => new(Scalar.Min(left.value, right.value));

        public static Probe Max(Probe left, Probe right) => new(Scalar.Max(left.value, right.value));

        public static Probe Abs(Probe value) => new(Scalar.Abs(value.value));

        public static Probe SquareRoot(Probe value) => new(Scalar.SquareRoot(value.value));

        public static Probe Exp(Probe value) => new(Scalar.Exp(value.value));

        public static Probe Log(Probe value) => new(Scalar.Log(value.value));

        public static Probe NormalQuantile(Probe probability) => new(Scalar.NormalQuantile(probability.value));

        public static Probe GreaterThan(Probe left, Probe right) => new(Scalar.GreaterThan(left.value, right.value));

        public static Probe And(Probe mask, Probe value) => new(Scalar.And(mask.value, value.value));

        public static Probe Select(Probe mask, Probe whereSet, Probe elsewhere) => new(Scalar.Select(mask.value, whereSet.value, elsewhere.value));

        public static bool Any(Probe mask) => Scalar.Any(mask.value);

        public static Probe Uniform(ref readonly uint firstWord) => new(Scalar.Uniform(in firstWord));

        public static Probe Load(ref readonly float first) => new(Scalar.Load(in first));

        public static void Store(Probe value, ref float first) => Scalar.Store(value.value, ref first);

        public static double Extract(Probe value, int lane) => Scalar.Extract(value.value, lane);

        public static Probe Insert(Probe value, int lane, double number) => new(Scalar.Broadcast(number));
    }
}
