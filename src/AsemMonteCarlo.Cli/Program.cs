using System.CommandLine;
using System.Globalization;
using AsemMonteCarlo.Cli;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = System.Text.Encoding.UTF8;
return await Application.RunAsync(args, Console.Out, Console.Error);

namespace AsemMonteCarlo.Cli
{
    /// <summary>The command line as a whole.</summary>
    internal static class Application
    {
        /// <summary>Parses and runs; returns the exit code.</summary>
        public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
        {
            var root = new RootCommand("asem: which pathways most reduce chronic attachment insecurity in couples? Simulates the Attachment Security Enhancement Model and answers with confidence intervals. Exit codes: 0 done, 1 failed, 2 input wrong, 130 interrupted.")
            {
                RunVerb.Create(output, error),
                ValidateVerb.Create(output, error),
                ListVerb.Create(output),
                VerifyVerb.Create(output, error),
            };
            var parsed = root.Parse(args);
            if (parsed.Errors.Count > 0)
            {
                string? verb = args.FirstOrDefault(a => !a.StartsWith('-'));
                bool known = verb is null || root.Subcommands.Any(c => c.Name == verb);
                if (known) foreach (var problem in parsed.Errors) await error.WriteLineAsync($"asem: {problem.Message}");
                else await error.WriteLineAsync($"asem: unknown verb '{verb}'{Engine.Studies.Words.Suggestion(verb!, root.Subcommands.Select(c => c.Name))}; verbs are {string.Join(", ", root.Subcommands.Select(c => c.Name))}");
                await error.WriteLineAsync($"Try: asem {string.Join(' ', Path(parsed.CommandResult.Command))}--help");
                return ExitCode.InputWrong;
            }
            try
            {
                return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
            }
            catch (OperationCanceledException)
            {
                await error.WriteLineAsync("asem: interrupted; nothing was written");
                return ExitCode.Interrupted;
            }
            catch (Engine.Studies.StudyException problem)
            {
                foreach (var one in problem.Errors) await error.WriteLineAsync(one.ToString());
                return ExitCode.InputWrong;
            }
            catch (Engine.Tables.TableException problem)
            {
                await error.WriteLineAsync("asem: " + problem.Message);
                return ExitCode.Failed;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidOperationException or OutOfMemoryException)
            {
                await error.WriteLineAsync("asem: " + failure.Message);
                return ExitCode.Failed;
            }
        }

        private static IEnumerable<string> Path(Command command) =>
            command is RootCommand ? [] : [.. command.Parents.OfType<Command>().SelectMany(Path), command.Name + " "];
    }

    /// <summary>Exit codes, as documented.</summary>
    internal static class ExitCode
    {
        /// <summary>Done.</summary>
        public const int Done = 0;

        /// <summary>Something failed that is not the input's fault.</summary>
        public const int Failed = 1;

        /// <summary>The study, the data or the command line is wrong.</summary>
        public const int InputWrong = 2;

        /// <summary>Interrupted.</summary>
        public const int Interrupted = 130;
    }
}
