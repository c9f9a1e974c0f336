namespace AsemMonteCarlo.Engine.Errors;

/// <summary>An error that a user can meet, of a declared kind.</summary>
/// <param name="kind">Its kind.</param>
/// <param name="message">One sentence: what, where, what is allowed.</param>
/// <param name="inner">The error below, or null.</param>
public abstract class CodedException(ErrorKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Its kind.</summary>
    public ErrorKind Kind => kind;

    /// <summary>The message with its code behind it, as users read it.</summary>
    public string Sentence => kind.Say(Message);
}
