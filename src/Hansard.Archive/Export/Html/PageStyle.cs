using System.Security.Cryptography;
using System.Text;

namespace Hansard.Archive.Export.Html;

/// <summary>How pages look, and the policy that lets them do nothing but that: no script, nothing from elsewhere, no style but this one.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --line: #8886; --soft: #777; --mark: #b3261e; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 52rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; }
        h2 { font-size: 1rem; margin: 2rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
        .facts, .note, time, .seq, nav { color: var(--soft); font-size: .85rem; }
        nav { display: flex; gap: 1.5rem; margin: 1rem 0; }
        article { padding: .5rem 0 .5rem .75rem; border-left: 3px solid transparent; break-inside: avoid; }
        article header { display: flex; gap: .75rem; align-items: baseline; flex-wrap: wrap; }
        article header b { font-weight: 600; }
        .text, .note q, del, ins { white-space: pre-wrap; }
        .text { margin: .1rem 0; unicode-bidi: plaintext; }
        .did .text { color: var(--soft); }
        .note { margin: .15rem 0; }
        .gone, .lacking { border-left-color: var(--mark); }
        .mark { color: var(--mark); font-weight: 600; }
        del { text-decoration-color: var(--mark); }
        ins { text-decoration: none; border-bottom: 1px solid currentColor; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
        @media print { body { max-width: none; padding: 0; font-size: 10pt; } nav { display: none; } a { color: inherit; } }
        """;

    public static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; base-uri 'none'; form-action 'none'";
}
