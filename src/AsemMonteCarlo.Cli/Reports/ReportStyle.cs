using System.Security.Cryptography;
using System.Text;
using AsemMonteCarlo.Cli.Figures;

namespace AsemMonteCarlo.Cli.Reports;

/// <summary>The one style sheet of a report, and the policy that allows it, the script and nothing else.</summary>
internal static class ReportStyle
{
    private const string Page = """
        :root{color-scheme:light dark;--ink:#1a1a1a;--muted:#555555;--paper:#ffffff;--panel:#f6f7f8;--line:#d5d8dc;--link:#0b5394;--focus:#c04f00}
        @media screen and (prefers-color-scheme:dark){:root{--ink:#ececec;--muted:#b5b8bd;--paper:#16181c;--panel:#1f2227;--line:#3a3f46;--link:#7cc0f0;--focus:#f0a35c}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1.5rem 1.25rem 4rem;max-width:60rem;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
        h1{font-size:1.7rem;line-height:1.25;margin:.25rem 0}h2{font-size:1.3rem;margin:2.5rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}h3{font-size:1.05rem;margin:1.5rem 0 .25rem}
        a{color:var(--link)}a:focus-visible,input:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
        .skip{position:absolute;left:-100rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.25rem .5rem}
        .small,figcaption,.caption{color:var(--muted);font-size:.9rem}
        .lead{font-size:1.12rem}
        .note{background:var(--panel);border-left:4px solid var(--link);padding:.5rem 1rem;margin:1rem 0}
        nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0}
        fieldset{border:0;margin:.25rem 0;padding:0;display:flex;flex-wrap:wrap;gap:.1rem .9rem;align-items:baseline}legend{float:left;min-width:5.5rem;padding:0;color:var(--muted);font-size:.9rem}
        label{white-space:nowrap}input{accent-color:var(--link)}
        figure{margin:1rem 0 1.5rem}figure .frame{overflow-x:auto}.frame svg{display:block;width:100%;min-width:40rem;height:auto}
        .chart{display:none}.live .chart{display:block}.live .frame{display:none}.chart:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
        .chart{position:relative;overflow:hidden}.legend{display:none;margin:.1rem 0}.live .legend{display:flex;flex-wrap:wrap;gap:.1rem 1rem;color:var(--muted);font-size:.8rem}.legend svg{width:1rem;height:.8rem;margin-right:.3rem}.tools{display:flex;gap:.5rem;margin:.25rem 0}.tools button{font:inherit;font-size:.85rem;padding:.15rem .6rem;color:var(--ink);background:var(--panel);border:1px solid var(--muted);border-radius:.25rem;cursor:pointer}.tools button[aria-pressed=true]{border-color:var(--link);box-shadow:inset 0 0 0 1px var(--link)}
        .tools button:focus-visible{outline:3px solid var(--focus);outline-offset:2px}.readout{display:none;min-height:2.8em;margin:.25rem 0;font-size:.9rem;font-variant-numeric:tabular-nums}.live .readout{display:block}
        figcaption p{margin:.35rem 0}figcaption .title{color:var(--ink);font-weight:600;font-size:1rem}
        .absent{display:none}
        .wide{overflow-x:auto;margin:.5rem 0 1rem}
        table{border-collapse:collapse;font-size:.84rem;font-variant-numeric:tabular-nums}.caption{margin:1.25rem 0 .25rem}
        th,td{padding:.25rem .6rem .25rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}tbody th{white-space:nowrap}thead th{vertical-align:bottom}td{min-width:4rem}thead th{border-bottom:2px solid var(--line)}
        td.text{min-width:14rem}td.interval{min-width:8.1rem}
        pre{overflow:auto;max-height:28rem;background:var(--panel);padding:.75rem 1rem;font-size:.82rem}code{font-size:.92em;overflow-wrap:anywhere}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.25rem}dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
        @media (max-width:40rem){dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}}
        @media print{:root{color-scheme:light}body{max-width:none;padding:0;font-size:10.5pt}nav,.switch,.skip,.tools,.live .chart,.live .legend,.live .readout{display:none}.live .frame{display:block}figure,tr{break-inside:avoid}.frame svg{min-width:0}h2,h3{break-after:avoid}pre{max-height:none;white-space:pre-wrap}.wide,figure .frame{overflow:visible}a{color:inherit;text-decoration:none}}
        """;

    /// <summary>The style sheet of a page with switches.</summary>
    /// <param name="switches">Rules by which switches hide what is not chosen.</param>
    public static string Sheet(IEnumerable<string> switches)
    {
        // a browser that does not know :has shows everything, which is long and complete
        var sheet = new StringBuilder(Page).Append(FigureStyle.Sheet).Append("@supports selector(:has(a)){.absent{display:block}");
        foreach (string rule in switches) sheet.Append(rule);
        return sheet.Append('}').ToString().Replace("\r", "", StringComparison.Ordinal);
    }

    /// <summary>The content security policy: this one style sheet and this one script, pictures within the file, no network, no frames, no forms.</summary>
    /// <param name="sheet">The style sheet.</param>
    /// <param name="script">Content of the script element; null for none.</param>
    public static string Policy(string sheet, string? script) =>
        $"default-src 'none'; style-src {Hash(sheet)}; {(script is null ? "" : $"script-src {Hash(script)}; ")}img-src data:; base-uri 'none'; form-action 'none'";

    private static string Hash(string content) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'";
}
