using System.Text.Json;

namespace Hansard.Record.Format;

/// <summary>Where a line stands: one per journal fact, in parts where a message has several files, completed later by revisions.</summary>
/// <param name="Seq">Of the fact in the network's journal, from 1.</param>
/// <param name="Part">From 0.</param>
/// <param name="Parts">How many lines the fact has in this revision; a tail with fewer was torn.</param>
/// <param name="Revision">0 as first recorded; n for the n-th completion.</param>
public readonly record struct LinePosition(long Seq, int Part = 0, int Parts = 1, int Revision = 0)
{
    /// <summary>Whether this may be recorded right after another: the next part of the same fact, or the first part of the next one.</summary>
    public bool Follows(LinePosition previous) => previous.Part < previous.Parts - 1
        ? Seq == previous.Seq && Part == previous.Part + 1 && Parts == previous.Parts
        : Seq == previous.Seq + 1 && Part == 0;
}

/// <summary>What is ours in a line.</summary>
/// <param name="Conversation">Null for a fact about no conversation.</param>
/// <param name="Sender">Always the userId; null for what the system did by itself.</param>
/// <param name="Device">The public deviceId.</param>
/// <param name="Status">One of <see cref="LineStatus"/>.</param>
/// <param name="Salt">16 random bytes in hex: without it the hash of a short text would tell the text after its removal.</param>
/// <param name="Chain">The journal's head hash after this fact, in hex: each line says which journal it stands in, and the last one where to go on.</param>
/// <param name="Members">In ordinal order: <c>content</c>, <c>fact</c> and whatever else only some lines have.</param>
public sealed record HansardMember(
    LinePosition Position,
    string Network,
    string? Conversation,
    string? Sender,
    string? Device,
    string Status,
    string Salt,
    string Chain,
    IReadOnlyList<LineMember> Members)
{
    /// <summary>The member of that name, or null.</summary>
    public CanonicalJson? this[string name] => Members.Find(name);

    /// <summary>Of the attachment that this line names, over its bytes as they were sent, in lower-case hex; null where it has none or it is missing.</summary>
    public string? AttachmentSha256 =>
        this["attachment"]?.Parse() is { ValueKind: JsonValueKind.Object } attachment
        && attachment.TryGetProperty("sha256", out var sha256) && sha256.ValueKind == JsonValueKind.String ? sha256.GetString() : null;

    /// <param name="timestampMicroseconds">The line's, written a second time as <c>ts</c> so that <c>hansard</c> can be read by itself.</param>
    internal void Write(CanonicalWriter writer, long timestampMicroseconds)
    {
        writer.StartObject();
        var merge = new MemberMerge(writer, Members);
        merge.Member("chain", Chain);
        merge.Member("conversation", Conversation);
        merge.Member("device", Device);
        merge.Member("network", Network);
        merge.Member("part", Position.Part);
        if (Position.Parts > 1) merge.Member("parts", Position.Parts);
        merge.Member("revision", Position.Revision);
        merge.Member("salt", Salt);
        merge.Member("sender", Sender);
        merge.Member("seq", Position.Seq);
        merge.Member("status", Status);
        merge.Member("ts", LineTimes.Rfc3339(timestampMicroseconds));
        merge.Rest();
        writer.EndObject();
    }
}
