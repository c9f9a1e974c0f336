using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using AsemMonteCarlo.Engine.SelfTests;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Benchmarks;

/// <summary>What a peer of the kernel in another language needs: the same inputs, the results to equal, and our time. See benchmarks/peers/kernel.</summary>
internal static class KernelPeer
{
    private const int Dyads = 64, Points = 64, Days = 30;

    /// <summary>Writes <c>layout.h</c>, the structs and places of quantities as C++, and <c>inputs.bin</c>, values, traits, states at the start and after some days.</summary>
    public static void WriteInputs(string folder)
    {
        Directory.CreateDirectory(folder);
        var quantities = AsemModel.Parameters.AsEnumerable<Quantity>().Concat(AsemModel.Inputs).Concat(AsemModel.DerivedQuantities).ToList();
        int places = 1 + quantities.Max(q => q.Index);
        File.WriteAllText(Path.Combine(folder, "layout.h"), Layout(places));

        var block = new DayBlock<Wide512>(Dyads, Points);
        using var file = File.Create(Path.Combine(folder, "inputs.bin"));
        float[] numbers = new float[places];
        foreach (var values in block.Values)
        {
            foreach (var quantity in quantities) numbers[quantity.Index] = (float)Wide512.Extract(Read(values, quantity), 0);
            Write<float>(file, numbers);
        }
        Write<DyadTraits<Wide512>>(file, block.Traits);
        Write<DyadState<Wide512>>(file, block.Start);
        block.Run(Days);
        Write<DyadState<Wide512>>(file, block.States);
        Write<DyadState<Wide512>>(file, block.Last);
    }

    /// <summary>Measures our kernel once, for a script that runs it and its peers in turn: nanoseconds per dyad-day, peak and operations.</summary>
    public static void PrintTime(TextWriter to)
    {
        var (draws, day) = Figures.Count();
        to.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{{\"version\": \"{RuntimeInformation.FrameworkDescription}\", \"nanoseconds\": {Time():F3}, \"peak\": {PeakRate.Measure(Figures.Repetitions) / 1e9:F2}, \"operations\": {day + draws / Points:F1}}}"));
    }

    // the best of short batches, as the peers are measured: on a shared machine one of 50 ms is rarely undisturbed
    private static double Time()
    {
        var block = DayBlocks.Create(Wide512.Name, Dyads, Points);
        DayBlocks.Warm(() => block.Run(Figures.Days));
        double best = double.PositiveInfinity;
        for (int i = 0; i < 250; i++)
        {
            int runs = 0;
            var watch = Stopwatch.StartNew();
            while (runs == 0 || watch.ElapsedMilliseconds < 2)
            {
                block.Run(Figures.Days);
                runs++;
            }
            best = Math.Min(best, watch.Elapsed.TotalNanoseconds / runs);
        }
        return best / (Dyads * Points * Figures.Days);
    }

    private static Wide512 Read(in Values<Wide512> values, Quantity quantity) => quantity switch
    {
        Parameter parameter => values[parameter],
        Input input => values[input],
        Derived derived => values[derived],
        _ => throw new ArgumentException("a kind of quantity that kernels do not read", nameof(quantity)),
    };

    private static void Write<T>(Stream to, ReadOnlySpan<T> values)
        where T : struct
        => to.Write(MemoryMarshal.AsBytes(values));

    private static string Layout(int places)
    {
        var text = new StringBuilder("// Made by `kernel-inputs` of the benchmarks from the declarations in C#. V is a vector of lanes.\n#pragma once\n\n");
        text.Append(CultureInfo.InvariantCulture, $"constexpr int Points = {Points}, Couples = {Dyads}, Days = {Days}, Quantities = {places};\n");
        var written = new HashSet<Type>();
        foreach (var type in (Type[])[typeof(DyadTraits<>), typeof(DyadState<>), typeof(DayDraws<>), typeof(DyadDay<>)]) Struct(text, type, written);
        text.Append("\nstruct Places { int Strength, Forced; };\n");
        foreach (var type in typeof(AsemModel).Assembly.GetTypes().Where(t => t.IsAbstract && t.IsSealed).OrderBy(t => t.Name, StringComparer.Ordinal)) Namespace(text, type);
        return text.ToString();
    }

    // fields in the order of declaration, which is that of memory
    private static void Struct(StringBuilder text, Type type, HashSet<Type> written)
    {
        if (!written.Add(type)) return;
        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(f => f.MetadataToken).ToList();
        var lines = new StringBuilder();
        int? repeated = type.GetCustomAttribute<InlineArrayAttribute>()?.Length;
        foreach (var field in fields)
        {
            var inner = field.FieldType.IsGenericParameter ? null : field.FieldType.GetGenericTypeDefinition();
            if (inner is not null) Struct(text, inner, written);
            lines.Append(CultureInfo.InvariantCulture, $"    {(inner is null ? "V" : Name(inner))} {field.Name}{(repeated is null ? "" : $"[{repeated}]")};\n");
        }
        if (repeated is not null) lines.Append(CultureInfo.InvariantCulture, $"    V& operator[](int i) {{ return {fields[0].Name}[i]; }}\n");
        text.Append(CultureInfo.InvariantCulture, $"\nstruct {Name(type)}\n{{\n{lines}}};\n");
    }

    private static void Namespace(StringBuilder text, Type type)
    {
        var lines = new StringBuilder();
        foreach (var field in type.GetFields(BindingFlags.Static | BindingFlags.Public))
        {
            if (field.GetValue(null) is Act act)
                lines.Append(CultureInfo.InvariantCulture, $"    constexpr Places {field.Name} = {{{act.Strength.Index}, {act.Forced.Index}}};\n");
            else if (field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(Declared<>))
                lines.Append(CultureInfo.InvariantCulture, $"    constexpr int {field.Name} = {field.FieldType.GetProperty("Index")!.GetValue(field.GetValue(null))};\n");
        }
        if (lines.Length > 0) text.Append(CultureInfo.InvariantCulture, $"\nnamespace {type.Name}\n{{\n{lines}}}\n");
    }

    private static string Name(Type type) => type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
}
