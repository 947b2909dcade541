using System.Reflection;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Record.Tests.Format;

/// <summary>Records outlive programs: what stands in them may get company but never another meaning.</summary>
public sealed class FrozenNumbersTests
{
    [Fact]
    public void Message_types_keep_their_numbers() => Assert.Equal(
        "Text=1000 Verification=3000 RoomCreated=4001 RoomMembersChanged=4002 RoomLeft=4003 RoomParametersChanged=4004 RoomDeleted=4005 MessageDeleted=4011 MessageAttributes=4012 MessagePinned=4014 File=6000 Call=7000 Location=8000 Edit=9000 Reaction=9100 ReadReceipt=9200 Generic=10000",
        Constants(typeof(MessageType)));

    [Fact]
    public void Statuses_keep_their_words() => Assert.Equal(
        "Captured=captured Undecryptable=undecryptable AttachmentMissing=attachment-missing", Constants(typeof(LineStatus)));

    [Fact]
    public void Changes_of_a_room_keep_their_flags() => Assert.Equal(
        "None=0 Masters=1 Ttl=2 Title=4 Description=8 MeetingKey=16 BurnOnRead=32 SavedItem=64",
        string.Join(' ', Enum.GetValues<RoomChange>().Select(change => $"{change}={(int)change}")));

    [Fact]
    public void Receivers_are_named_in_the_documented_types() => Assert.Equal(
        [1000, 4012, 4014, 6000, 7000, 8000, 9000, 9100, 9200], Enumerable.Range(0, 10001).Where(MessageType.NamesReceiver));

    private static string Constants(Type type) =>
        string.Join(' ', type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name}={field.GetRawConstantValue()}"));
}
