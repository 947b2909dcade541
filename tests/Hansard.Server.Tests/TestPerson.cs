using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Xunit;

namespace Hansard.Server.Tests;

/// <summary>Somebody with one application on one socket. Keys are opaque to the server, so wraps are any base64 of the right size.</summary>
internal sealed class TestPerson(string number, TestSocket socket) : IAsyncDisposable
{
    public static readonly string Wrap = Convert.ToBase64String(new byte[512]);
    public static readonly string Body = Convert.ToBase64String(new byte[48]);
    public static readonly string Iv = Convert.ToBase64String(new byte[12]);

    public TestSocket Socket { get; } = socket;

    public string Number { get; } = number;

    public string UserId { get; } = PhoneNumbers.TryUserIdOf(number, out UserId id) ? id.Value : throw new ArgumentException("That is no number.");

    public string ApplicationUuid { get; } = Guid.NewGuid().ToString();

    public string KeyPairUuid { get; private set; } = "";

    public object Registration => new
    {
        androidSmsToken = (string?)null, applicationType = "test", model = "m", openUserId = Number, osVersion = "1", userId = UserId, uuid = ApplicationUuid, vendor = "v",
    };

    public async Task Register(string outboxPath)
    {
        Assert.Equal("ok", await Socket.Status("RequestRegisterApplication", Registration));
        string code = LastCode(outboxPath);
        Assert.Equal("ok", await Socket.Status("RequestConfirmRegistration", new { smsCode = code, userId = UserId, uuid = ApplicationUuid }));
        Assert.Equal("ok", await Authenticate(Socket));
    }

    public Task<string> Authenticate(TestSocket on) => on.Status("RequestAuthenticationByApplication", new { userId = UserId, uuid = ApplicationUuid });

    public async Task AddKeys()
    {
        Assert.Equal("ok", await Socket.Status("RequestAddUserKeys", new
        {
            metaDataKeyEncryptedBase64 = Wrap, nick = (string?)null, privateKeyEncryptedBase64 = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
            publicKeyBase64 = TestKeys.PublicPem,
        }));
        await LearnKeys();
    }

    /// <summary>What another device of a user needs that has keys already.</summary>
    public async Task LearnKeys()
    {
        JsonNode own = await Socket.Get("RequestGetUserInfo", new { userId = UserId });
        KeyPairUuid = own["user"]!["keyPairUuid"]!.GetValue<string>();
    }

    /// <summary>The code last sent to this number.</summary>
    public string LastCode(string outboxPath) => File.ReadLines(outboxPath).Reverse()
        .Select(line => JsonNode.Parse(line)!).First(line => line["to"]!.GetValue<string>() == Number)["code"]!.GetValue<string>();

    /// <summary>Lets this person know others, as a client does with the numbers of its address book.</summary>
    public Task Discover(params TestPerson[] others) =>
        Socket.Get("RequestGetRegisteredUsers", new { checkUserList = others.Select(other => other.UserId).ToArray() });

    /// <summary>A wrap that differs from everybody else's.</summary>
    public static string WrapFor(string userId) => Convert.ToBase64String(SHA512.HashData(Encoding.UTF8.GetBytes(userId)));

    public object KeyFor(string userId, string? wrap = null) => new
    {
        keyEncryptedBase64 = wrap ?? Wrap, signatureBase64 = Wrap, signerKeyPairUuid = KeyPairUuid, signerUserId = UserId, userId,
    };

    public async Task<JsonNode> CreateDialog(string uuid, TestPerson other, params string[] recorders)
    {
        await Discover(other);
        return await Socket.Get("RequestCreateConversationFull", Creation(uuid, isDialog: true, [other], [], recorders));
    }

    public object Creation(string uuid, bool isDialog, TestPerson[] admins, TestPerson[] members, params string[] recorders) => new
    {
        admins = admins.ToDictionary(person => person.UserId, _ => Wrap), conversationUuid = uuid, isDialog,
        members = members.Select(person => person.UserId).Concat(recorders).ToDictionary(userId => userId, _ => Wrap), nickEncrypted = (string?)null, sessionKeyUuid = "key of " + uuid,
        sessionKeyValue = KeyFor(UserId), title = (string?)null,
    };

    public async Task<JsonNode> CreateGroup(string uuid, params TestPerson[] members)
    {
        await Discover(members);
        return await Socket.Get("RequestCreateConversationFull", Creation(uuid, isDialog: false, [], members));
    }

    /// <summary>The key under which this person writes in a conversation: the one of its creation, until he is given another.</summary>
    public Dictionary<string, string> CurrentKeys { get; } = [];

    public object Newcomer(string conversation, TestPerson newcomer, string? sessionKey = null) => new
    {
        conversationUuid = conversation, sessionKeyUuid = sessionKey ?? KeyOf(conversation), sessionKeyValue = KeyFor(newcomer.UserId, WrapFor(newcomer.UserId)),
    };

    /// <summary>Puts somebody into a group, who writes under the current key from then on.</summary>
    public async Task Add(string conversation, TestPerson newcomer, bool admin = false)
    {
        await Discover(newcomer);
        await Socket.Get(admin ? "RequestAddAdmin" : "RequestAddMember", Newcomer(conversation, newcomer));
        newcomer.CurrentKeys[conversation] = KeyOf(conversation);
    }

    public Task Kick(string conversation, TestPerson member) => Socket.Get("RequestKickUser", new { conversationUuid = conversation, userId = member.UserId });

    public Task Leave(string conversation) => Socket.Get("RequestLeaveConversation", new { conversationUuid = conversation });

    /// <summary>Gives a conversation a new session key; all of its members are named, the caller too.</summary>
    public async Task<string> Rekey(string conversation, params TestPerson[] members)
    {
        JsonNode answer = await Socket.Get("RequestAddNewSessionKeys",
            new { conversationUuid = conversation, sessionKeys = members.Select(member => KeyFor(member.UserId, WrapFor(member.UserId))) });
        string key = (string)answer["sessionKeyUuid"]!;
        foreach (TestPerson member in members) member.CurrentKeys[conversation] = key;
        return key;
    }

    public string KeyOf(string conversation) => CurrentKeys.GetValueOrDefault(conversation, "key of " + conversation);

    /// <summary>Sends a message; it as the sender sees it.</summary>
    public async Task<JsonNode> Say(string conversation, string uuid, string? body = null, string? replyTo = null) =>
        (await Socket.Get("RequestAddMessage", Message(conversation, uuid, body, KeyOf(conversation), replyTo)))["message"]!;

    /// <summary>Uuids of messages that are no events, newest first: those after an anchor, or the newest.</summary>
    public async Task<string[]> Page(string conversation, string? from, int size) =>
        Uuids(await Socket.Get("RequestGetMessages", new { conversationUuid = conversation, fromMessageUuid = from, size }));

    public static string[] Uuids(JsonNode page) =>
        [.. page["messages"]!.AsArray().Where(message => !(bool)message!["isEvent"]!).Select(message => (string)message!["uuid"]!)];

    /// <summary>
    /// The notifications that came so far and were not looked at yet. A request's notifications are on their way before its reply is, so
    /// whoever has a reply may look at once what others were told.
    /// </summary>
    public async Task<List<JsonObject>> Told()
    {
        await Socket.Get("RequestPing", new { clientVersion = "1", when = 1 });
        return Socket.TakeNotifications();
    }

    public static object Message(string conversation, string uuid, string? body = null, string? sessionKey = null, string? replyTo = null) => new
    {
        bodyEncryptedBase64 = body ?? Body, conversationUuid = conversation, hasFiles = false, ivBase64 = Iv, messageUuid = uuid,
        replyMessageUuid = replyTo, sessionKeyUuid = sessionKey ?? "key of " + conversation,
    };

    public ValueTask DisposeAsync() => Socket.DisposeAsync();
}

/// <summary>One real public key, made once: the server checks that a PEM is one.</summary>
internal static class TestKeys
{
    public static string PublicPem { get; } = RSA.Create(2048).ExportSubjectPublicKeyInfoPem();
}
