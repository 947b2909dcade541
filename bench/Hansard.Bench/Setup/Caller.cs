using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Hansard.Bench.Wire;

namespace Hansard.Bench.Setup;

/// <summary>Asks one thing after the other and waits for each answer: for setting up, and for measuring what one request takes by itself.</summary>
internal sealed class Caller(WireConnection connection) : IDisposable
{
    private const int BufferBytes = 4096;

    private int lastId;

    public static Caller Open(IPEndPoint server) => new(WireConnection.Open(server, HansardServer.SocketPath, BufferBytes));

    /// <summary>The body of the answer; any refusal ends the run. Notifications that come meanwhile are passed over.</summary>
    public JsonElement Call(string type, object body) => Ask(type, body, out _);

    /// <param name="took">Clock ticks from sending until the answer was there whole; making and reading JSON is not in it.</param>
    public JsonElement Ask(string type, object body, out long took)
    {
        var id = ++lastId;
        var frame = FrameHeader.ClientFrame(Opcode.Text, JsonSerializer.SerializeToUtf8Bytes(new { type, id, body }));
        var sent = Stopwatch.GetTimestamp();
        connection.Write(frame);
        connection.Flush();
        JsonElement answer;
        do answer = Next(out took);
        while (!answer.TryGetProperty("id", out var echoed) || echoed.GetInt32() != id);
        took -= sent;
        var content = answer.GetProperty("body");
        if (answer.GetProperty("type").ValueEquals("ResponseStatusMessage") && !content.GetProperty("status").ValueEquals("ok"))
            throw new LoadFailure($"{type} was refused: {content}");
        return content;
    }

    public void Dispose() => connection.Dispose();

    private JsonElement Next(out long arrived)
    {
        ReadOnlySpan<byte> frame;
        while (!connection.TryTake(out frame)) connection.Fill();
        arrived = Stopwatch.GetTimestamp();
        return JsonSerializer.Deserialize<JsonElement>(frame);
    }
}
