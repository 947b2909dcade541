using Hansard.Record.Format;

namespace Hansard.Archive.Tests.Log;

/// <summary>Lines to record. Each is a function of its place, so that a test can tell what must be in the file.</summary>
internal static class Lines
{
    public static IEnumerable<RecordLine> Facts(long first, int count) => Enumerable.Range(0, count).Select(n => Of(new LinePosition(first + n)));

    public static RecordLine Of(LinePosition position, string? text = null)
    {
        var timestamp = 1_700_000_000_000_000 + position.Seq;
        return new RecordLine(
            LineIds.OfFact("default", "c", position.Seq), MessageType.Text, timestamp, LineTimes.HumanTime(timestamp, TimeZoneInfo.Utc), "anna", "bruno",
            LineIds.OfGroup("default", "c", isDialog: true),
            [new("message", CanonicalJson.Of(text ?? $"però {position.Seq} " + new string('x', (int)(position.Seq * 37 % 400))))],
            new HansardMember(
                position, "default", "c", "anna", "d", LineStatus.Captured, position.Seq.ToString("x32"), ChainAt(position.Seq), []));
    }

    public static string ChainAt(long seq) => seq.ToString("x64");

    public static HeadLine Head(long seq) =>
        new("default", seq, ChainAt(seq), TestKey.Sign(HeadLine.SignedBytes("default", seq, ChainAt(seq))), TestKey.PublicKeyHex);

    public static byte[] Bytes(IEnumerable<RecordLine> lines) => [.. lines.SelectMany(line => line.ToUtf8().Append((byte)'\n'))];
}
