using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Server.Admin;
using Hansard.Server.Dispatch;
using Hansard.Server.Tests.Dispatch;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Accounts;

/// <summary>To whoever does not know somebody no request tells whether he is here: it is answered as for an id that nobody ever had.</summary>
public sealed class ExistenceTests
{
    private const string Never = "+15559999999";

    /// <summary>Of every request that names users, a body that gets as far as looking for the one it names.</summary>
    private static readonly Dictionary<string, Func<Asking, object>[]> Bodies = new()
    {
        ["RequestRegisterApplication"] = [x => new { androidSmsToken = (string?)null, applicationType = "t", model = "m", openUserId = x.Number, osVersion = "1", userId = x.Id, uuid = "device of a stranger", vendor = "v" }],
        ["RequestConfirmRegistration"] = [x => new { smsCode = "000000", userId = x.Id, uuid = "device of a stranger" }],
        ["RequestAuthenticationByApplication"] = [x => new { userId = x.Id, uuid = "device of a stranger" }],
        ["RequestBotChallenge"] = [x => new { userId = x.Id, uuid = "device of a bot" }],
        ["RequestBotAuthentication"] = [x => new { userId = x.Id, uuid = "device of a bot", signatureBase64 = TestPerson.Wrap }],
        ["RequestUpdateDeviceTokenByApplication"] = [x => new { token = "t", userId = x.Id, uuid = x.Ann.ApplicationUuid }],
        ["RequestGetUserInfo"] = [x => new { userId = x.Id }],
        ["RequestGetUserInfoMulti"] = [x => new { userIds = (string[])[x.Ann.UserId, x.Id] }],
        ["RequestGetAvatarUrl"] = [x => new { conversationUuid = (string?)null, userId = x.Id }],
        ["GetParams"] = [x => new { userId = x.Id }],
        ["GetBlackList"] = [x => new { userId = x.Id }],
        ["AddBlackList"] = [x => new { userId = x.Id }],
        ["RemoveBlackList"] = [x => new { userId = x.Id }],
        ["AddUserReport"] = [x => new { reason = "r", userId = x.Id }],
        ["RequestGetContactList"] = [x => new { userId = x.Id }],
        ["RequestUpdateContactList"] = [x => new { contactList = (object[])[Contact(x.Id)], merge = true }, x => new { contactList = (object[])[Contact(x.Id)], merge = false }],
        ["UpdateContact"] = [x => new { contact = Contact(x.Id), userId = x.Ann.UserId }, x => new { contact = Contact(x.Ann.UserId), userId = x.Id }],
        ["RequestGetConversationsFull"] = [x => new { userId = x.Id }],
        ["RequestGetConversationFull"] = [x => new { conversationUuid = x.Conversation, userId = x.Id }],
        ["UpdateMemberNick"] = [x => new { conversationUuid = x.Conversation, nickEncrypted = "AAAA", userId = x.Id }],
        ["RequestChangeToAdmin"] = [x => new { conversationUuid = x.Conversation, userId = x.Id }],
        ["RequestKickUser"] = [x => new { conversationUuid = x.Conversation, userId = x.Id }],
        ["RequestCreateConversationFull"] = [x => Creation(x, dialog: true, admin: true), x => Creation(x, dialog: false, admin: true), x => Creation(x, dialog: false, admin: false), x => Signed(x)],
        ["RequestAddMember"] = [x => Newcomer(x, null), x => Newcomer(x, new Dictionary<string, string> { [x.Id] = "pair" })],
        ["RequestAddAdmin"] = [x => Newcomer(x, null)],
        ["RequestAddNewSessionKeys"] = [x => new { conversationUuid = x.Conversation, sessionKeys = (object[])[x.Ann.KeyFor(x.Ann.UserId), x.Ann.KeyFor(x.Id)] }],
    };

    /// <summary>Finding people is what it is for; what it costs is bounded (<see cref="Contacts.RegisteredUsersTests"/>).</summary>
    private static readonly string[] Discovery = ["RequestGetRegisteredUsers"];

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Asking(TestPerson Ann, string Number, string Id, string Conversation);

    private static object Contact(string id) => new { contactId = id, contactIdEncrypted = "AAAA", nickEncrypted = (string?)null, trustedFingerprintEncrypted = (string?)null };

    private static object Creation(Asking x, bool dialog, bool admin) => new
    {
        admins = admin ? new Dictionary<string, string> { [x.Id] = TestPerson.Wrap } : [], members = admin ? [] : new Dictionary<string, string> { [x.Id] = TestPerson.Wrap },
        conversationUuid = $"made with {x.Conversation}", isDialog = dialog, nickEncrypted = (string?)null, sessionKeyUuid = "key", sessionKeyValue = x.Ann.KeyFor(x.Ann.UserId), title = (string?)null,
    };

    private static object Signed(Asking x) => new
    {
        admins = new Dictionary<string, string>(), members = new Dictionary<string, string>(), conversationUuid = $"made with {x.Conversation}", isDialog = false, nickEncrypted = (string?)null, sessionKeyUuid = "key",
        sessionKeyValue = new { keyEncryptedBase64 = TestPerson.Wrap, signatureBase64 = TestPerson.Wrap, signerKeyPairUuid = x.Ann.KeyPairUuid, signerUserId = x.Id, userId = x.Ann.UserId }, title = (string?)null,
    };

    private static object Newcomer(Asking x, Dictionary<string, string>? pairs) => new
    {
        conversationUuid = x.Conversation, sessionKeyUuid = "key of " + x.Conversation, sessionKeyValue = x.Ann.KeyFor(x.Id), keyPairUuids = pairs,
    };

    [Fact]
    public void Every_request_that_names_users_is_asked_here() => Assert.Equal(
        WireTypes.All.Where(type => type.Kind is WireKind.Request && Named.Ids(type.Record).Contains(typeof(UserId))).Select(type => type.Name).Order(),
        Bodies.Keys.Concat(Discovery).Order());

    [Fact]
    public async Task Whoever_is_here_unknown_to_the_caller_looks_to_every_request_like_an_id_that_nobody_has()
    {
        TestClock clock = new();
        await using TestServer server = await TestServer.Start(limits: TestServer.Unhurried, time: clock);
        await server.Command(new ChangeNetwork("default", Limits: new Dictionary<string, int> { ["codesPerNumberAndDay"] = 1_000, ["reportsPerUserAndDay"] = 1_000 }));
        await using TestPerson ann = await server.Keyed("+15550000001"), keyed = await server.Keyed("+15550000002"), keyless = await server.Person("+15550000003"),
            blocked = await server.Keyed("+15550000004"), gone = await server.Keyed("+15550000005"), known = await server.Keyed("+15550000006");
        await server.Command(new BlockUser("default", new(blocked.UserId), true));
        await gone.Socket.Get("RequestDeleteUser", new { androidSmsToken = (string?)null, openUserId = gone.Number });
        await gone.Socket.Get("RequestDeleteUserConfirmation", new { code = gone.LastCode(server.OutboxPath) });
        await Until.Holds(() => server.Core.Database.Read(sql => sql.ExecuteScalar<long>("SELECT COUNT(*) FROM departures")) == 0, "he has left");
        await ann.Discover(known);
        int made = 0;
        foreach ((string type, Func<Asking, object>[] bodies) in Bodies)
        {
            foreach ((int form, Func<Asking, object> body) in bodies.Index())
            {
                async Task<string> Answer(string number)
                {
                    string conversation = $"room-{made++}-"; // Like no piece of another id: hexadecimal digits would stand in some.
                    if (type is not "RequestCreateConversationFull" && WireTypes.TryFind(type, out WireType? wire) && Named.Ids(wire.Record).Contains(typeof(ConversationUuid)))
                        await ann.CreateGroup(conversation);
                    PhoneNumbers.TryUserIdOf(number, out UserId id);
                    // A connection of her own where she is signed in, a stranger's where nobody needs to be.
                    bool open = server.Core.Table.Find(type)!.Access is Access.Anyone;
                    await using TestSocket stranger = await server.Connect();
                    JsonObject answer = await (open ? stranger : ann.Socket).Ask(type, body(new Asking(ann, number, id.Value, conversation)));
                    if (answer["body"]!.AsObject().ContainsKey("nonceBase64")) answer["body"]!["nonceBase64"] = "";
                    answer.Remove("id");
                    return Plain(answer).Replace(id.Value, "SOMEBODY", StringComparison.Ordinal).Replace(conversation, "CONVERSATION", StringComparison.Ordinal);
                }
                string nobody = await Answer(Never);
                foreach (TestPerson stranger in (TestPerson[])[keyed, keyless, blocked, gone])
                    Assert.Equal($"{type} {form}: {nobody}", $"{type} {form}: {await Answer(stranger.Number)}");
            }
        }
        // The same walk would tell of somebody whom she knows.
        JsonNode shown = await ann.Socket.Get("RequestGetUserInfo", new { userId = known.UserId });
        Assert.NotNull(shown["user"]!["keyPairUuid"]);
        await ann.Socket.Get("AddUserReport", new { reason = "r", userId = known.UserId });
    }

    /// <summary>As text, ids unescaped.</summary>
    private static string Plain(JsonObject answer) => answer.ToJsonString(Unescaped);
}
