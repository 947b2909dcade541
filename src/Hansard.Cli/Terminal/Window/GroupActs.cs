using System.Globalization;
using Hansard.Client;
using Hansard.Client.Conversations;
using Hansard.Protocol;

namespace Hansard.Cli.Terminal.Window;

/// <summary>What is done with the open conversation and with those who are in it.</summary>
internal static class GroupActs
{
    public static void Members(ChatSession session, CommandWords words)
    {
        if (session.OpenConversation is not { } conversation) return;
        session.Show(new Aside("Members · Esc goes back",
        [
            .. conversation.Admins.Select(user => $"{session.NameOf(user)}  admin"),
            .. conversation.Members.Select(session.NameOf),
            .. session.RecorderNames.Select(name => $"{name}  records, is no member"),
        ]));
    }

    public static void Add(ChatSession session, CommandWords words)
    {
        if (words.Words is not [['+', ..] number]) session.Notice = "/add +NUMBER";
        else if (session.OpenConversation is { } conversation) session.Act(client => Add(session, client, conversation.Uuid, number));
    }

    public static void Promote(ChatSession session, CommandWords words) =>
        OnMember(session, words, (client, conversation, member) => client.MakeAdminAsync(conversation, member, session.Cancel));

    public static void Kick(ChatSession session, CommandWords words) =>
        OnMember(session, words, (client, conversation, member) => client.KickAsync(conversation, member, session.Cancel));

    public static void Block(ChatSession session, CommandWords words) => OnUser(session, words, (client, user) => client.BlockAsync(user, session.Cancel));

    public static void Unblock(ChatSession session, CommandWords words) => OnUser(session, words, (client, user) => client.UnblockAsync(user, session.Cancel));

    public static void Rename(ChatSession session, CommandWords words) =>
        OnConversation(session, async (client, conversation) => (await client.RenameConversationAsync(conversation, words.Text.Length == 0 ? null : words.Text, session.Cancel)).Failure);

    public static void Nick(ChatSession session, CommandWords words) =>
        OnConversation(session, async (client, conversation) => (await client.SetNickAsync(conversation, words.Text.Length == 0 ? null : words.Text, session.Cancel)).Failure);

    public static void Describe(ChatSession session, CommandWords words) =>
        session.Say(conversation => client => client.ChangeSettingsAsync(conversation, description: words.Text, cancellation: session.Cancel));

    public static void Expire(ChatSession session, CommandWords words)
    {
        if (!int.TryParse(words.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) session.Notice = "/expiry SECONDS; 0 for ever";
        else session.Say(conversation => client => client.ChangeSettingsAsync(conversation, expiry: TimeSpan.FromSeconds(seconds), cancellation: session.Cancel));
    }

    public static void Leave(ChatSession session, CommandWords words) =>
        OnConversation(session, async (client, conversation) => (await client.LeaveAsync(conversation, session.Cancel)).Failure);

    public static void Remove(ChatSession session, CommandWords words) =>
        OnConversation(session, async (client, conversation) => (await client.DeleteConversationAsync(conversation, session.Cancel)).Failure);

    private static async Task<WindowEvent> Add(ChatSession session, MessengerClient client, ConversationUuid conversation, string number)
    {
        var found = await client.FindAsync([number], session.Cancel);
        if (!found.Succeeded) return new Done(found.Failure.Description);
        if (found.Value is not [var person]) return new Done($"{number} is not registered in this network.");
        var added = await client.AddMemberAsync(conversation, person.UserId, cancellation: session.Cancel);
        return added.Succeeded ? new Learned(number) : new Done(added.Failure.Description);
    }

    private static void OnConversation(ChatSession session, Func<MessengerClient, ConversationUuid, Task<Failure?>> act)
    {
        if (session.OpenConversation is { } open) session.Act(async client => new Done((await act(client, open.Uuid))?.Description));
    }

    private static void OnUser(ChatSession session, CommandWords words, Func<MessengerClient, UserId, Task<Result<ResponseStatusMessage>>> act)
    {
        if (session.OpenConversation is not { } conversation) return;
        var user = session.Member(conversation, words.Text);
        if (!user.Succeeded) session.Notice = user.Failure.Description;
        else session.Act(async client => new Done((await act(client, user.Value)).Failure?.Description ?? "Done."));
    }

    private static void OnMember(ChatSession session, CommandWords words, Func<MessengerClient, ConversationUuid, UserId, Task<Result<Conversation>>> act)
    {
        if (session.OpenConversation is not { } conversation) return;
        var member = session.Member(conversation, words.Text);
        if (!member.Succeeded) session.Notice = member.Failure.Description;
        else session.Act(async client => new Done((await act(client, conversation.Uuid, member.Value)).Failure?.Description));
    }
}
