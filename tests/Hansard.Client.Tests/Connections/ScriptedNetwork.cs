using System.Collections.Concurrent;
using System.Threading.Channels;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Frames;
using Hansard.Protocol.Messages;
using Hansard.Protocol.Settings;

namespace Hansard.Client.Tests.Connections;

/// <summary>
/// A server that answers each request as a test tells it, so that a client meets what a true server would never do to it. Requests that
/// no test told anything about are answered <c>unsupported</c>.
/// </summary>
internal sealed class ScriptedNetwork : IAsyncDisposable
{
    private delegate Task Answer(ServerSide side, Frame request);

    private static readonly ThemeView Theme = new("#000000", "#000000", "#000000", "#000000", "#000000", "#000000", null, null);

    private readonly ConcurrentDictionary<string, Answer> answers = new();
    private readonly Channel<(string Type, ReadOnlyMemory<byte> Body)> received = Channel.CreateUnbounded<(string, ReadOnlyMemory<byte>)>();
    private readonly ScriptedServer server;
    private volatile ServerSide? current;
    private volatile TaskCompletionSource cut = new();

    public ScriptedNetwork()
    {
        On<RequestAuthenticationByApplication>(_ => null);
        On<RequestMessagesReaded>(_ => null);
        On<MessageDelivered>(_ => null);
        Record(null);
        On<RequestGetConversationsFull, ResponseGetConversationsFull>(_ => new ResponseGetConversationsFull([], [], [], [], []));
        server = new ScriptedServer(ServeAsync);
    }

    public Uri Address => server.Address;

    public void On<TRequest, TResponse>(Func<TRequest, Result<TResponse>> answer)
        where TRequest : class, IRequest<TResponse> where TResponse : class, IResponse =>
        answers[TRequest.Type] = (side, frame) =>
        {
            var result = answer(Read<TRequest>(frame.Body));
            return result.Succeeded ? side.ReplyAsync(frame, result.Value) : side.ReplyAsync(frame, ResponseStatusMessage.Refused(frame.Type, result.Failure));
        };

    /// <summary>For requests answered by a status: null is ok.</summary>
    public void On<TRequest>(Func<TRequest, Failure?> answer) where TRequest : class, IRequest<ResponseStatusMessage> =>
        On<TRequest, ResponseStatusMessage>(request => answer(request) is { } failure ? failure : ResponseStatusMessage.Ok(TRequest.Type));

    public void Record(RecordingView? recording) => On<RequestGetServerSettings, ResponseServerSettings>(
        _ => new ResponseServerSettings(null, null, recording is not null, Theme, recording));

    public Task TellAsync<T>(T notification) where T : class, INotification => current!.TellAsync(notification);

    /// <summary>Cuts the connection without a goodbye; the next one is served again.</summary>
    public void Cut() => Interlocked.Exchange(ref cut, new()).SetResult();

    /// <summary>The next request of this type that arrives, or has arrived and was not yet asked for; others are passed over.</summary>
    public async Task<TRequest> NextAsync<TRequest>() where TRequest : class, IWireBody
    {
        while (true)
        {
            var (type, body) = await received.Reader.ReadAsync(Patience.Token);
            if (type == TRequest.Type) return Read<TRequest>(body);
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task ServeAsync(ServerSide side)
    {
        var broken = cut.Task;
        current = side;
        while (true)
        {
            var receiving = side.ReceiveAsync();
            if (await Task.WhenAny(receiving, broken) == broken) return;
            var frame = await receiving;
            received.Writer.TryWrite((frame.Type, frame.Body));
            if (answers.TryGetValue(frame.Type, out var answer)) await answer(side, frame);
            else await side.ReplyAsync(frame, ResponseStatusMessage.Refused(frame.Type, Failure.Unsupported("Not in this test.")));
        }
    }

    private static T Read<T>(ReadOnlyMemory<byte> body) where T : class, IWireBody =>
        Body.TryRead<T>(body, out var request, out var description) ? request : throw new InvalidOperationException(description);
}
