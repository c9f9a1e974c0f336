namespace AsemMonteCarlo.Engine.Tables;

/// <summary>A table, manifest or run folder that cannot be written, or is not what it claims to be. The message is one sentence that names the file.</summary>
public class TableException : Exception
{
    /// <summary>An error without a message of its own.</summary>
    public TableException() { }

    /// <summary>An error with a message.</summary>
    /// <param name="message">One sentence: what, where, what is allowed.</param>
    public TableException(string message) : base(message) { }

    /// <summary>An error with a message and the error it came from.</summary>
    /// <param name="message">One sentence: what, where, what is allowed.</param>
    /// <param name="inner">The error below.</param>
    public TableException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>Another process is writing the folder.</summary>
/// <param name="message">Which folder.</param>
public sealed class FolderInUseException(string message) : TableException(message);
