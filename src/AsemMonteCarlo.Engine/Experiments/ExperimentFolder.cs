using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Experiments;

/// <summary>Folders with the results of experiments: one table, its columns and a manifest.</summary>
internal static class ExperimentFolder
{
    private const string WhatKey = "experiments", OptionsKey = "options";

    /// <summary>What a folder of experiments holds; null for the run of a study of pathways.</summary>
    public static string? WhatIn(Manifest manifest) => (string?)manifest.Study[WhatKey];

    /// <summary>Names and options of the command line that the results hang on, beside settings; null in folders of versions that did not say.</summary>
    public static IReadOnlyList<string>? Options(Manifest manifest) => manifest.Study[OptionsKey]?.AsArray().Select(o => (string)o!).ToList();

    /// <summary>What results say of where they come from.</summary>
    /// <param name="what">What was done.</param>
    /// <param name="source">The file of experiments, which is hashed.</param>
    /// <param name="overrides">Settings that won in every study.</param>
    /// <param name="options">Names and options of the command line that the results hang on as well; null where there can be none.</param>
    public static JsonObject Origin(string what, ExperimentSource source, IReadOnlyList<string> overrides, IReadOnlyList<string>? options = null)
    {
        var origin = new JsonObject
        {
            [WhatKey] = what,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(source.Bytes)),
            ["set"] = new JsonArray([.. overrides.Select(o => (JsonNode)o)]),
        };
        if (options is not null) origin[OptionsKey] = new JsonArray([.. options.Select(o => (JsonNode)o)]);
        return origin;
    }

    /// <summary>Writes a folder; leaves none where it fails.</summary>
    /// <param name="output">The folder, new or empty.</param>
    /// <param name="rows">The rows of the table.</param>
    /// <param name="schema">The table.</param>
    /// <param name="origin">Where the results come from.</param>
    /// <param name="seed">Seed of the results.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">The disk refuses.</exception>
    public static async Task WriteAsync(string output, Rows rows, TableSchema schema, JsonObject origin, ulong seed, CancellationToken cancellation)
    {
        bool existed = Directory.Exists(output);
        try
        {
            await using var folder = RunFolder.Create(output, StudyRun.Metadata(origin));
            await using var table = await folder.OpenTableAsync(schema, cancellation: cancellation);
            await table.AppendAsync(rows.Batch(), cancellation);
            await table.CompleteAsync(cancellation);
            await folder.CompleteAsync(new Manifest
            {
                AsemVersion = StudyRun.Version,
                ModelVersion = AsemModel.Version,
                RegistryHash = StudyText.RegistryHash(),
                Seed = seed,
                SpeaksOf = "the population that the parameters describe",
                Study = origin.DeepClone(),
            }, cancellation);
        }
        catch
        {
            StudyRun.Remove(output, existed);
            throw;
        }
    }
}
