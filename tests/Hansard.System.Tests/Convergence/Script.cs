using System.Net;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Files;
using Hansard.Protocol.Messages;
using Hansard.Protocol.SessionKeys;
using Hansard.System.Tests.Client;
using Xunit;

namespace Hansard.System.Tests.Convergence;

/// <summary>
/// Plays a script on a server and in the model, one step after the other. Devices that are away, or do not listen, fall behind; in the end all catch
/// up and must know what the model says their user knows.
/// </summary>
internal sealed class Script(IReadOnlyList<MirrorDevice> devices, IReadOnlyDictionary<UserId, KeyPairUuid> keyPairs, int people, string name)
{
    private static readonly string Wrap = Convert.ToBase64String(new byte[512]), Body = Convert.ToBase64String(new byte[48]), Iv = Convert.ToBase64String(new byte[12]);

    /// <summary>Enough of a picture for what looks at its beginning.</summary>
    private static readonly byte[] Picture = [0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private static readonly HttpClient Http = new();

    private readonly ConversationUuid group = new(name);
    private readonly ModelGroup model = new(Enumerable.Range(0, people - 1));
    private readonly List<(RequestAddMessage Request, int Author)> said = [];
    private SessionKeyUuid key = new("first");

    public async Task PlayAsync(Step[] steps)
    {
        foreach (var device in devices) await device.CatchUpAsync();
        await BeginAsync();
        try
        {
            foreach (var step in steps) await DoAsync(step);
            foreach (var device in devices) await device.CatchUpAsync();
            foreach (var device in devices) await device.ListenAsync();
            foreach (var device in devices) Assert.Equal(Expected(device.Person), Actual(device));
            await AssertServerCountsAsync();
        }
        finally
        {
            // Nothing of it is left for the next script, nor for a shorter one that shrinking tries.
            var last = devices[model.Admins[0] * 2];
            await last.CatchUpAsync();
            await last.AskAsync(new RequestDeleteConversation(group));
            foreach (var device in devices) await device.CatchUpAsync();
        }
    }

    private async Task BeginAsync()
    {
        var creator = devices[0];
        var others = model.Members.Skip(1).ToDictionary(person => User(person), _ => Wrap);
        var made = await creator.AskAsync(new RequestCreateConversationFull(
            new Dictionary<UserId, string>(), group, false, others, null, key, Value(creator.UserId, creator.UserId), null));
        await creator.ListenAsync();
        creator.Mirror.Take(made.Conversation, null);
        // Its connection was told of the event before it knew of the group.
        await creator.CatchUpAsync();
    }

    private async Task DoAsync(Step step)
    {
        var device = devices[step.Device % devices.Count];
        if (step.Deed is Deed.Disconnect) await device.DisconnectAsync();
        else if (step.Deed is Deed.ListenAndBreak) await device.ListenAndBreakAsync(step.Whom);
        else if (step.Deed is Deed.CatchUp or Deed.CatchUpAhead) await ComeBackAsync(device, listensFirst: step.Deed is Deed.CatchUp);
        else if (step.Deed is Deed.Listen) await device.ListenAsync();
        else if (device.IsConnected && model.IsMember(device.Person)) await ActAsync(device, step);
    }

    private static async Task ComeBackAsync(MirrorDevice device, bool listensFirst)
    {
        if (listensFirst) await device.ListenAsync();
        await device.CatchUpAsync();
    }

    private Task ActAsync(MirrorDevice device, Step step) => step.Deed switch
    {
        Deed.Say => SayAsync(device),
        Deed.SayAgain => SayAgainAsync(device, step),
        Deed.Deliver or Deed.Read or Deed.ReadAll => ReceiveAsync(device, step),
        Deed.Delete => DeleteAsync(device, step),
        Deed.Rekey => RekeyAsync(device),
        Deed.Leave => LeaveAsync(device),
        Deed.Bring => BringAsync(device, step),
        _ when model.Admins.Contains(device.Person) => RuleAsync(device, step),
        _ => Task.CompletedTask,
    };

    private async Task SayAsync(MirrorDevice device)
    {
        if (model.IsClosed) await RekeyAsync(device);
        RequestAddMessage request = new(Body, group, true, Iv, new($"{name} m{said.Count}"), null, key);
        said.Add((request, device.Person));
        model.Say(device.Person, request.MessageUuid.Value);
        var answer = await device.AskAsync(request);
        await device.DidAsync(new NotificationAddedMessageToConversation(answer.Message));
    }

    /// <summary>An answer was lost, or another device of the author sends the same: nothing happens twice.</summary>
    private async Task SayAgainAsync(MirrorDevice device, Step step)
    {
        var own = said.Where(message => message.Author == device.Person).ToList();
        if (own.Count == 0) return;
        var again = own[step.On[0] % own.Count].Request;
        var answer = await device.AskAsync(again);
        Assert.Equal(again.MessageUuid, answer.Message.Uuid);
    }

    /// <summary>A file for something that was said, perhaps long ago.</summary>
    private async Task BringAsync(MirrorDevice device, Step step)
    {
        var fileless = model.Fileless(device.Person).ToList();
        if (fileless.Count == 0) return;
        var message = fileless[step.On[0] % fileless.Count];
        message.HasFile = true;
        var asked = await device.AskAsync(new RequestGetUploadUrl(group, new(message.Uuid!), Body, "text/plain", Picture.Length, -1, -1, null, null));
        await UploadAsync(asked.UploadUrl);
    }

    private static async Task UploadAsync(string url)
    {
        using HttpRequestMessage request = new(HttpMethod.Patch, url) { Content = new ByteArrayContent(Picture) };
        request.Content.Headers.ContentType = new("application/offset+octet-stream");
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Upload-Offset", "0");
        using var answer = await Http.SendAsync(request, TestNetwork.Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private async Task ReceiveAsync(MirrorDevice device, Step step)
    {
        var on = On(step);
        if (step.Deed is Deed.ReadAll)
        {
            model.ReadAll(device.Person);
            await device.AskAsync(new RequestMarkAllReaded(group));
        }
        else if (on.Count == 0)
        {
            return;
        }
        else if (step.Deed is Deed.Deliver)
        {
            model.Deliver(device.Person, on[0]);
            await device.AskAsync(new MessageDelivered(group, new(on[0])));
        }
        else
        {
            model.Read(device.Person, on);
            await device.AskAsync(new RequestMessagesReaded(group, [.. on.Select(uuid => new MessageUuid(uuid))]));
        }
        if (step.Deed is Deed.Deliver) return;
        await device.ListenAsync();
        device.Mirror.MarkRead(group, step.Deed is Deed.ReadAll ? [.. device.Mirror.Messages(group).Select(message => message.Uuid)] : [.. on.Select(uuid => new MessageUuid(uuid))]);
    }

    private async Task DeleteAsync(MirrorDevice device, Step step)
    {
        var gone = model.Deletable(device.Person, On(step));
        if (gone.Count == 0) return;
        model.Delete(gone);
        await device.AskAsync(new RequestDeleteMessages(group, [.. gone.Select(uuid => new MessageUuid(uuid))]));
        foreach (var uuid in gone) await device.DidAsync(new DeleteMessageNotification(group, new(uuid), device.UserId));
    }

    private async Task RekeyAsync(MirrorDevice device)
    {
        var wraps = model.Members.Select(member => Value(device.UserId, User(member))).ToList();
        var previous = key;
        key = (await device.AskAsync(new RequestAddNewSessionKeys(group, wraps))).SessionKeyUuid;
        model.Rekey(device.Person, key.Value);
        await device.DidAsync(new NotificationNewSessionKey(new(key, group, device.UserId, Wrap, Wrap, 1, keyPairs[device.UserId], device.UserId, previous)));
    }

    private async Task LeaveAsync(MirrorDevice device)
    {
        if (model.Members.Count == 1) return;
        model.Remove(device.Person, device.Person, "Left");
        await device.AskAsync(new RequestLeaveConversation(group));
        await device.DidAsync(new NotificationConversationLeaved(group, device.UserId));
    }

    private async Task RuleAsync(MirrorDevice device, Step step)
    {
        var others = model.Members.Where(member => member != device.Person).ToList();
        var outsiders = Enumerable.Range(0, people).Where(person => !model.IsMember(person)).ToList();
        if (step.Deed is Deed.Rename)
        {
            var title = Convert.ToBase64String([(byte)step.Whom]);
            model.Rename(device.Person, title);
            await device.AskAsync(new RequestRenameConversation(group, title));
            await device.DidAsync(new NotificationRenameConversation(group, title));
        }
        else if (step.Deed is Deed.Draw)
        {
            model.Draw(device.Person);
            await UploadAsync((await device.AskAsync(new RequestGetAvatarUploadUrl(group, "image/jpeg", Picture.Length))).UploadUrl);
        }
        else if (step.Deed is Deed.Add && outsiders.Count > 0)
        {
            if (model.IsClosed) await RekeyAsync(device);
            var newcomer = outsiders[step.Whom % outsiders.Count];
            model.Add(device.Person, newcomer);
            // A wrap is never the same twice, so that adding somebody again is no repetition.
            await device.AskAsync(new RequestAddMember(group, key, Value(device.UserId, User(newcomer)) with { KeyEncryptedBase64 = Convert.ToBase64String(Guid.NewGuid().ToByteArray()) }));
        }
        else if (step.Deed is Deed.Promote && others.Count > 0)
        {
            model.Promote(device.Person, others[step.Whom % others.Count]);
            await device.AskAsync(new RequestChangeToAdmin(group, User(others[step.Whom % others.Count])));
        }
        else if (step.Deed is Deed.Kick && others.Count > 0)
        {
            model.Remove(device.Person, others[step.Whom % others.Count], "Kicked");
            await device.AskAsync(new RequestKickUser(group, User(others[step.Whom % others.Count])));
        }
    }

    /// <summary>The server's own counters, of which devices that were told everything keep only those of their messages.</summary>
    private async Task AssertServerCountsAsync()
    {
        foreach (var device in devices.Where(device => model.IsMember(device.Person)))
        {
            var shown = (await device.AskAsync(new RequestGetConversationFull(group, null))).Conversation;
            Assert.Equal(model.Unread(device.Person).Count(), shown.UnreadedCounter);
            Assert.Equal(shown.AvatarUpdated, device.Mirror.Conversations.Single(known => known.Uuid == group).AvatarUpdated);
            var page = await device.AskAsync(new RequestGetMessages(group, null, Limits.PageMessages));
            Assert.Equal(model.Visible(device.Person).Where(message => message.EventType is null).Select(message => $"{message.Uuid} {message.Read.Count}/{message.Delivered.Count}/{message.Members} {message.Deleted}"),
                page.Messages.Reverse().Where(message => !message.IsEvent).Where(message => model.Visible(device.Person).Any(visible => visible.Uuid == message.Uuid.Value))
                    .Select(message => $"{message.Uuid} {message.ReadedMembers}/{message.DeliveredMembers}/{message.Members} {message.Deleted}"));
        }
    }

    private string Expected(int person)
    {
        if (!model.IsMember(person)) return "not in it";
        var lines = model.Visible(person).Select(message => Line(message.Uuid, message.EventType, message.Deleted, message.Read.Contains(person),
            message.Author == person && message.EventType is null ? $" {message.Read.Count}/{message.Delivered.Count}" : "", message.Members,
            message is { HasFile: true, Deleted: false } ? 1 : 0));
        return $"title {model.Title}, picture {model.HasPicture}, key {(model.Key == "first" ? "first" : model.Key)}, members {Names(model.Members)}, admins {Names(model.Admins)}\n{string.Join('\n', lines)}";
    }

    private string Actual(MirrorDevice device)
    {
        if (device.Mirror.Conversations.FirstOrDefault(known => known.Uuid == group) is not { } known) return "not in it";
        var lines = device.Mirror.Messages(group).Select(message => Line(message.IsEvent ? null : message.Uuid.Value, message.EventType, message.Deleted, message.Readed,
            message.UserId == device.UserId && !message.IsEvent ? $" {message.ReadedMembers}/{message.DeliveredMembers}" : "", message.Members,
            device.Mirror.ReadyFiles(group, message.Uuid)));
        return $"title {known.Title}, picture {known.HasAvatar}, key {known.SessionKeyUuid}, members {Names(known.Admins.Concat(known.Members).Select(Place))}, admins {Names(known.Admins.Select(Place))}\n{string.Join('\n', lines)}";
    }

    private static string Line(string? uuid, string? eventType, bool deleted, bool read, string counters, int members, int files) =>
        eventType is null ? $"{uuid} of {members}{(deleted ? " deleted" : "")}{(read ? " read" : "")}{counters} files {files}" : $"event {eventType} of {members}";

    private static string Names(IEnumerable<int> persons) => string.Join(' ', persons.Order());

    private int Place(UserId user) => devices.First(device => device.UserId == user).Person;

    private UserId User(int person) => devices.First(device => device.Person == person).UserId;

    private List<string> On(Step step) => said.Count == 0 ? [] : [.. step.On.Select(number => said[number % said.Count].Request.MessageUuid.Value).Distinct()];

    private SessionKeyValue Value(UserId signer, UserId recipient) => new(Wrap, Wrap, keyPairs[signer], signer, recipient);
}
