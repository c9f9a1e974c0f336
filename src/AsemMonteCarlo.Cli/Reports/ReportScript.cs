using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using AsemMonteCarlo.Cli.Figures;

namespace AsemMonteCarlo.Cli.Reports;

/// <summary>The one script of a report: a plotting library and what draws figures with it. The page says all without it.</summary>
internal static class ReportScript
{
    /// <summary>The script, with notice and licences of the library that it holds: a report is a copy of it.</summary>
    public static string Text { get; } = "/*\n" + Read("echarts.NOTICE.txt").Trim() + "\n\n" + Read("echarts.LICENSE.txt").Trim() + "\n*/\n" + Read("echarts.min.js") + "\n" + Read("charts.js");

    /// <summary>Whose work draws figures that answer to the pointer.</summary>
    public const string Credit = "Figures that answer to the pointer are drawn by Apache ECharts, Apache License 2.0.";

    /// <summary>Colours of figures, light and dark, by their names.</summary>
    public static string Colours { get; } = Json(new JsonObject(FigureStyle.Colours.Select(c => KeyValuePair.Create(c.Name, (JsonNode?)new JsonArray(c.Light, c.Dark)))));

    /// <summary>JSON without any sign that HTML could read as markup.</summary>
    public static string Json(JsonNode node) => node.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = JavaScriptEncoder.Default });

    private static string Read(string file)
    {
        using var reader = new StreamReader(typeof(ReportScript).Assembly.GetManifestResourceStream("charts/" + file)!);
        return reader.ReadToEnd().Replace("\r", "", StringComparison.Ordinal);
    }
}
