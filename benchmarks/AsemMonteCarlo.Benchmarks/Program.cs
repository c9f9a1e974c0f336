using System.Globalization;
using AsemMonteCarlo.Benchmarks;
using AsemMonteCarlo.Benchmarks.Gate;
using BenchmarkDotNet.Running;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["gate", ..]) return await GateVerb.RunAsync(args, Console.Out, Console.Error);
if (args is ["figures"]) Figures.Print(Console.Out);
else if (args is ["sensitivity"]) SensitivityFigures.Print(Console.Out);
else if (args is ["sensitivity", "--json", var figure, var file]) SensitivityPeers.Write(figure, file);
else if (args is ["effective-speed", var seeds, var couples]) EffectiveSpeed.Print(Console.Out, int.Parse(seeds, CultureInfo.InvariantCulture), int.Parse(couples, CultureInfo.InvariantCulture));
else if (args is ["growth"]) await Growth.PrintAsync(Console.Out);
else if (args is ["stream-words", var order]) StreamWords.Write(order);
else if (args is ["kernel-inputs", var folder]) KernelPeer.WriteInputs(folder);
else if (args is ["kernel-time"]) KernelPeer.PrintTime(Console.Out);
else BenchmarkSwitcher.FromAssembly(typeof(Settings).Assembly).Run(args, new Settings());
return 0;
