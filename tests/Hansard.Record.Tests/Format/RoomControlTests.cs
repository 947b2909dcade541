using System.Text.Json;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Record.Tests.Format;

public sealed class RoomControlTests
{
    [Fact]
    public void A_created_room_reproduces_the_documented_sample() => Reproduces(
        "04-create-room-message.json",
        RoomControl.Created("Creating a room", "", ["user001", "user002"], ["user001", "user002", "user003"], 0, 2592000));

    [Fact]
    public void Changed_members_reproduce_the_documented_sample() => Reproduces(
        "05-modify-room-members-message.json", RoomControl.MembersChanged([], ["testuser"]));

    private static void Reproduces(string sample, LineMember control)
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", sample)));
        Assert.Equal("control", control.Name);
        Assert.True(JsonElement.DeepEquals(expected.RootElement.GetProperty("control"), control.Value.Parse()), control.Value.ToString());
    }
}
