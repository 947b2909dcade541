using System.Globalization;
using Hansard.Record.Format;

namespace Hansard.Archive.Search;

/// <summary>A selection as people write it. Pure.</summary>
public sealed record SelectionText
{
    /// <summary>Names of one kind.</summary>
    public const int MaximumNames = 100;

    /// <summary>UTF-16 units of a substring.</summary>
    public const int LongestSubstring = 1000;

    /// <summary>How types may be called, beside their numbers.</summary>
    private static readonly (string Name, int Type)[] TypeNames =
    [
        ("text", MessageType.Text), ("verification", MessageType.Verification), ("created", MessageType.RoomCreated), ("members", MessageType.RoomMembersChanged),
        ("left", MessageType.RoomLeft), ("changed", MessageType.RoomParametersChanged), ("closed", MessageType.RoomDeleted), ("deleted", MessageType.MessageDeleted),
        ("star", MessageType.MessageAttributes), ("pin", MessageType.MessagePinned), ("file", MessageType.File), ("call", MessageType.Call),
        ("location", MessageType.Location), ("edit", MessageType.Edit), ("reaction", MessageType.Reaction), ("read", MessageType.ReadReceipt), ("other", MessageType.Generic),
    ];

    public IReadOnlyList<string> Senders { get; init; } = [];

    public IReadOnlyList<string> Participants { get; init; } = [];

    public IReadOnlyList<string> Members { get; init; } = [];

    public IReadOnlyList<string> Conversations { get; init; } = [];

    /// <summary>Numbers, or <c>text</c>, <c>file</c>, <c>edit</c> ….</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>A year, a month, a day (in UTC) or an instant of RFC 3339, from whose beginning on.</summary>
    public string? From { get; init; }

    /// <summary>The same, up to and with its end.</summary>
    public string? To { get; init; }

    public string? Words { get; init; }

    public string? Substring { get; init; }

    /// <param name="fault">A sentence that says what cannot be meant, null where all can.</param>
    public Selection? Read(out string? fault)
    {
        WordQuery? words = null;
        var types = new List<int>();
        (long First, long End)? from = null, to = null;
        fault = null;
        if (Words is { } written && !WordQuery.TryParse(written, out words, out var wordFault)) fault = $"The words cannot be looked for: {wordFault}";
        else if (Substring is { } substring && substring.Length is 0 or > LongestSubstring) fault = $"A substring has 1 to {LongestSubstring} characters.";
        else if (new[] { Senders, Participants, Members, Conversations }.Any(list => list.Count > MaximumNames)) fault = $"At most {MaximumNames} people or conversations can be named.";
        else if (Senders.Concat(Participants).Concat(Members).Concat(Conversations).Any(string.IsNullOrWhiteSpace)) fault = "A name is empty.";
        else if (Types.FirstOrDefault(type => TypeOf(type) is null) is { } unknown) fault = $"{unknown} is no type: a number, or {string.Join(", ", TypeNames.Select(type => type.Name))}.";
        else if (Statuses.FirstOrDefault(status => status is not (LineStatus.Captured or LineStatus.Undecryptable or LineStatus.AttachmentMissing)) is { } status)
            fault = $"{status} is no status: {LineStatus.Captured}, {LineStatus.Undecryptable} or {LineStatus.AttachmentMissing}.";
        else if (From is { } first && (from = Span(first)) is null) fault = NoTime(first);
        else if (To is { } last && (to = Span(last)) is null) fault = NoTime(last);
        else if (from is { } begin && to is { } end && begin.First >= end.End) fault = $"{From} is after {To}.";
        if (fault is not null) return null;
        return new Selection
        {
            Senders = Senders, Participants = Participants, Members = Members, Conversations = Conversations, Statuses = Statuses,
            Types = [.. Types.Select(type => TypeOf(type)!.Value)], From = from?.First, Before = to?.End, Words = words, Substring = Substring,
        };
    }

    private static string NoTime(string text) => $"{text} is no time: write 2026, 2026-11, 2026-11-21 or 2026-11-21T18:30:00Z.";

    private static int? TypeOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : Array.FindIndex(TypeNames, type => string.Equals(type.Name, text, StringComparison.OrdinalIgnoreCase)) is var at and >= 0 ? TypeNames[at].Type : null;

    /// <summary>The microseconds that a text names: a whole year, month or day, or one instant.</summary>
    private static (long First, long End)? Span(string text)
    {
        foreach (var (form, end) in new (string, Func<DateTimeOffset, DateTimeOffset>)[]
        {
            ("yyyy", at => at.AddYears(1)), ("yyyy-MM", at => at.AddMonths(1)), ("yyyy-MM-dd", at => at.AddDays(1)),
        })
        {
            if (DateTimeOffset.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year < DateTimeOffset.MaxValue.Year)
                return (LineTimes.Microseconds(at), LineTimes.Microseconds(end(at)));
        }
        return text.Contains('T', StringComparison.OrdinalIgnoreCase)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? (LineTimes.Microseconds(instant), LineTimes.Microseconds(instant) + 1) : null;
    }
}
