using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hansard.Record.Format;

/// <summary>How a line's names follow from the journal's, so that any two recorders of a network, and any reader, come to the same ones.</summary>
public static class LineIds
{
    private const int MessageIdDigits = 32;
    private const int GroupIdDigits = 64;

    /// <summary><c>message_id</c> of a message: its UUID as 32 lower-case hex digits, or a hash where the id is none, or where a message has several parts.</summary>
    /// <param name="part">0 for the first line of a message, n for the line of its n-th further part.</param>
    public static string OfMessage(string network, string conversation, string messageUuid, int part = 0)
    {
        if (part > 0) return Hashed(network, conversation, string.Create(CultureInfo.InvariantCulture, $"{messageUuid}\n{part}"));
        return Guid.TryParseExact(messageUuid, "D", out var uuid) || Guid.TryParseExact(messageUuid, "N", out uuid)
            ? uuid.ToString("N")
            : Hashed(network, conversation, messageUuid);
    }

    /// <summary><c>message_id</c> of a fact without a message.</summary>
    /// <param name="conversation">Empty for a fact about no conversation.</param>
    public static string OfFact(string network, string conversation, long seq) =>
        Hashed(network, conversation, seq.ToString(CultureInfo.InvariantCulture));

    /// <summary><c>vgroupid</c>: 64 hex digits for a dialog, <c>S</c> and 63 for a room.</summary>
    /// <param name="conversation">Empty for facts about no conversation, which make a group of their own.</param>
    public static string OfGroup(string network, string conversation, bool isDialog)
    {
        var hash = Sha256Hex($"hansard/group/1\n{network}\n{conversation}");
        return isDialog ? hash : "S" + hash[..(GroupIdDigits - 1)];
    }

    private static string Hashed(string network, string conversation, string id) =>
        Sha256Hex($"hansard/id/1\n{network}\n{conversation}\n{id}")[..MessageIdDigits];

    private static string Sha256Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
