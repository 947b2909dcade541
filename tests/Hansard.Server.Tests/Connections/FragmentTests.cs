using System.Text;
using Hansard.Protocol;
using Xunit;

namespace Hansard.Server.Tests.Connections;

/// <summary>One message may come in any number of frames, with control frames between them (RFC 6455, section 5.4).</summary>
public sealed class FragmentTests(PatientServer shared) : IClassFixture<PatientServer>
{
    private static readonly byte[] Question = Encoding.UTF8.GetBytes("""{"type":"RequestGetServerSettings","id":"é€😀","body":{}}""");

    [Fact]
    public async Task A_message_may_come_byte_by_byte_with_pings_between()
    {
        await using RawSocket socket = await RawSocket.Connect(shared.Server);
        for (int at = 0; at < Question.Length; at++)
        {
            await socket.Send(at == 0 ? Opcode.Text : Opcode.Continuation, Question.AsMemory(at, 1), final: at == Question.Length - 1);
            if (at % 5 != 0) continue;
            await socket.Send(Opcode.Ping, new[] { (byte)at });
            (Opcode opcode, byte[] payload) = (await socket.Receive())!.Value;
            Assert.Equal(Opcode.Pong, opcode);
            Assert.Equal([(byte)at], payload);
        }
        Assert.Equal("é€😀", (string)(await socket.Json())["id"]!);
    }

    [Fact]
    public async Task Empty_fragments_add_nothing()
    {
        await using RawSocket socket = await RawSocket.Connect(shared.Server);
        await socket.Send(Opcode.Text, default, final: false);
        await socket.Send(Opcode.Continuation, Question, final: false);
        await socket.Send(Opcode.Continuation, default, final: false);
        await socket.Send(Opcode.Continuation, default);
        Assert.Equal("ResponseServerSettings", (string)(await socket.Json())["type"]!);
    }

    [Fact]
    public async Task Fragments_together_have_the_bound_of_one_frame()
    {
        await using RawSocket socket = await RawSocket.Connect(shared.Server);
        byte[] part = new byte[1024];
        Array.Fill(part, (byte)' ');
        await socket.Send(Opcode.Text, part, final: false);
        for (int at = part.Length; at <= Limits.FrameBytesBeforeAuthentication; at += part.Length) await socket.Send(Opcode.Continuation, part, final: false);
        Assert.Equal("invalid", (string)(await socket.Json())["body"]!["status"]!);
        (Opcode opcode, byte[] payload) = (await socket.Receive())!.Value;
        Assert.Equal((Opcode.Close, 1009), (opcode, RawSocket.CloseStatus(payload)));
    }

    [Fact]
    public async Task An_empty_message_is_invalid_and_closes_with_1007()
    {
        await using RawSocket socket = await RawSocket.Connect(shared.Server);
        await socket.Send("");
        Assert.Equal("invalid", (string)(await socket.Json())["body"]!["status"]!);
        (Opcode opcode, byte[] payload) = (await socket.Receive())!.Value;
        Assert.Equal((Opcode.Close, 1007), (opcode, RawSocket.CloseStatus(payload)));
    }

    [Fact]
    public async Task A_character_that_is_cut_off_at_the_end_of_a_message_closes_with_1007()
    {
        await using RawSocket socket = await RawSocket.Connect(shared.Server);
        await socket.Send(Opcode.Text, new byte[] { (byte)'"', 0xE2, 0x82 }, final: false);
        await socket.Send(Opcode.Continuation, new byte[] { (byte)'"' });
        (Opcode opcode, byte[] payload) = (await socket.Receive())!.Value;
        Assert.Equal((Opcode.Close, 1007), (opcode, RawSocket.CloseStatus(payload)));
    }

    [Fact]
    public async Task A_goodbye_is_answered_after_everything_that_was_asked_before_it()
    {
        await using RawSocket socket = await RawSocket.Connect(shared.Server);
        byte[] question = RawSocket.Frame(Opcode.Text, Question), goodbye = RawSocket.Frame(Opcode.Close, new byte[] { 0x03, 0xE8 });
        await socket.SendBytes((byte[])[.. question, .. question, .. goodbye]);
        Assert.Equal("ResponseServerSettings", (string)(await socket.Json())["type"]!);
        Assert.Equal("ResponseServerSettings", (string)(await socket.Json())["type"]!);
        (Opcode opcode, byte[] payload) = (await socket.Receive())!.Value;
        Assert.Equal((Opcode.Close, 1000), (opcode, RawSocket.CloseStatus(payload)));
        Assert.Null(await socket.Receive());
    }
}
