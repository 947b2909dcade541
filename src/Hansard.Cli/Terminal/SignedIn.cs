using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Client;
using Hansard.Client.Conversations;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;

namespace Hansard.Cli.Terminal;

/// <summary>A person at his terminal, signed in: what every command of the family but <c>register</c> begins with.</summary>
internal sealed record SignedIn(MessengerClient Client, AddressBook Addresses)
{
    /// <summary>How long a command that does one thing waits for its server.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>In how many conversations with strangers a command looks what they call themselves.</summary>
    private const int StrangersAtOnce = 20;

    /// <summary>How far back it looks there, in messages.</summary>
    private const int NickSearchSize = 20;

    public UserId Own => Client.Identity!.UserId;

    public static async Task<int> Do(ParseResult arguments, Screen screen, Func<SignedIn, Task<int>> act, CancellationToken cancel)
    {
        var profile = ClientCommand.ProfileOf(arguments);
        var settings = profile.Load();
        if (!settings.Succeeded) return screen.Refuse(settings.Failure, $"Register first: hansard client --as {profile.Name} register +NUMBER");
        var client = await MessengerClient.ConnectAsync(profile.Client(settings.Value) with { Patience = Patience }, cancel);
        if (!client.Succeeded) return screen.Refuse(client.Failure);
        await using var connected = client.Value;
        if (!connected.IsRegistered)
            return screen.Refuse(Failure.Unauthenticated($"{profile.Name} is not registered."), $"Register first: hansard client --as {profile.Name} register +NUMBER");
        SignedIn person = new(connected, AddressBook.Open(profile));
        await person.LearnNames(cancel);
        return await act(person);
    }

    /// <summary>A group's title; of a dialog, who the other is.</summary>
    public string TitleOf(Conversation conversation) =>
        conversation.IsDialog
            ? string.Join(", ", conversation.Others(Own).Select(Addresses.NameOf))
            : conversation.Title ?? $"group of {conversation.Everybody.Count()}";

    /// <summary>The member whom a person means by a number, a nick, or the beginning of one.</summary>
    public Result<UserId> Member(Conversation conversation, string wanted)
    {
        if (PhoneNumbers.TryUserIdOf(wanted, out var user) && conversation.Everybody.Contains(user)) return user;
        var others = conversation.Others(Own).ToList();
        var exact = others.Where(other => string.Equals(Addresses.NameOf(other), wanted, StringComparison.OrdinalIgnoreCase)).ToList();
        if (exact.Count == 0 && wanted.Length > 0) exact = others.FindAll(other => Addresses.NameOf(other).StartsWith(wanted, StringComparison.OrdinalIgnoreCase));
        return exact switch
        {
            [var one] => one,
            [] => Failure.NotFound(wanted.Length == 0 ? "Whom? Say a name or a number." : $"There is no {wanted} here."),
            _ => Failure.Conflict($"{wanted} can mean {exact.Count} members."),
        };
    }

    /// <summary>The conversation that a person means by a number, a nick, a title or a conversation's uuid.</summary>
    public Result<Conversation> Find(string wanted)
    {
        var isNumber = PhoneNumbers.TryUserIdOf(wanted, out var user);
        var found = Client.Conversations.Where(conversation => isNumber
            ? conversation.IsDialog && conversation.Everybody.Contains(user)
            : conversation.Uuid.Value == wanted || string.Equals(TitleOf(conversation), wanted, StringComparison.OrdinalIgnoreCase)).ToList();
        return found switch
        {
            [var one] => one,
            [] => Failure.NotFound($"There is no conversation {wanted}."),
            _ => Failure.Conflict($"{wanted} can mean {found.Count} conversations: {string.Join(", ", found.Select(one => one.Uuid))}."),
        };
    }

    /// <summary>As <see cref="Find"/>, and opens the dialog where a number has none yet.</summary>
    public async Task<Result<Conversation>> FindOrOpen(string wanted, CancellationToken cancel)
    {
        var found = Find(wanted);
        return found.Succeeded || !PhoneNumbers.IsValid(wanted) ? found : await Open([wanted], null, cancel);
    }

    /// <summary>A dialog with one number; a group with several or with a title.</summary>
    public async Task<Result<Conversation>> Open(IReadOnlyList<string> numbers, string? title, CancellationToken cancel)
    {
        var people = await Client.FindAsync(numbers, cancel);
        if (!people.Succeeded) return people.Failure;
        var missing = numbers.Except(people.Value.Select(person => person.Number)).ToList();
        if (missing.Count > 0) return Failure.NotFound($"{string.Join(", ", missing)} is not registered in this network.");
        foreach (var person in people.Value) Addresses.NoteNumber(person.Number);
        return numbers.Count == 1 && title is null
            ? await Client.OpenDialogAsync(people.Value[0].UserId, cancel)
            : await Client.CreateGroupAsync(title, [.. people.Value.Select(person => person.UserId)], null, cancel);
    }

    /// <summary>Somebody who wrote first is known by nothing but what he calls himself in his messages.</summary>
    private async Task LearnNames(CancellationToken cancel)
    {
        var strange = Client.Conversations.Where(one => one.IsDialog && one.Others(Own).Any(other => !Addresses.Knows(other))).Take(StrangersAtOnce).ToList();
        foreach (var conversation in strange)
        {
            var history = await Client.HistoryAsync(conversation.Uuid, size: NickSearchSize, cancellation: cancel);
            if (!history.Succeeded) return;
            foreach (var message in history.Value) Addresses.NoteNick(message.Sender, message.SenderNick);
        }
    }
}
