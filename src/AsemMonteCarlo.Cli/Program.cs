using System.CommandLine;
using System.Globalization;
using AsemMonteCarlo.Cli;
using AsemMonteCarlo.Engine.Studies;

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
            using var interruption = new Interruption();
            var root = Root(output, error, interruption);
            var parsed = root.Parse(args);
            if (parsed.Errors.Count > 0)
            {
                foreach (string problem in Problems(parsed)) await error.WriteLineAsync($"asem: {problem}");
                await error.WriteLineAsync($"Try: asem {string.Join("", Path(parsed.CommandResult.Command))}--help");
                return ExitCode.InputWrong;
            }
            try
            {
                return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Stop);
            }
            catch (OperationCanceledException)
            {
                await error.WriteLineAsync("asem: interrupted; nothing was written");
                return interruption.Code;
            }
            catch (StudyException problem)
            {
                foreach (var one in problem.Errors) await error.WriteLineAsync(one.ToString());
                return problem.Errors.Max(one => one.Kind.ExitCode);
            }
            catch (CodedException problem)
            {
                return await error.RefuseAsync(problem.Kind, problem.Message);
            }
            catch (Exception failure)
            {
                await error.WriteLineAsync("asem: " + Refusal.SentenceOf(failure));
                await error.TraceAsync(failure);
                return ErrorKind.Of(failure).ExitCode;
            }
        }

        /// <summary>The verbs with their options, help and examples.</summary>
        public static RootCommand Root(TextWriter output, TextWriter error, Interruption interruption)
        {
            var root = new RootCommand("asem: which pathways most reduce chronic attachment insecurity in couples? Simulates the Attachment Security Enhancement Model and answers with confidence intervals. Exit codes: 0 done, 1 failed, 2 input wrong, 130 interrupted (143 terminated, 129 hung up).")
            {
                PlanVerb.Create(output, error),
                RunVerb.Create(output, error, interruption),
                MergeVerb.Create(output, error),
                ClusterVerb.Create(output, error),
                StatusVerb.Create(output, error),
                SampleVerb.Create(output, error),
                AnalyzeVerb.Create(output, error),
                PropositionsVerb.Create(output, error),
                TargetsVerb.Create(output, error),
                TraceVerb.Create(output),
                CalibrateVerb.Create(output, error),
                RobustnessVerb.Create(output, error),
                ControlsVerb.Create(output, error),
                ValidateVerb.Create(output, error),
                ListVerb.Create(output),
                InitVerb.Create(output, error),
                VerifyVerb.Create(output, error),
                DiffVerb.Create(output, error),
                SelfTestVerb.Create(output),
                ReplayVerb.Create(output, error),
                FiguresVerb.Create(output, error),
                ReportVerb.Create(output, error),
                SnippetsVerb.Create(output, error),
                CompletionVerb.Create(output),
            };
            HelpExamples.AddTo(root);
            return root;
        }

        /// <summary>What is wrong with a command line; a word that fits nowhere is said alone, because it is what makes others seem missing.</summary>
        private static IEnumerable<string> Problems(ParseResult parsed)
        {
            var command = parsed.CommandResult.Command;
            string[] verbs = [.. command.Subcommands.Select(c => c.Name)], options = [.. command.Options.Select(o => o.Name)];
            if (parsed.UnmatchedTokens.Count == 0) return verbs.Length > 0 ? [ErrorKind.MissingArgument.Say($"a verb is needed: {Words.OneOf(verbs)}")] : parsed.Errors.Select(problem => Coded(problem.Message));
            string word = parsed.UnmatchedTokens[0];
            if (verbs.Length > 0 && !word.StartsWith('-')) return [ErrorKind.UnknownVerb.Say($"unknown verb {Words.Quote(word)}{Words.Suggestion(word, verbs)} (verbs are {string.Join(", ", verbs)})")];
            string near = Words.NearMiss(word.TrimStart('-'), options.Select(o => o.TrimStart('-'))) is { } name ? $"; did you mean '--{name}'?" : "";
            return [ErrorKind.UnknownOption.Say($"unknown {(word.StartsWith('-') ? "option" : "argument")} {Words.Quote(word)}{near} (options are {string.Join(", ", options)})")];
        }

        // the parser of the library has errors of its own: something that is required is missing, or a value cannot be read
        private static string Coded(string problem) =>
            problem.EndsWith(']') && problem.Contains(" [ASEM", StringComparison.Ordinal) ? problem
            : (problem.Contains("required", StringComparison.OrdinalIgnoreCase) ? ErrorKind.MissingArgument : ErrorKind.OptionValue).Say(problem);

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

        /// <summary>Asked to end by SIGTERM.</summary>
        public const int Terminated = 143;

        /// <summary>The terminal is gone (SIGHUP).</summary>
        public const int HungUp = 129;
    }
}
