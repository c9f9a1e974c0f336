namespace AsemMonteCarlo.Cli.Figures;

/// <summary>A straight axis: values to places on the page, with round numbers to mark.</summary>
internal sealed class Scale
{
    /// <summary>Makes an axis that holds all values.</summary>
    /// <param name="values">What it must hold; those that are not finite are left out.</param>
    /// <param name="from">Place of its beginning, in pixels.</param>
    /// <param name="to">Place of its end, in pixels.</param>
    /// <param name="withZero">Whether zero must be on it.</param>
    /// <param name="marks">About how many round numbers are marked.</param>
    /// <param name="toTheLast">Whether it ends with its largest value and not with the next round number.</param>
    public Scale(IEnumerable<double> values, double from, double to, bool withZero = true, int marks = 5, bool toTheLast = false)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        double low = finite.Length == 0 ? 0 : finite.Min(), high = finite.Length == 0 ? 0 : finite.Max();
        if (withZero) (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        if (high <= low) (low, high) = withZero || low == 0 ? (low - 1, high + 1) : (low - Math.Abs(low) / 10, high + Math.Abs(high) / 10);
        Step = Round((high - low) / marks);
        double first = Math.Floor(low / Step + 1e-9), last = toTheLast ? Math.Floor(high / Step + 1e-9) : Math.Ceiling(high / Step - 1e-9);
        (Low, High, From, To) = (first * Step, toTheLast ? high : last * Step, from, to);
        Ticks = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * Step)];
        Digits = Math.Max(0, -(int)Math.Floor(Math.Log10(Step) + 1e-9));
    }

    /// <summary>Value at its beginning.</summary>
    public double Low { get; }

    /// <summary>Value at its end.</summary>
    public double High { get; }

    /// <summary>Place of its beginning.</summary>
    public double From { get; }

    /// <summary>Place of its end.</summary>
    public double To { get; }

    /// <summary>Distance of the marks.</summary>
    public double Step { get; }

    /// <summary>The marks.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Digits behind the point that the marks need.</summary>
    public int Digits { get; }

    /// <summary>Place of a value.</summary>
    public double this[double value] => From + (value - Low) / (High - Low) * (To - From);

    /// <summary>The mark as text, with a sign where zero lies inside or where asked.</summary>
    public string Label(double tick, bool signed) => signed ? AnswerView.Signed(tick, Digits) : Digits > AnswerView.MostDigits ? AnswerView.Signed(tick, Digits).TrimStart('+') : tick.ToString("F" + Digits.ToString(System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−');

    // 1, 2 or 5 times a power of ten
    private static double Round(double step)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(step))), share = step / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }
}
