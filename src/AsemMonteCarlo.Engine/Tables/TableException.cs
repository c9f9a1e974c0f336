namespace AsemMonteCarlo.Engine.Tables;

/// <summary>A table, manifest or run folder that cannot be written, or is not what it claims to be. The message is one sentence that names the file.</summary>
/// <param name="kind">Its kind.</param>
/// <param name="message">One sentence: what, where, what is allowed.</param>
/// <param name="inner">The error below, or null.</param>
public class TableException(ErrorKind kind, string message, Exception? inner = null) : CodedException(kind, message, inner);

/// <summary>Another process is writing the folder.</summary>
/// <param name="message">Which folder.</param>
public sealed class FolderInUseException(string message) : TableException(ErrorKind.FolderInUse, message);
