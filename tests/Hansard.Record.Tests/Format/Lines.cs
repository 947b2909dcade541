using Hansard.Record.Format;

namespace Hansard.Record.Tests.Format;

/// <summary>Lines to try things with.</summary>
internal static class Lines
{
    public const long Timestamp = 1_589_400_286_204_925;

    public static RecordLine Of(long seq, IReadOnlyList<LineMember> members, IReadOnlyList<LineMember> hansardMembers) =>
        new(
            "fe280cc0955411ea87a737e4d348fad3", MessageType.Text, Timestamp, LineTimes.HumanTime(Timestamp, TimeZoneInfo.Utc),
            "user004", "user001", LineIds.OfGroup("default", "c", isDialog: true), members,
            new HansardMember(
                new LinePosition(seq), "default", "c", "user004", "d1", LineStatus.Captured, new string('5', 32), JournalChain.Start, hansardMembers));
}
