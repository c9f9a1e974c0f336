using System.CommandLine.Parsing;

namespace AsemMonteCarlo.Cli;

/// <summary>How the command line says what is wrong: a sentence with the code of its kind, and the exit code of that kind.</summary>
internal static class Refusal
{
    /// <summary>Says why a command ends.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RefuseAsync(this TextWriter error, ErrorKind kind, string sentence)
    {
        await error.WriteLineAsync("asem: " + kind.Say(sentence));
        return kind.ExitCode;
    }

    /// <summary>Says why a command ends, where anything is wrong.</summary>
    /// <returns>Whether anything was.</returns>
    public static async Task<bool> RefuseAsync(this TextWriter error, string what, Finding? why)
    {
        if (why is not null) await error.RefuseAsync(why.Kind, $"{what}: {why.Message}");
        return why is not null;
    }

    /// <summary>Refuses a command line.</summary>
    public static void AddError(this SymbolResult result, ErrorKind kind, string sentence) => result.AddError(kind.Say(sentence));

    /// <summary>What a failure is to the user, in a sentence with its code.</summary>
    public static string SentenceOf(Exception failure)
    {
        var kind = ErrorKind.Of(failure);
        string message = failure.Message.TrimEnd('.');
        return kind.Say(kind == ErrorKind.Bug ? $"this is a bug of asem: {message}; please report it with the command, the study and the lines below" : message);
    }

    /// <summary>Where a bug is, for its report; nothing for failures that are none.</summary>
    public static async Task TraceAsync(this TextWriter error, Exception failure)
    {
        if (ErrorKind.Of(failure) == ErrorKind.Bug) await error.WriteLineAsync($"asem {Engine.Runs.StudyRun.Version}, {Environment.OSVersion}, .NET {Environment.Version}: {failure}");
    }
}
