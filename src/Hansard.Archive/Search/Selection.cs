using Hansard.Record.Format;

namespace Hansard.Archive.Search;

/// <summary>
/// Which lines somebody asks for. What is of different kinds must all hold; of one kind, one of those named is enough. The empty selection is
/// every line but those that were removed. Made with <see cref="SelectionText"/> where people write it.
/// </summary>
public sealed record Selection
{
    public static readonly Selection Everything = new();

    /// <summary>Who did it: userIds, or names as lines have them, in any letter case.</summary>
    public IReadOnlyList<string> Senders { get; init; } = [];

    /// <summary>Who did it, received it in a dialog, or is named by it: was added, kicked, called.</summary>
    public IReadOnlyList<string> Participants { get; init; } = [];

    /// <summary>Who was in the conversation at that time and could read it.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Conversations by <c>vgroupid</c> or by <c>hansard.conversation</c>.</summary>
    public IReadOnlyList<string> Conversations { get; init; } = [];

    /// <summary>Numbers of <see cref="MessageType"/>.</summary>
    public IReadOnlyList<int> Types { get; init; } = [];

    /// <summary>Those of <see cref="LineStatus"/>.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>The first instant, in microseconds since 1970 by the journal's clock; null for any.</summary>
    public long? From { get; init; }

    /// <summary>The first instant that is no longer meant; null for any.</summary>
    public long? Before { get; init; }

    /// <summary>Words that must all be there; null for any.</summary>
    public WordQuery? Words { get; init; }

    /// <summary>Characters that must be there as they are, in any letter case; null for any.</summary>
    public string? Substring { get; init; }
}
