using System.Globalization;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>
/// What a study reports about a person: an outcome of the model as it stands on a reading day, or an outcome of the study's
/// own made from one. Steps in order: the outcome; less its value on day 0 (<see cref="IsChange"/>); less its value in the
/// study's reference scenario (<see cref="IsFromReference"/>); whether it lies within a threshold; the mean over a window of days.
/// </summary>
public sealed record Measure
{
    /// <summary>Name in studies, tables and reports.</summary>
    public required string Name { get; init; }

    /// <summary>The outcome of the model that it is made from.</summary>
    public required Outcome Of { get; init; }

    /// <summary>Whether the value on day 0, after settling, is subtracted.</summary>
    public bool IsChange { get; init; }

    /// <summary>Whether the same person's value in the study's reference scenario, on the same day, is subtracted.</summary>
    public bool IsFromReference { get; init; }

    /// <summary>Upper threshold: 1 where the value lies below it, else 0; null for none.</summary>
    public double? Below { get; init; }

    /// <summary>Lower threshold: 1 where the value is at least this, else 0; null for none. With <see cref="Below"/> both must hold.</summary>
    public double? AtLeast { get; init; }

    /// <summary>Days over which the mean is taken: the values at the ends of the days First to Last, counted from 1; null for the reading day alone.</summary>
    public (int First, int Last)? Window { get; init; }

    /// <summary>Whether it is an outcome of the model as it stands.</summary>
    public bool IsPlain => !IsChange && !IsFromReference && !HasThreshold && Window is null;

    /// <summary>Whether it is a share.</summary>
    public bool HasThreshold => Below is not null || AtLeast is not null;

    /// <summary>Unit.</summary>
    public string Unit => HasThreshold ? Window is null ? "share" : "share of days" : Of.Unit;

    /// <summary>Smallest possible value.</summary>
    public double Minimum => HasThreshold ? 0 : IsDifference ? Of.Minimum - Of.Maximum : Of.Minimum;

    /// <summary>Largest possible value.</summary>
    public double Maximum => HasThreshold ? 1 : IsDifference ? Of.Maximum - Of.Minimum : Of.Maximum;

    /// <summary>What it means, in one sentence.</summary>
    public string Help
    {
        get
        {
            if (IsPlain) return Of.Help;
            var text = new System.Text.StringBuilder($"Of the outcome {Of.Name}");
            if (IsChange) text.Append(", less its value on day 0");
            if (IsFromReference) text.Append(", less the same person's value in the reference scenario");
            if (AtLeast is { } least) text.Append(CultureInfo.InvariantCulture, $", whether at least {least}");
            if (Below is { } below) text.Append(CultureInfo.InvariantCulture, $"{(AtLeast is null ? ", whether" : " and")} below {below}");
            if (Window is { } window) text.Append(CultureInfo.InvariantCulture, $", mean over the days {window.First} to {window.Last}");
            return text.Append('.').ToString();
        }
    }

    private bool IsDifference => IsChange || IsFromReference;

    /// <summary>An outcome of the model as it stands.</summary>
    public static Measure Plain(Outcome outcome) => new() { Name = outcome.Name, Of = outcome };

    /// <summary>1 where a value lies within the thresholds, else 0.</summary>
    public float Threshold(float value) => (Below is not { } below || value < (float)below) && (AtLeast is not { } least || value >= (float)least) ? 1 : 0;

    /// <summary>A value less that of the reference scenario, or whether the difference lies within the thresholds.</summary>
    public float LessReference(float value, float reference) => HasThreshold ? Threshold(value - reference) : value - reference;

    /// <summary>Days of the window up to a reading day; 0 before the window.</summary>
    public int DaysRead(int day) => Window is { } window ? Math.Max(0, Math.Min(day, window.Last) - window.First + 1) : 1;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
