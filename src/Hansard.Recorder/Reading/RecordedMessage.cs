using Hansard.Record.Format;
using Hansard.Recorder.Mapping;

namespace Hansard.Recorder.Reading;

/// <summary>A message as it stands in a record, for comparing with what was said.</summary>
/// <param name="Sender">The userId.</param>
/// <param name="Status">One of <see cref="LineStatus"/>.</param>
/// <param name="Content">The message data object, keys in ordinal order; null where it did not open or was no JSON.</param>
public sealed record RecordedMessage(long Seq, string Conversation, string MessageUuid, string Sender, string Status, CanonicalJson? Content)
{
    /// <summary>The messages among the lines that people wrote, in their order; events are none.</summary>
    public static IEnumerable<RecordedMessage> In(IEnumerable<RecordLine> lines) => lines.Select(Of).OfType<RecordedMessage>();

    private static RecordedMessage? Of(RecordLine line)
    {
        if (line.Hansard is not { Position.Part: 0 } hansard || FactSummary.Of(hansard) is not { MessageUuid: { } uuid, IsEvent: false }) return null;
        var text = line.MessageType == MessageType.Text ? line["message"]?.Parse().GetString() : null;
        return new RecordedMessage(
            hansard.Position.Seq, hansard.Conversation ?? "", uuid, hansard.Sender ?? "", hansard.Status,
            hansard["content"] ?? (text is null ? null : CapturedContent.Bare(text)));
    }
}
