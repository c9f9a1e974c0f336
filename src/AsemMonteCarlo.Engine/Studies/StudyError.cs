using System.Globalization;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>One thing wrong with a study, in one sentence.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="File">The file as the user named it, or <c>--set key=value</c> for an override.</param>
/// <param name="Line">Line from 1, or 0 where the whole of <paramref name="File"/> is meant.</param>
/// <param name="Column">Column from 1, or 0 where the whole of <paramref name="File"/> is meant.</param>
/// <param name="Key">Dotted key concerned, empty for the whole study.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record StudyError(ErrorKind Kind, string File, int Line, int Column, string Key, string Message)
{
    /// <summary><c>file:line:column: message [code]</c>, without the place where there is none.</summary>
    public override string ToString() => Kind.Say(Line == 0
        ? $"{File}: {Message}"
        : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: {Message}"));
}

/// <summary>A study cannot be used; carries everything that is wrong with it.</summary>
/// <param name="errors">At least one error, in the order of the file; overrides come last.</param>
public sealed class StudyException(IReadOnlyList<StudyError> errors) : Exception(string.Join('\n', errors))
{
    /// <summary>Everything that is wrong, in the order of the file; overrides come last.</summary>
    public IReadOnlyList<StudyError> Errors { get; } = errors;
}
