using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hansard.Protocol;
using Xunit;

namespace Hansard.Server.Tests.CatchingUp;

/// <summary>Who learns of another key pair, and of a contact who is no more, when he comes back.</summary>
public sealed class ChangedKeysTests
{
    private static readonly string OtherPem = RSA.Create(2048).ExportSubjectPublicKeyInfoPem();

    private static object Contact(TestPerson whom) => new
    {
        contact = new { contactId = whom.UserId, contactIdEncrypted = "AAAA", nickEncrypted = (string?)null, trustedFingerprintEncrypted = (string?)null }, userId = (string?)null,
    };

    [Fact]
    public async Task Another_key_pair_is_told_once_to_those_who_share_a_conversation_or_keep_the_user_and_to_his_other_devices()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), tablet = await server.Person(ann.Number), bob = await server.Keyed("+15550000002"),
            carl = await server.Keyed("+15550000003"), eve = await server.Keyed("+15550000004");
        foreach (string group in (string[])["one", "two"]) await ann.CreateGroup(group, bob);
        await carl.Discover(ann);
        await carl.Socket.Get("UpdateContact", Contact(ann));
        string[] cursors = [await Missed.Now(tablet), await Missed.Now(bob), await Missed.Now(carl), await Missed.Now(eve)];

        Assert.Equal("ok", await ann.Socket.Status("RequestUpdateUserKeys", new
        {
            androidSmsToken = (string?)null, metaDataKeyEncryptedBase64 = "TWV0YQ==", nick = (string?)null, openUserId = ann.Number, publicKeyBase64 = OtherPem,
            privateKeyEncryptedBase64 = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nBBBB\n-----END ENCRYPTED PRIVATE KEY-----",
        }));
        Assert.Equal("ok", await ann.Socket.Status("RequestConfirmUpdateUserKeys", new { smsCode = ann.LastCode(server.OutboxPath) }));

        foreach ((TestPerson person, string cursor) in new[] { (tablet, cursors[0]), (bob, cursors[1]), (carl, cursors[2]) })
        {
            JsonNode change = Assert.Single((await Missed.Since(person, cursor)).Changes);
            Assert.Equal(("NotificationNewPublicKey", ann.UserId, OtherPem), ((string)change["type"]!, (string)change["body"]!["userId"]!, (string)change["body"]!["keyBase64"]!));
        }
        Assert.Empty((await Missed.Since(eve, cursors[3])).Changes);
    }

    [Fact]
    public async Task Contacts_that_were_added_changed_or_removed_come_once_each()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), tablet = await server.Person(ann.Number), bob = await server.Keyed("+15550000002"), carl = await server.Keyed("+15550000003");
        await ann.Discover(bob, carl);
        await ann.Socket.Get("UpdateContact", Contact(bob));
        string cursor = await Missed.Now(tablet);
        await ann.Socket.Get("UpdateContact", Contact(carl));
        await ann.Socket.Get("RequestUpdateContactList", new { contactList = Array.Empty<object>(), merge = false });

        Missed missed = await Missed.Since(tablet, cursor);

        Assert.Equal(new[] { bob.UserId, carl.UserId }.Order(StringComparer.Ordinal), missed.Changes.Select(change => (string)change["body"]!["contactId"]!).Order(StringComparer.Ordinal));
        Assert.All(missed.Lines, line => Assert.Equal("UpdateContactNotification", line));
        await ann.Socket.Get("UpdateContact", Contact(bob));
        cursor = (await Missed.Since(tablet, missed.Cursor)).Cursor;
        Assert.Equal("ok", await bob.Socket.Status("RequestDeleteUser", new { androidSmsToken = (string?)null, openUserId = bob.Number }));
        Assert.Equal("ok", await bob.Socket.Status("RequestDeleteUserConfirmation", new { code = bob.LastCode(server.OutboxPath) }));
        Assert.Equal(["UpdateContactNotification"], (await Missed.Since(tablet, cursor)).Lines);
    }

    /// <summary>A notification that tells of something lasting must come back in changes; whoever adds one must decide.</summary>
    [Fact]
    public void Every_notification_is_either_caught_up_with_or_passing()
    {
        string[] caughtUp =
        [
            "NotificationAddMemberToConversation", "NotificationAddedMessageToConversation", "NotificationNewSessionKey", "NotificationNewPublicKey", "NotificationConversationDeleted",
            "DeleteMessageNotification", "NotificationRenameConversation", "ConversationNickUpdatedNotification", "NotificationConversationLeaved", "UpdatedMessageNotification",
            "UpdateContactNotification", "FileReadyNotification", "ConversationAvatarChangedNotification",
        ];
        string[] passing = ["NotificationTyping", "AuthenticationByApplicationNotification"];
        Assert.Equal(caughtUp.Concat(passing).Order(StringComparer.Ordinal),
            WireTypes.All.Where(type => type.Kind == WireKind.Notification).Select(type => type.Name).Order(StringComparer.Ordinal));
    }
}
