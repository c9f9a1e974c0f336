namespace AsemMonteCarlo.Model;

/// <summary>A state variable of a partner or of the couple.</summary>
/// <param name="Name">Name in tables and in replay.</param>
/// <param name="Symbol">Symbol in the model's document.</param>
/// <param name="Minimum">Lower bound, held by construction.</param>
/// <param name="Maximum">Upper bound, held by construction.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Help">The construct in one sentence.</param>
public sealed record State(string Name, string Symbol, double Minimum, double Maximum, string Unit, string Help);
