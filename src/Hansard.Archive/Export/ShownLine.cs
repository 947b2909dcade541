using Hansard.Record.Format;

namespace Hansard.Archive.Export;

/// <summary>What a line is to somebody who reads it.</summary>
internal enum LineKind
{
    /// <summary>Something that a person said.</summary>
    Said,

    /// <summary>A file that a person sent.</summary>
    File,

    /// <summary>Another text for a message said before.</summary>
    Edited,

    /// <summary>A message was deleted.</summary>
    Deleted,

    Reacted,

    /// <summary>Messages were read.</summary>
    Read,

    /// <summary>People came or went.</summary>
    Membership,

    /// <summary>Everything else that happened.</summary>
    Happened,

    /// <summary>Its text was removed from the record; only its place and its hashes are left.</summary>
    Removed,
}

/// <summary>A line of the record with what an export shows of it. Every text is as somebody wrote it: each format makes it safe in its own way.</summary>
internal sealed record ShownLine
{
    public required LinePosition Position { get; init; }

    public LineKind Kind { get; init; } = LineKind.Happened;

    public int MessageType { get; init; }

    public string MessageId { get; init; } = "";

    /// <summary>Microseconds since 1970; 0 where the line was removed.</summary>
    public long Timestamp { get; init; }

    /// <summary>As the recorder's directory called him, else the userId.</summary>
    public string Sender { get; init; } = "";

    public string? SenderId { get; init; }

    public string? Receiver { get; init; }

    /// <summary><c>vgroupid</c>; empty where the line was removed.</summary>
    public string Group { get; init; } = "";

    public string? Conversation { get; init; }

    public string Network { get; init; } = "";

    public string Status { get; init; } = "";

    /// <summary>What it says, in words.</summary>
    public string Text { get; init; } = "";

    /// <summary>Of an edit: the text until then, where the record knows it.</summary>
    public string? Previous { get; init; }

    /// <summary>Of an edit: the new text. Of a reaction: the emoji, empty where it was taken back.</summary>
    public string? Replacement { get; init; }

    /// <summary>Whom it is about: the <see cref="MessageId"/> of the message that it edits, deletes or reacts to.</summary>
    public string? Target { get; init; }

    /// <summary>Of <see cref="LineKind.Deleted"/>: by the message's author.</summary>
    public bool IsRecall { get; init; }

    public ShownFile? File { get; init; }

    /// <summary>Names of those who came and went with this line; null where it is not about members.</summary>
    public MembersChanged? Members { get; init; }

    /// <summary>The room as the line tells it; null where it tells nothing of it.</summary>
    public RoomTold? Room { get; init; }

    /// <summary>SHA-256 of a removed line as it was, in hex.</summary>
    public string? RemovedSha256 { get; init; }

    public bool IsUndecryptable => Status == LineStatus.Undecryptable;
}

/// <param name="Name">As the sender chose it.</param>
/// <param name="LocalName">Of its copy among the record's attachments, without folders; empty where there is none.</param>
/// <param name="Sha256">Of its bytes, null where it is missing.</param>
internal sealed record ShownFile(string Name, string LocalName, string? MimeType, string? Sha256, long? Size);

internal sealed record MembersChanged(IReadOnlyList<string> Came, IReadOnlyList<string> Gone);

/// <param name="Members">All of them; null where the line does not say.</param>
internal sealed record RoomTold(string? Title, IReadOnlyList<string>? Members);
