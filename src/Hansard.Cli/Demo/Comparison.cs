using Hansard.Protocol;
using Hansard.Record.Format;

namespace Hansard.Cli.Demo;

/// <summary>Holds what was said against what was recorded and what each person heard. Pure; each difference is a sentence.</summary>
internal static class Comparison
{
    /// <summary>Every message has exactly one line, with its sender, its conversation and its very content; the lines have no gap and keep each room's order.</summary>
    public static IReadOnlyList<string> OfRecord(string network, IReadOnlyList<Said> said, IReadOnlyList<RecordLine> record, long head)
    {
        var byId = record.ToLookup(line => line.MessageId);
        var lines = said.Select(message => (message, Found: byId[IdOf(network, message)].ToList())).ToList();
        return
        [
            .. Gaps(record, head),
            .. lines.Where(pair => pair.Found.Count != 1).Select(pair => $"{Name(pair.message)} has {pair.Found.Count} lines in the record"),
            .. lines.Where(pair => pair.Found.Count == 1).SelectMany(pair => Differences(pair.message, pair.Found[0])),
            .. Disorder(lines.Where(pair => pair.Found.Count == 1).Select(pair => (pair.message, pair.Found[0].Hansard!.Position.Seq))),
        ];
    }

    /// <summary>Everybody in the room but the speaker heard it, once, in order.</summary>
    public static IReadOnlyList<string> OfHearing(IReadOnlyList<Said> said, UserId listener, string name, IReadOnlyCollection<Heard> heard)
    {
        var expected = said.Where(message => message.Reaches(listener)).ToList();
        return
        [
            .. from room in expected.GroupBy(message => message.Conversation)
               let arrived = heard.Where(message => message.Conversation == room.Key).ToList()
               where !room.Select(message => message.Message).SequenceEqual(arrived.Select(message => message.Message))
               select $"{name} heard {arrived.Count} messages of {room.Count()} in the {room.First().Line.Room}, or in another order",
            .. from message in expected
               join other in heard on message.Message equals other.Message
               where !message.Plaintext.Span.SequenceEqual(other.Plaintext.Span)
               select $"{name} heard something else than {Name(message)}",
        ];
    }

    public static string IdOf(string network, Said message) => LineIds.OfMessage(network, message.Conversation.Value, message.Message.Value);

    private static IEnumerable<string> Gaps(IReadOnlyList<RecordLine> record, long head)
    {
        var expected = 1L;
        foreach (var line in record)
        {
            var seq = line.Hansard?.Position.Seq;
            if (seq != expected) yield return $"the record has fact {seq} where fact {expected} belongs";
            expected = (seq ?? expected) + 1;
        }
        if (expected != head + 1) yield return $"the record ends before fact {expected}; the journal has {head}";
    }

    private static IEnumerable<string> Differences(Said message, RecordLine line)
    {
        var ours = line.Hansard!;
        if (ours.Status != LineStatus.Captured) yield return $"{Name(message)} is recorded as {ours.Status}";
        if (ours.Sender != message.Speaker.Value) yield return $"{Name(message)} is recorded as said by {ours.Sender}";
        if (ours.Conversation != message.Conversation.Value) yield return $"{Name(message)} is recorded in {ours.Conversation}";
        if (!HasContent(message, line)) yield return $"{Name(message)} is recorded as {line["message"]?.ToString() ?? ours["content"]?.ToString() ?? "nothing"}";
    }

    /// <summary>A line keeps the content object, unless its text says all of it.</summary>
    private static bool HasContent(Said message, RecordLine line)
    {
        if (!CanonicalJson.TryFrom(message.Plaintext, out var content)) return false;
        if (line.Hansard!["content"] is { } kept) return kept == content;
        var data = content.Parse();
        return message.MessageType == Protocol.Content.ContentTypes.Text
            && line["message"] is { } text && text == CanonicalJson.Of(data.GetProperty("content").GetProperty("text").GetString()!);
    }

    private static IEnumerable<string> Disorder(IEnumerable<(Said Message, long Seq)> recorded) =>
        from room in recorded.GroupBy(pair => pair.Message.Conversation)
        from pair in room.Zip(room.Skip(1))
        where pair.First.Seq > pair.Second.Seq
        select $"{Name(pair.Second.Message)} is recorded before {Name(pair.First.Message)}";

    private static string Name(Said message) => $"line {message.Line.Number} ({message.SpeakerName}, {message.MessageType})";
}
