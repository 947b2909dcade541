using Hansard.Record.Format;
using Xunit;

namespace Hansard.Record.Tests.Format;

public sealed class LineIdsTests
{
    // Expected hashes come from sha256sum over the inputs spelled out beside them.
    [Theory]
    [InlineData("FE280CC0-9554-11EA-87A7-37E4D348FAD3", "fe280cc0955411ea87a737e4d348fad3")]
    [InlineData("fe280cc0955411ea87a737e4d348fad3", "fe280cc0955411ea87a737e4d348fad3")]
    [InlineData("6F-C2C6B7B15065-6396923166703690188", "d82e4d541d36f12bd6b55d50bec7b27e")] // hansard/id/1\ndefault\nC\n6F-C2C6B7B15065-6396923166703690188
    [InlineData("{fe280cc0-9554-11ea-87a7-37e4d348fad3}", "1a22fe8d0b995626f80a31c0eb4a1e1b")] // hansard/id/1\ndefault\nC\n{fe280cc0-9554-11ea-87a7-37e4d348fad3}
    public void A_message_keeps_its_uuid_and_anything_else_is_hashed(string messageUuid, string expected) =>
        Assert.Equal(expected, LineIds.OfMessage("default", "C", messageUuid));

    [Fact]
    public void Further_parts_of_a_message_have_ids_of_their_own() => // hansard/id/1\ndefault\nC\nfe280cc0-9554-11ea-87a7-37e4d348fad3\n1
        Assert.Equal("c747ba13b01d2422fe1b04e26e72940e", LineIds.OfMessage("default", "C", "fe280cc0-9554-11ea-87a7-37e4d348fad3", part: 1));

    [Fact]
    public void A_fact_without_a_message_is_named_by_its_sequence() // hansard/id/1\ndefault\nC\n42
    {
        Assert.Equal("557906bee5bb904cc01df97474d3399b", LineIds.OfFact("default", "C", 42));
        Assert.NotEqual(LineIds.OfFact("default", "", 42), LineIds.OfFact("default", "C", 42));
    }

    [Fact]
    public void A_group_is_named_by_network_and_conversation_and_a_room_shows_it() // hansard/group/1\ndefault\nC
    {
        var dialog = LineIds.OfGroup("default", "C", isDialog: true);
        var room = LineIds.OfGroup("default", "C", isDialog: false);

        Assert.Equal("368ba88c98ba26ce01b7c165bc173d5fccd8d43fdf4625b6a4ecbd236a0bbc88", dialog);
        Assert.Equal("S" + dialog[..63], room);
    }
}
