using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hansard.Archive.Export.Mail;

/// <summary>A mail about one conversation on one day: a head, the lines as text, and attachments.</summary>
internal sealed class ConversationMail(Stream output, Chunk chunk, Mailboxes mailboxes)
{
    private readonly string boundary = $"=_hansard_{Hash(chunk)[..32]}";

    public void WriteHead(Action<MailHeader> further)
    {
        var (from, to) = chunk.Span;
        var first = chunk.First;
        var network = chunk.Items.Select(item => item.Line.Network).FirstOrDefault(name => name.Length > 0) ?? "";
        var speaker = chunk.Items.Select(item => item.Line.Sender).FirstOrDefault(name => name.Length > 0) ?? "nobody";
        var others = Named().Where(name => name.Length > 0 && name != speaker).Distinct().ToArray();
        MailHeader head = new();
        head.AddPersons("From", [mailboxes.Of(speaker)]);
        if (others.Length > 0) head.AddPersons("To", others.Select(mailboxes.Of));
        else head.AddPersons("To", [mailboxes.Of(speaker)]);
        head.AddText("Subject", Subject())
            .Add("Date", DateTimeOffset.FromUnixTimeMilliseconds(to / 1_000).ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture))
            .Add("Message-ID", $"<{Hash(chunk)[..40]}@{Mailboxes.Domain}>")
            .AddText("X-Hansard-Network", network)
            .AddText("X-Hansard-Conversation", first.Line.Conversation ?? "-")
            .AddText("X-Hansard-Group", first.Line.Group)
            .Add("X-Hansard-Facts", string.Create(CultureInfo.InvariantCulture, $"{first.Line.Position.Seq}-{chunk.Items[^1].Line.Position.Seq}"))
            .Add("X-Hansard-Lines", chunk.Items.Count.ToString(CultureInfo.InvariantCulture))
            .Add("X-Hansard-Time", $"{Rfc3339(from)} {Rfc3339(to)}");
        further(head);
        head.Add("MIME-Version", "1.0").Add("Content-Type", $"multipart/mixed; boundary=\"{boundary}\"");
        output.Write(head.ToUtf8());
    }

    public void WriteText(string text)
    {
        Begin(new MailHeader().Add("Content-Type", "text/plain; charset=utf-8").Add("Content-Transfer-Encoding", "base64"));
        Base64Lines.Write(output, Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)));
    }

    public void WriteAttachment(string name, string? mimeType, Stream content)
    {
        Begin(new MailHeader().Add("Content-Type", MimeTypes.Checked(mimeType)).Add("Content-Transfer-Encoding", "base64").AddAttachment(name));
        Base64Lines.Write(output, content);
    }

    /// <summary>An archive under a name of ours, written plainly: whoever reads the format looks for these very words.</summary>
    public void WriteZip(string name, Stream content)
    {
        Begin(new MailHeader().Add("Content-Type", $"application/octet-stream; name=\"{name}\"").Add("Content-Transfer-Encoding", "base64")
            .Add("Content-Disposition", $"attachment; filename=\"{name}\""));
        Base64Lines.Write(output, content);
    }

    public void End() => output.Write(Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n"));

    public static string Rfc3339(long microseconds) => Hansard.Record.Format.LineTimes.Rfc3339(microseconds);

    /// <summary>Whoever was there, and whoever wrote.</summary>
    private IEnumerable<string> Named()
    {
        IReadOnlyList<string>? last = null;
        foreach (var item in chunk.Items)
        {
            // Most lines find the same people as the one before.
            if (ReferenceEquals(item.Room.Members, last)) continue;
            foreach (var member in last = item.Room.Members) yield return member;
        }
        foreach (var item in chunk.Items) yield return item.Line.Sender;
    }

    private void Begin(MailHeader head)
    {
        output.Write(Encoding.ASCII.GetBytes($"\r\n--{boundary}\r\n"));
        output.Write(head.ToUtf8());
    }

    private string Subject()
    {
        var title = chunk.Title.Length > 0 ? chunk.Title : $"Conversation {chunk.First.Line.Group}";
        var part = chunk is { Number: 1, IsLast: true } ? "" : string.Create(CultureInfo.InvariantCulture, $", part {chunk.Number}");
        return $"{title}, {Instant.Day(chunk.Day)}{part}";
    }

    /// <summary>Of what the mail shows, so that the same mail always has the same names and others never do.</summary>
    private static string Hash(Chunk chunk) =>
        Hex(string.Create(CultureInfo.InvariantCulture, $"hansard/mail/1\n{chunk.First.Line.Network}\n{chunk.First.Line.Group}\n{chunk.Day}\n{chunk.Number}\n{chunk.First.Leaf}\n{chunk.Items[^1].Leaf}"));

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
