using System.Text.Json;
using Hansard.Bench.Setup;
using Hansard.Bench.Wire;

namespace Hansard.Bench.CatchingUp;

/// <summary>A device that has signed in and asked what it missed; the answers are read when it is told to.</summary>
internal sealed class Returner : IDisposable
{
    private const int BufferBytes = 64 * 1024, Size = 1_000;

    /// <summary>An answer with fewer changes is the last.</summary>
    private const int PageLeast = 16;

    private readonly WireConnection connection;
    private readonly string cursor;

    public Returner(HansardServer server, Account account, string cursor)
    {
        this.cursor = cursor;
        connection = WireConnection.Open(server.Address, HansardServer.SocketPath, BufferBytes);
        connection.Write(Frame("RequestAuthenticationByApplication", new { userId = account.UserId, uuid = account.ApplicationUuid }));
        connection.Write(Frame("RequestGetChanges", new { cursor, size = Size }));
        connection.Flush();
    }

    /// <summary>The cursor of a device that is about to go away.</summary>
    public static string Cursor(HansardServer server, Account account)
    {
        using var caller = Caller.Open(server.Address);
        account.Authenticate(caller);
        return caller.Call("RequestGetChanges", new { cursor = (string?)null, size = 1 }).GetProperty("cursor").GetString()!;
    }

    /// <summary>The messages that it missed, each of which must come once.</summary>
    public int CatchUp()
    {
        var seen = new HashSet<string>();
        var from = cursor;
        while (true)
        {
            var answer = Answer();
            if (!answer.GetProperty("recovered").GetBoolean()) throw new LoadFailure("the server has lost the cursor");
            var changes = answer.GetProperty("changes");
            foreach (var change in changes.EnumerateArray())
            {
                var uuid = change.GetProperty("body").GetProperty("message").GetProperty("uuid").GetString()!;
                if (!seen.Add(uuid)) throw new LoadFailure($"the message {uuid} came twice");
            }
            if (changes.GetArrayLength() < PageLeast) return seen.Count;
            from = answer.GetProperty("cursor").GetString()!;
            connection.Write(Frame("RequestGetChanges", new { cursor = from, size = Size }));
            connection.Flush();
        }
    }

    public void Dispose() => connection.Dispose();

    private JsonElement Answer()
    {
        while (true)
        {
            ReadOnlySpan<byte> frame;
            while (!connection.TryTake(out frame)) connection.Fill();
            var answer = JsonSerializer.Deserialize<JsonElement>(frame);
            if (answer.GetProperty("type").ValueEquals("ResponseChanges")) return answer.GetProperty("body");
            if (answer.GetProperty("type").ValueEquals("ResponseStatusMessage") && !answer.GetProperty("body").GetProperty("status").ValueEquals("ok"))
                throw new LoadFailure($"refused: {answer}");
        }
    }

    private static byte[] Frame(string type, object body) => FrameHeader.ClientFrame(Opcode.Text, JsonSerializer.SerializeToUtf8Bytes(new { type, id = 1, body }));
}
