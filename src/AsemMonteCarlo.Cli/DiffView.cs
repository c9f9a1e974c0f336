using System.Globalization;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Differences;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli;

/// <summary>The difference of two runs in words and tables, and for programs.</summary>
internal static class DiffView
{
    private const int LongestValue = 120, MostRows = 64, MostMissing = 8, Digits = 4;
    private const double Smallest = 0.5e-4;

    /// <summary>For people.</summary>
    /// <param name="d">The difference.</param>
    /// <param name="first">Folder of the first run.</param>
    /// <param name="second">Folder of the second run.</param>
    public static string Text(RunDifference d, string first, string second)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var (letter, folder, manifest) in new[] { ("A", first, d.First), ("B", second, d.Second) }) writer.WriteLine($"{letter}: {folder} (digest {manifest.Digest})");
        writer.WriteLine();
        writer.WriteLine(d.Differing.Count == 0 ? "The studies are the same, and so are the versions of program and model." : "What differs");
        foreach (var (what, a, b) in d.Differing) writer.WriteLine($"  {what}: {Value(a)} in A, {Value(b)} in B");
        if (d.HasSameTables)
        {
            writer.WriteLine(d.IsSameBits ? $"All results are the same bits: both runs have the digest {d.First.Digest}." : $"The tables that both runs have are the same bits; one run alone has {string.Join(", ", d.OtherTables)}.");
            return writer.ToString();
        }
        if (d.Differing.Count == 0) writer.WriteLine("Their results are not the same bits, as they should be: asem verify tells which run cannot be repeated.");
        writer.WriteLine();
        Estimates(writer, d);
        Missing(writer, "A", d.OnlyFirst);
        Missing(writer, "B", d.OnlySecond);
        return writer.ToString();
    }

    /// <summary>For programs.</summary>
    /// <param name="d">The difference.</param>
    /// <param name="first">Folder of the first run.</param>
    /// <param name="second">Folder of the second run.</param>
    public static string Json(RunDifference d, string first, string second) => JsonText.Indented(new JsonObject
    {
        ["a"] = Run(first, d.First),
        ["b"] = Run(second, d.Second),
        ["kind"] = d.IsSensitivity ? "sensitivity" : "pathways",
        ["same_study"] = d.Differing.Count == 0,
        ["same_bits"] = d.IsSameBits,
        ["same_tables"] = d.HasSameTables,
        ["differences"] = new JsonArray([.. d.Differing.Select(x => (JsonNode)new JsonObject { ["what"] = x.What, ["a"] = x.First?.DeepClone(), ["b"] = x.Second?.DeepClone() })]),
        ["outcome"] = d.Outcome.Length > 0 ? d.Outcome : null,
        ["day_a"] = d.Days.First > 0 ? d.Days.First : null,
        ["day_b"] = d.Days.Second > 0 ? d.Days.Second : null,
        ["interval_level"] = d.Estimates.Count > 0 ? d.Level : null,
        ["compared"] = d.Estimates.Count,
        ["moved"] = d.Moved,
        ["pairs"] = d.Pairs,
        ["why_independent"] = d.WhyIndependent.Length > 0 ? d.WhyIndependent : null,
        ["estimates"] = new JsonArray([.. d.Estimates.Select(e => (JsonNode)With(Key(e.Key), new JsonObject
        {
            ["a"] = JsonText.Finite(e.First.Value), ["standard_error_a"] = JsonText.Finite(e.First.StandardError),
            ["b"] = JsonText.Finite(e.Second.Value), ["standard_error_b"] = JsonText.Finite(e.Second.StandardError),
            ["difference"] = JsonText.Finite(e.Difference.Value), ["standard_error"] = JsonText.Finite(e.Difference.StandardError), ["low"] = JsonText.Finite(e.Difference.Low), ["high"] = JsonText.Finite(e.Difference.High),
            ["moved"] = double.IsNaN(e.Difference.StandardError) ? null : e.HasMoved,
        }))]),
        ["only_a"] = new JsonArray([.. d.OnlyFirst.Select(key => (JsonNode)Key(key))]),
        ["only_b"] = new JsonArray([.. d.OnlySecond.Select(key => (JsonNode)Key(key))]),
    });

    private static void Estimates(StringWriter writer, RunDifference d)
    {
        if (d.Estimates.Count == 0)
        {
            writer.WriteLine(!d.IsSensitivity && d.Outcome.Length == 0 ? "No estimates are compared: the runs report no headline outcome in common (insecurity, anxiety or avoidance)." : "No estimates are compared: the runs have none in common.");
            return;
        }
        writer.WriteLine(d.IsSensitivity ? "Sensitivity indices" : $"Headline estimates: effects on {d.Outcome}, everyone, {(d.Days.First == d.Days.Second ? AnswerView.Format($"after {d.Days.First} days") : AnswerView.Format($"after {d.Days.First} days in A and {d.Days.Second} in B"))}");
        bool hasCells = d.Estimates.Any(e => e.Key.Cell.Length > 0), hasHow = d.Estimates.Any(e => e.Key.How.Length > 0);
        List<string> headers = [.. hasCells ? [d.IsSensitivity ? "output" : "cell"] : (string[])[], d.IsSensitivity ? "factors" : "pathway", d.IsSensitivity ? "index" : "statistic", .. hasHow ? ["estimator, of"] : (string[])[], "A", "B", "B less A", "moved beyond noise"];
        var table = AnswerView.Simple([.. headers]);
        // where not all can be shown, those that moved most come first
        var shown = d.Estimates.Count <= MostRows ? d.Estimates : [.. d.Estimates.OrderByDescending(e => e.HasMoved).ThenByDescending(e => Math.Abs(e.Difference.Value / e.Difference.StandardError)).Take(MostRows)];
        foreach (var e in shown)
        {
            List<string> cells = [.. hasCells ? [e.Key.Cell] : (string[])[], e.Key.Of.Length > 0 ? e.Key.Of : d.IsSensitivity ? "the whole" : "all together", e.Key.Statistic, .. hasHow ? [e.Key.How] : (string[])[], Plain(e.First.Value, d), Plain(e.Second.Value, d), Difference(e.Difference), Verdict(e)];
            AnswerView.Row(table, [.. cells]);
        }
        Terminal.Write(writer, table);
        if (shown.Count < d.Estimates.Count) writer.WriteLine(AnswerView.Format($"{d.Estimates.Count - shown.Count} more, which moved less, are in the JSON (--json)."));
        writer.WriteLine(AnswerView.Format($"{d.Moved} of {Words.Count(d.Estimates.Count, "estimate")} moved beyond noise. Intervals hold for all of them together at {d.Level:P0} (Bonferroni)."));
        writer.WriteLine(Pairing(d));
        if (AnswerView.HasFew(writer.ToString())) writer.WriteLine(AnswerView.FewNote);
    }

    private static string Pairing(RunDifference d)
    {
        if (d.WhyIndependent.Length == 0) return $"They are paired on common luck, one by one: {Words.Count(d.Pairs, d.First.Study["population"]?["sha256"] is null ? "couple" : "row")}{(d.First.Study["population"]?["sha256"] is null ? "" : " of the population file")} in both runs.";
        string said = $"They take the runs as independent, because {d.WhyIndependent}";
        return d.HasCommonSeed ? $"{said}; with common luck they are wider than need be{(d.IsSensitivity ? "" : ", and narrower where both runs store rows of couples (store.dyads: on)")}." : said + ".";
    }

    private static void Missing(StringWriter writer, string letter, IReadOnlyList<EstimateKey> keys)
    {
        if (keys.Count == 0) return;
        var named = keys.Take(MostMissing).Select(key => string.Join(' ', new[] { key.Statistic, key.Of, key.Cell.Length > 0 ? $"({key.Cell})" : "" }.Where(t => t.Length > 0)));
        writer.WriteLine($"Only in {letter}: {string.Join(", ", named)}{(keys.Count > MostMissing ? AnswerView.Format($" and {keys.Count - MostMissing} more") : "")}.");
    }

    private static string Verdict(ComparedEstimate e) => double.IsNaN(e.Difference.StandardError) ? "not told: no error" : e.HasMoved ? "moved" : "no";

    private static string Difference(Estimate e)
    {
        // an interval that would round to nothing is said by its size
        Func<double, string> number = Math.Max(Math.Abs(e.Low), Math.Abs(e.High)) is > 0 and < Smallest ? Small : Number;
        return double.IsNaN(e.Low) || e is { Value: 0, StandardError: 0 } ? Number(e.Value) : $"{number(e.Value)} [{number(e.Low)}, {number(e.High)}]";
    }

    private static string Number(double value) => double.IsFinite(value) ? AnswerView.Signed(value, Digits) : "–";

    // effects have a sign, indices none
    private static string Plain(double value, RunDifference d) => d.IsSensitivity ? Number(value).TrimStart('+') : Number(value);

    private static string Small(double value) => (value < 0 ? "−" : "+") + Math.Abs(value).ToString("0.0e-0", CultureInfo.InvariantCulture).Replace("e-", "e−", StringComparison.Ordinal);

    private static string Value(JsonNode? value) => value switch
    {
        null => "none",
        JsonValue word when word.TryGetValue(out string? text) => text.Length > 0 ? Words.Shorten(text, LongestValue) : "''",
        JsonValue flag when flag.TryGetValue(out bool isOn) => isOn ? "on" : "off",
        _ => Words.Shorten(value.ToJsonString(), LongestValue),
    };

    private static JsonObject Run(string folder, Manifest manifest) => new()
    {
        ["folder"] = folder,
        ["digest"] = manifest.Digest.ToString(),
        ["asem_version"] = manifest.AsemVersion,
        ["model_version"] = manifest.ModelVersion,
        ["registry_hash"] = manifest.RegistryHash,
        ["seed"] = manifest.Seed,
    };

    private static JsonObject Key(EstimateKey key) => new() { ["cell"] = key.Cell, ["statistic"] = key.Statistic, ["of"] = key.Of, ["estimator"] = key.How };

    private static JsonObject With(JsonObject one, JsonObject other)
    {
        foreach (var (name, value) in other) one[name] = value?.DeepClone();
        return one;
    }
}
