using Hansard.Client;
using Hansard.Client.Connections;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Protocol.SessionKeys;

namespace Hansard.Recorder.Keys;

/// <summary>
/// Tells the server of each session key whether it opens and its signature holds. The server cannot know; a key that this recorder rejects is closed,
/// so that nobody goes on writing what is not recorded.
/// </summary>
internal sealed class KeyVerdicts(RecorderVoice voice)
{
    /// <summary>Gives a verdict on every wrap of a page, all in flight at once. A verdict given twice counts once, so a page may come again.</summary>
    /// <returns>Null, or why the connection is of no more use.</returns>
    public async Task<Failure?> GiveAsync(MessengerConnection connection, IReadOnlyList<(FeedSessionKey Wrap, OpenedKey Opened)> wraps, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(wraps.Select(one => GiveAsync(connection, one.Wrap, one.Opened, cancellation)));
        return answers.FirstOrDefault(failure => failure is not null);
    }

    private async Task<Failure?> GiveAsync(MessengerConnection connection, FeedSessionKey wrap, OpenedKey opened, CancellationToken cancellation)
    {
        if (opened.Fault is { } fault)
            voice.Alarm($"The session key {wrap.Uuid} of the conversation {wrap.ConversationUuid}, made by {wrap.SignerUserId}, is rejected. {fault}");
        var answer = opened.Fault is { } reason
            ? await connection.SendAsync(new RequestRejectSessionKey(wrap.ConversationUuid, wrap.Uuid, reason), cancellation)
            : await connection.SendAsync(new RequestConfirmSessionKey(wrap.ConversationUuid, wrap.Uuid), cancellation);
        if (answer.Succeeded) return null;
        if (answer.Failure.Status is ClientStatus.Disconnected or ClientStatus.ProtocolFault) return answer.Failure;
        // A conversation that was deleted since has no keys to judge any more.
        if (answer.Failure.Status is not Status.NotFound) voice.Alarm($"The verdict on the session key {wrap.Uuid} was refused: {answer.Failure.Description}");
        return null;
    }
}
