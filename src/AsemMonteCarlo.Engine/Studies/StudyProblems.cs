using System.Globalization;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Collects what is wrong with a study, so that all of it is said at once.</summary>
/// <param name="file">The study as the user named it.</param>
internal sealed class StudyProblems(string file)
{
    private const int Limit = 100;

    private readonly List<StudyError> errors = [];
    private int omitted;

    /// <summary>Whether further errors are only counted, so that no effort need go into wording them.</summary>
    public bool IsFull => errors.Count >= Limit;

    /// <summary>What was found wrong first.</summary>
    public string First => errors[0].Message;

    public int Count => errors.Count + omitted;

    public void Add(ErrorKind kind, StudyNode at, string key, string message) => Add(at.Override is { } text
        ? new StudyError(kind, $"--set {Words.Shorten(text)}", 0, 0, key, message)
        : new StudyError(kind, file, at.Line, at.Column, key, message));

    public void Add(ErrorKind kind, string key, string message, int line = 0, int column = 0) => Add(new StudyError(kind, file, line, column, key, message));

    public void Add(StudyError error)
    {
        error = error with { Key = Words.OnOneLine(error.Key), Message = Words.OnOneLine(error.Message) };
        // a setting of the command line meets every study of a file
        if (errors.Contains(error)) return;
        if (IsFull) omitted++;
        else errors.Add(error);
    }

    /// <exception cref="StudyException">Something was wrong.</exception>
    public void ThrowIfAny()
    {
        if (Count == 0) return;
        List<StudyError> sorted = [.. errors.OrderBy(e => e.File == file ? 0 : 1).ThenBy(e => e.Line).ThenBy(e => e.Column)];
        if (omitted > 0) sorted.Add(new StudyError(ErrorKind.MoreErrors, file, 0, 0, "", string.Create(CultureInfo.InvariantCulture, $"and {omitted} more errors")));
        throw new StudyException(sorted);
    }
}
