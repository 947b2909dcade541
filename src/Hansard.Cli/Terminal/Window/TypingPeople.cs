using System.Threading.Channels;
using Hansard.Protocol;

namespace Hansard.Cli.Terminal.Window;

/// <summary>Who is typing where. Typing is told now and then and never called off, so it ends by itself.</summary>
internal sealed class TypingPeople(ChannelWriter<WindowEvent> events, TimeProvider time, CancellationToken cancel)
{
    /// <summary>How long somebody counts as typing after he was last heard to.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(6);

    /// <summary>How often others are told of this user's typing.</summary>
    private static readonly TimeSpan BetweenTellings = TimeSpan.FromSeconds(2);

    private readonly Dictionary<(ConversationUuid Conversation, UserId User), long> people = [];
    private long? told;

    public IEnumerable<UserId> In(ConversationUuid? conversation) => people.Keys.Where(one => one.Conversation == conversation).Select(one => one.User);

    /// <summary>Whether it is time to tell the others again.</summary>
    public bool MayTell()
    {
        if (told is { } last && time.GetElapsedTime(last) < BetweenTellings) return false;
        told = time.GetTimestamp();
        return true;
    }

    public void Note(ConversationUuid conversation, UserId user)
    {
        var since = time.GetTimestamp();
        people[(conversation, user)] = since;
        _ = EndLater(new TypingEnded(conversation, user, since));
    }

    public void End(ConversationUuid conversation, UserId user) => people.Remove((conversation, user));

    /// <summary>Unless he was heard again since.</summary>
    public void End(TypingEnded ended)
    {
        if (people.GetValueOrDefault((ended.Conversation, ended.User)) == ended.Since) End(ended.Conversation, ended.User);
    }

    private async Task EndLater(TypingEnded ended)
    {
        try
        {
            await Task.Delay(Shown, time, cancel);
            await events.WriteAsync(ended, cancel);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            // The window was left meanwhile.
        }
    }
}
