using System.Net;
using Hansard.Bench.Echo;
using Hansard.Bench.Setup;
using Hansard.Bench.Wire;

namespace Hansard.Bench.Load;

/// <summary>Opens the connections of a run and gives each its part.</summary>
internal static class Peers
{
    private const int BufferBytes = 64 * 1024;
    private const string AnyUuid = "00000000-0000-4000-8000-000000000000";

    /// <summary>One connection for each sender of the workload that is compared with, sending the same frames.</summary>
    public static List<Peer> OfEcho(IPEndPoint server, int connections, Manner manner, Traffic traffic) =>
    [
        .. Enumerable.Range(0, connections).Select(number => new EchoPeer(
            WireConnection.Open(server, EchoServer.Path, BufferBytes, manner.Batched),
            new MessageFrames(number, 0, AnyUuid, AnyUuid), manner.Window, traffic)),
    ];

    /// <summary>Everybody of each conversation, logged in; the first members of each write.</summary>
    /// <param name="run">Different for each run on a server.</param>
    public static List<Peer> Of(IPEndPoint server, IEnumerable<Conversation> conversations, Manner manner, int run, Traffic traffic)
    {
        var peers = new List<Peer>();
        var number = 0;
        foreach (var conversation in conversations)
        {
            var room = new Room(conversation.Members.Count);
            for (var i = 0; i < conversation.Members.Count; i++)
            {
                var connection = LogIn(server, conversation.Members[i], BufferBytes, manner.Batched);
                Member member = i < manner.Authors
                    ? new Author(connection, Frames(conversation, number, run), room, manner, traffic)
                    : manner.Receipts ? new AcknowledgingMember(connection, room, conversation.Uuid) : new Member(connection, room);
                room.Add(member);
                if (member is Author author) room.Add(author, number++);
                peers.Add(member);
            }
        }
        return peers;
    }

    public static WireConnection LogIn(IPEndPoint server, Account account, int bufferBytes, bool batches = false)
    {
        var connection = WireConnection.Open(server, HansardServer.SocketPath, bufferBytes, batches);
        account.Authenticate(new Caller(connection));
        return connection;
    }

    private static MessageFrames Frames(Conversation conversation, int author, int run) =>
        new(author, run, conversation.Uuid, conversation.SessionKeyUuid);
}
