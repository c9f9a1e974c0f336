namespace AsemMonteCarlo.Engine.Errors;

/// <summary>Something that was found to be wrong.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Message">One sentence.</param>
public sealed record Finding(ErrorKind Kind, string Message)
{
    /// <summary>The sentence with its code behind it, as users read it.</summary>
    public override string ToString() => Kind.Say(Message);
}
