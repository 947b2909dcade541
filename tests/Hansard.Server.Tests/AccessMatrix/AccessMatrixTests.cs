using Hansard.Protocol;
using Hansard.Server.Dispatch;
using Xunit;

namespace Hansard.Server.Tests.AccessMatrix;

/// <summary>Every request that needs signing in, asked by every role about the same conversation, person or thing: each has its exact status.</summary>
public sealed class AccessMatrixTests
{
    private static readonly Dictionary<char, string> Statuses = new()
    {
        ['O'] = Status.Ok, ['U'] = Status.Unauthenticated, ['F'] = Status.Forbidden, ['N'] = Status.NotFound, ['C'] = Status.Conflict,
    };

    /// <summary>A request: what each role is answered, in the order of <see cref="Role"/>, and what it asks.</summary>
    private sealed record Line(string Answers, Func<Cast, Role, object> Body);

    private static readonly Dictionary<string, Line> Matrix = new()
    {
        // A conversation is there for its members alone; to whoever was one it says no more than that.
        ["RequestGetConversationFull"] = new("UNOOFFONF", (cast, _) => new { conversationUuid = cast.Conversation, userId = (string?)null }),
        ["RequestGetMembersList"] = new("UNOOFFONF", Conversation),
        ["GetNicks"] = new("UNOOFFONF", Conversation),
        ["RequestGetUpdatedPublicKeys"] = new("UNOOFFONF", Conversation),
        ["RequestGetSessionKey"] = new("UNOOFFONF", (cast, _) => new { conversationUuid = cast.Conversation, sessionKeyUuid = cast.SessionKey }),
        ["RequestGetMessages"] = new("UNOOFFONF", (cast, _) => new { conversationUuid = cast.Conversation, fromMessageUuid = (string?)null, size = 5 }),
        ["RequestGetMessagesFromUuid"] = new("UNOOFFONF", (cast, _) => new { conversationUuid = cast.Conversation, uuid = (string?)null, size = 5 }),
        ["RequestGetMessagesByUuids"] = new("UNOOFFONF", (cast, _) => new { conversationUuid = cast.Conversation, uuids = (string[])[cast.Message] }),
        ["RequestGetFiles"] = new("UNOOFFONO", (cast, _) => new { conversationUuid = cast.Conversation, messageUuid = cast.Message }),
        ["RequestGetFilesFast"] = new("UNOOFFONO", (cast, _) => new { conversationUuid = cast.Conversation, messageUuid = cast.Message }),
        // There is no picture of it.
        ["RequestGetAvatarUrl"] = new("UNNNFFNNN", (cast, _) => new { conversationUuid = cast.Conversation, userId = (string?)null }),
        ["RequestTyping"] = new("UNOOFFONF", Conversation),
        ["RequestMarkAllReaded"] = new("UNOOFFONF", Conversation),
        ["RequestMessagesReaded"] = new("UNOOFFONF", (cast, _) => new { conversationUuid = cast.Conversation, messageUuids = (string[])[cast.Message] }),
        ["MessageDelivered"] = new("UNOOFFONF", (cast, _) => new { conversationUuid = cast.Conversation, messageUuid = cast.Message }),
        ["UpdateMemberNick"] = new("UNOOFFONF", (cast, _) => new { conversationUuid = cast.Conversation, nickEncrypted = (string?)null, userId = (string?)null }),
        ["RequestAddMessage"] = new("UNOOFFONF", (cast, role) => TestPerson.Message(cast.Conversation, $"by {role}", sessionKey: cast.SessionKey)),
        ["RequestAddNewSessionKeys"] = new("UNOOFFONF", (cast, role) => cast.NewKeys(cast[role])),
        ["RequestLeaveConversation"] = new("UNOOFFONF", Conversation),
        ["AddMessageReport"] = new("UNOOFFONF", (cast, _) => new { conversationUuid = cast.Conversation, messageUuid = cast.Message, reason = "rude" }),
        ["AddConversationReport"] = new("UNOOFFONF", (cast, _) => new { conversationUuid = cast.Conversation, reason = "rude" }),

        // What a message's author may, and an admin.
        ["RequestDeleteMessage"] = new("UNOOFFFNF", (cast, _) => new { conversationUuid = cast.Conversation, uuid = cast.Message }),
        ["RequestDeleteMessages"] = new("UNOOFFFNF", (cast, _) => new { conversationUuid = cast.Conversation, uuids = (string[])[cast.Message] }),

        // The message has announced no files, which its author alone is told.
        ["RequestGetUploadUrl"] = new("UNCFFFFNF", (cast, role) => new
        {
            conversationUuid = cast.Conversation, messageUuid = cast.Message, fileNameEncrypted = "AAAA", mimeType = "image/png", size = 1, width = 1, height = 1, duration = (int?)null,
            previewFileNameEncrypted = (string?)null,
        }),

        // What admins may.
        ["RequestGetAvatarUploadUrl"] = new("UNFOFFFNF", (cast, _) => new { conversationUuid = cast.Conversation, mimeType = "image/png", size = 1 }),
        ["RequestRenameConversation"] = new("UNFOFFFNF", (cast, _) => new { conversationUuid = cast.Conversation, title = (string?)null }),
        ["RequestDeleteConversation"] = new("UNFOFFFNF", Conversation),
        ["RequestAddMember"] = new("UNFOFFFNF", Newcomer),
        ["RequestAddAdmin"] = new("UNFOFFFNF", Newcomer),
        ["RequestChangeToAdmin"] = new("UNFOFFFNF", Target),
        ["RequestKickUser"] = new("UNFOFFFNF", Target),

        // A person is there for those who know him: who shares a conversation, and whom discovery has returned.
        ["AddBlackList"] = new("UNOONNONF", OfTarget),
        ["RemoveBlackList"] = new("UNOONNONF", OfTarget),
        ["AddUserReport"] = new("UNOONNONF", (cast, _) => new { reason = "rude", userId = cast.Target.UserId }),
        ["RequestGetUserInfo"] = new("UOOOOOOOO", OfTarget),
        ["RequestGetUserInfoMulti"] = new("UOOOOOOOO", (cast, _) => new { userIds = (string[])[cast.Target.UserId] }),
        ["RequestGetRegisteredUsers"] = new("UOOOOOOOF", (cast, _) => new { checkUserList = (string[])[cast.Newcomer.UserId] }),
        ["RequestCreateConversationFull"] = new("UOOOOOONF", (cast, role) => cast[role].Creation($"made by {role}", isDialog: false, [], [cast.Newcomer], cast.RecorderId)),

        // What is his own is everybody's.
        ["RequestGetConversationsFull"] = new("UOOOOOOOF", Own),
        ["RequestGetChanges"] = new("UOOOOOOOF", (_, _) => new { cursor = (string?)null, size = 10 }),
        ["RequestGetContactList"] = new("UOOOOOOOF", Own),
        ["RequestUpdateContactList"] = new("UOOOOOOOF", (_, _) => new { contactList = Array.Empty<object>(), merge = true }),
        ["UpdateContact"] = new("UOOOOOONF", (cast, _) => new { contact = Contact(cast.Newcomer), userId = (string?)null }),
        ["GetParams"] = new("UOOOOOOOF", Own),
        ["UpdateParam"] = new("UOOOOOOOF", (_, _) => new { name = "a", value = "AAAA" }),
        ["GetBlackList"] = new("UOOOOOOOF", Own),
        ["RequestGetApplicationsFull"] = new("UOOOOOOOF", (_, _) => new { confirmed = true }),
        ["RequestUpdateDeviceTokenByApplication"] = new("UOOOOOOOF", (_, _) => new { token = (string?)null, userId = (string?)null, uuid = (string?)null }),
        ["RequestUpdateUserNick"] = new("UOOOOOOOF", (_, _) => new { nick = (string?)null }),
        ["RequestDeleteApplication"] = new("UNNNNNNNF", (_, _) => new { uuid = "nobody's" }),
        ["RequestAddUserKeys"] = new("UOOOOOOOF", (_, _) => new
        {
            metaDataKeyEncryptedBase64 = TestPerson.Wrap, nick = (string?)null, privateKeyEncryptedBase64 = PrivateKey, publicKeyBase64 = TestKeys.PublicPem,
        }),
        ["RequestUpdateUserKeys"] = new("UOOOOOOOF", (cast, role) => new
        {
            androidSmsToken = (string?)null, metaDataKeyEncryptedBase64 = TestPerson.Wrap, nick = (string?)null, openUserId = cast[role].Number, privateKeyEncryptedBase64 = PrivateKey,
        }),
        ["RequestConfirmUpdateUserKeys"] = new("UFFFFFFFF", (_, _) => new { smsCode = "no code" }),
        ["RequestDeleteUser"] = new("UOOOOOOOF", (cast, role) => new { androidSmsToken = (string?)null, openUserId = cast[role].Number }),
        ["RequestDeleteUserConfirmation"] = new("UFFFFFFFF", (_, _) => new { code = "no code" }),

        // What recorders alone may.
        ["RequestRecorderFeed"] = new("UFFFFFFFO", (_, _) => new { after = 0, size = 1, waitMs = 0 }),
        ["RequestAcknowledgeFeed"] = new("UFFFFFFFO", (_, _) => new { through = 0 }),
        ["RequestConfirmSessionKey"] = new("UFFFFFFFN", (cast, _) => new { conversationUuid = cast.Conversation, sessionKeyUuid = "none" }),
        ["RequestRejectSessionKey"] = new("UFFFFFFFN", (cast, _) => new { conversationUuid = cast.Conversation, sessionKeyUuid = "none", reason = "it does not open" }),
    };

    private const string PrivateKey = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----";

    [Fact]
    public async Task Every_request_answers_every_role_exactly_so()
    {
        await using Cast cast = await Cast.Gather();
        Assert.Equal(
            cast.Server.Core.Table.Rows.Where(row => row.Access is not Access.Anyone).Select(row => row.Type).Order(StringComparer.Ordinal),
            Matrix.Keys.Order(StringComparer.Ordinal));
        List<string> wrong = [];
        foreach ((string type, Line line) in Matrix)
        {
            string answered = await Answers(cast, type, line);
            string expected = string.Join(' ', line.Answers.Select(letter => Statuses[letter]));
            if (answered != expected) wrong.Add($"{type}\n  expected {expected}\n  answered {answered}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static async Task<string> Answers(Cast cast, string type, Line line)
    {
        List<string> answers = [];
        foreach (Role role in Enum.GetValues<Role>())
        {
            answers.Add(await cast.Ask(role, type, line.Body(cast, role)));
            // Refusals change nothing, and neither do questions.
            bool asks = type.StartsWith("Get", StringComparison.Ordinal) || type.StartsWith("RequestGet", StringComparison.Ordinal);
            if (answers[^1] == Status.Ok && !asks) await cast.Meet();
        }
        return string.Join(' ', answers);
    }

    /// <summary>What it sent before, and what was queued for it, is gone as well.</summary>
    [Fact]
    public async Task An_application_that_was_deleted_is_answered_nothing_on_its_open_socket()
    {
        await using Cast cast = await Cast.Gather();
        TestPerson member = cast[Role.Member];
        await using TestSocket second = await cast.Server.Connect();
        Assert.Equal("ok", await member.Authenticate(second));
        await member.Told();
        Assert.Equal("ok", await second.Status("RequestDeleteApplication", new { uuid = member.ApplicationUuid }));

        await member.Socket.Ended();
        await using TestSocket again = await cast.Server.Connect();
        Assert.Equal("unauthenticated", await member.Authenticate(again));
    }

    private static object Conversation(Cast cast, Role role) => new { conversationUuid = cast.Conversation };

    private static object Target(Cast cast, Role role) => new { conversationUuid = cast.Conversation, userId = cast.Target.UserId };

    private static object OfTarget(Cast cast, Role role) => new { userId = cast.Target.UserId };

    private static object Newcomer(Cast cast, Role role) => cast[role].Newcomer(cast.Conversation, cast.Newcomer, cast.SessionKey);

    private static object Contact(TestPerson person) =>
        new { contactId = person.UserId, contactIdEncrypted = "AAAA", nickEncrypted = (string?)null, trustedFingerprintEncrypted = (string?)null };

    private static object Own(Cast cast, Role role) => new { userId = (string?)null };
}
