using System.Globalization;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;

namespace Hansard.Recorder.Mapping;

/// <summary>One line for what became read at once: the documented receipt names one time, that of the latest message, and <c>hansard.messages</c> names them all. Pure.</summary>
internal static class ReadReceipt
{
    private const long MicrosecondsPerSecond = 1_000_000;
    private const string Read = "READ";

    public static Documented Of(Fact fact, MessagesRead read, Naming naming, Earlier earlier)
    {
        var conversation = fact.ConversationUuid?.Value ?? "";
        var latest = read.MessageUuids.Select(uuid => earlier.Message(uuid)?.Ts).Max();
        return new Documented(MessageType.ReadReceipt, LineMember.Object("readreceipt", writer =>
        {
            // Unknown where the recorder came after the messages.
            if (latest is { } sent)
            {
                writer.Member("message_timestamp_secs", Digits(sent / MicrosecondsPerSecond));
                writer.Member("message_timestamp_usecs", Digits(sent % MicrosecondsPerSecond));
            }
            writer.Member("read_receipt_timestamp", Digits(fact.Ts / MicrosecondsPerSecond));
            writer.Member("status", Read);
        })).Keeping(new LineMember("messages", CanonicalJson.Build(writer =>
        {
            writer.StartArray();
            foreach (var uuid in read.MessageUuids) writer.String(naming.MessageId(conversation, uuid));
            writer.EndArray();
        })));
    }

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}
