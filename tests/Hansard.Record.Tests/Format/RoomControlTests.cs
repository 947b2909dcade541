using System.Text.Json;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Record.Tests.Format;

public sealed class RoomControlTests
{
    [Fact]
    public void A_created_room_reproduces_the_documented_sample() => Reproduces(
        "04-create-room-message.json",
        RoomControl.Created(new RoomParameters("Creating a room", "", ["user001", "user002"], ["user001", "user002", "user003"], 0, 2592000)));

    [Fact]
    public void Changed_members_reproduce_the_documented_sample() => Reproduces(
        "05-modify-room-members-message.json", RoomControl.MembersChanged([], ["testuser"]));

    [Fact]
    public void Changed_parameters_reproduce_the_documented_sample() => Reproduces(
        "07-modify-room-parameters-message.json",
        RoomControl.Changed(
            RoomChange.Masters | RoomChange.Ttl | RoomChange.Title | RoomChange.Description | RoomChange.BurnOnRead,
            new RoomParameters("Creating a room", "change description", ["user001"], ["user001", "user002"], 0, 2592000)));

    [Fact]
    public void A_saved_item_reproduces_the_documented_sample() => Reproduces(
        "08-modify-saved-item-in-room.json",
        RoomControl.Changed(
            RoomChange.SavedItem,
            new RoomParameters("Test", "", ["user002", "user001"], ["user002", "user001"], 0, 2592000),
            new SavedItem(
                "4eab763c5f3211ca93966a...d3e461c27f5432c1", "D094F147-0490-4A14-9A65-6F23C896A8B4",
                "00f8058d88e6b7520849bbfd8e6b5cc12d35a70c856dde44d64e2e331fc50ce700")));

    [Fact]
    public void A_deleted_message_reproduces_the_documented_sample() => Reproduces(
        "10-delete-or-recall-message.json", RoomControl.MessageDeleted("4ab537d0f85d11e88c2225680208f9ff", isRecall: false));

    [Fact]
    public void A_starred_message_reproduces_the_documented_sample() => Reproduces(
        "11-message-attribute-change.json", RoomControl.Starred("93cf81608bbd11ea9a16b7554e31eed2", isStarred: true));

    [Fact]
    public void A_pinned_message_is_named() =>
        Assert.Equal("""{"msgid":"m","msgtype":4014,"pinned":true}""", RoomControl.Pinned("m", pinned: true).Value.ToString());

    private static void Reproduces(string sample, LineMember control)
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", sample)));
        Assert.Equal("control", control.Name);
        Assert.True(JsonElement.DeepEquals(expected.RootElement.GetProperty("control"), control.Value.Parse()), control.Value.ToString());
    }
}
