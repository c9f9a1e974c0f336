using AsemMonteCarlo.Engine.Replays;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.FuzzTests;

/// <summary>What an error may look like: of a documented kind, with a file and a reason on one line that a user can read.</summary>
internal static class Reasons
{
    private const int LongestMessage = 8000;

    // words of the runtime and its libraries
    private static readonly string[] raw =
    [
        "Object reference", "(Parameter '", "Exception", "System.", "   at AsemMonteCarlo", "Value cannot be null", "Index was outside", "Arithmetic operation", "Specified argument", "Sequence contains", "Unable to cast", "was not present in the dictionary",
        "Array dimensions", "Insufficient memory", "Non-negative number", "must be a non-negative", "YamlDotNet", "Collection was modified", "input string", "Nullable object",
    ];

    /// <summary>What is wrong with a failure, or null where it is as documented.</summary>
    public static string? Defect(Exception failure) => failure switch
    {
        StudyException { Errors: { Count: > 0 } errors } => errors.Select(e => e.File.Length == 0 ? "an error names no file" : e.File.Contains('\n', StringComparison.Ordinal) ? "the file's name has several lines" : Defect(e.Message)).FirstOrDefault(d => d is not null),
        StudyException => "it has no errors",
        TableException or ShardException or ReplayException or ResumeException => Defect(failure.Message),
        _ => $"{failure.GetType().Name}: {failure.Message}",
    };

    /// <summary>What is wrong with a message, or null.</summary>
    public static string? Defect(string message) =>
        string.IsNullOrWhiteSpace(message) ? "a message is empty"
        : message.Length > LongestMessage ? $"a message has {message.Length} characters: {message[..200]}"
        : message.Any(c => char.IsControl(c)) ? $"a message has control characters: {message}"
        : raw.FirstOrDefault(word => message.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } word ? $"a message has the runtime's words '{word}': {message}"
        : null;
}
