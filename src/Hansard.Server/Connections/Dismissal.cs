using System.Net.WebSockets;

namespace Hansard.Server.Connections;

/// <summary>
/// Ends the connections of applications that are no more: at once, with whatever waits for them unsent. The one that asked for it gets its
/// answer, and nothing else, before a goodbye.
/// </summary>
internal sealed class Dismissal(ConnectionDirectory directory, TimeProvider time)
{
    /// <summary>How long a peer gets to answer the close frame before its socket is cut, in seconds.</summary>
    private const int GoodbyeSeconds = 2;

    /// <summary>Of one application of a user. Call it when its deletion is committed, before that is answered.</summary>
    /// <param name="asking">The connection that asked for the deletion.</param>
    public void OfApplication(long userKey, long applicationKey, long asking) => Of(userKey, caller => caller.ApplicationKey == applicationKey, asking);

    /// <summary>Of every application of a user.</summary>
    public void OfUser(long userKey, long asking) => Of(userKey, _ => true, asking);

    private void Of(long userKey, Predicate<Caller> dismissed, long asking)
    {
        foreach (Connection connection in directory.Of(userKey))
        {
            if (!dismissed(connection.Caller!)) continue;
            if (connection.Id == asking) _ = SayGoodbye(connection);
            else connection.End();
        }
    }

    private async Task SayGoodbye(Connection connection)
    {
        directory.SignedOut(connection);
        connection.Outbox.DropWaiting();
        await connection.Drain(WebSocketCloseStatus.PolicyViolation, "This application was deleted.");
        await Task.WhenAny(connection.Gone, Task.Delay(TimeSpan.FromSeconds(GoodbyeSeconds), time));
        connection.End();
    }
}
