using System.Text.Json.Nodes;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Runs;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Differences;

/// <summary>What differs between the manifests of two runs: versions, declarations, precision, and every key of the study.</summary>
internal static class StudyDifferences
{
    private const int HashDigits = 12;

    /// <summary>Lists the differences; none where both ran the same study on the same versions.</summary>
    /// <param name="first">Manifest of the first run.</param>
    /// <param name="second">Manifest of the second, of the same kind of study.</param>
    public static IReadOnlyList<DifferentValue> Of(Manifest first, Manifest second)
    {
        var list = new List<DifferentValue>();
        void Add(string what, JsonNode? a, JsonNode? b) => list.AddRange(StudyDifference.Between(a, b, what));
        Add("version of the program", first.AsemVersion, second.AsemVersion);
        Add("version of the model", first.ModelVersion, second.ModelVersion);
        Add("hash of the model's parameters, equations and outcomes", Hash(first), Hash(second));
        Add("precision", Precision(first), Precision(second));
        if (ExperimentFolder.WhatIn(first) is null)
        {
            Add("", first.Study, second.Study);
            return list;
        }
        Add("seed", first.Seed, second.Seed);
        // comments and layout are no difference
        Add("", StudyDifference.Written((string?)first.Study["text"] ?? ""), StudyDifference.Written((string?)second.Study["text"] ?? ""));
        Add("settings of the command line", first.Study["set"], second.Study["set"]);
        Add("points of each design", first.Study["points"], second.Study["points"]);
        return list;
    }

    /// <summary>The precision of a run, in a word.</summary>
    public static string Precision(Manifest manifest) => StudyRun.IsDouble(manifest) ? "double" : "single";

    private static string Hash(Manifest manifest) => manifest.RegistryHash[..Math.Min(HashDigits, manifest.RegistryHash.Length)];
}
