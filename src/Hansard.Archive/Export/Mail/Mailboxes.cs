using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Hansard.Archive.Export.Mail;

/// <summary>People as they stand in heads of mails. The same few stand in most of them, so they are remembered.</summary>
internal sealed class Mailboxes
{
    /// <summary>People have no mail addresses here; under this name there can be no host (RFC 2606).</summary>
    public const string Domain = "hansard.invalid";

    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, string[]> remembered = new(StringComparer.Ordinal);

    /// <summary>The words of a name and its address.</summary>
    public string[] Of(string name)
    {
        if (remembered.TryGetValue(name, out var words)) return words;
        if (remembered.Count >= MostRemembered) remembered.Clear();
        return remembered[name] = MailHeader.Mailbox(name, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..24]}@{Domain}");
    }
}
