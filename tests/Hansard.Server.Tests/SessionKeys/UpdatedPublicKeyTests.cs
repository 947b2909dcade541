using System.Security.Cryptography;
using Xunit;

namespace Hansard.Server.Tests.SessionKeys;

/// <summary>Whose key pair is another than the one that the current session key is wrapped for.</summary>
public sealed class UpdatedPublicKeyTests
{
    private static readonly string NewPem = RSA.Create(2048).ExportSubjectPublicKeyInfoPem();

    [Fact]
    public async Task A_member_with_a_new_pair_is_shown_until_there_is_a_session_key_for_it()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002"), carl = await server.Keyed("+15550000003");
        await ann.CreateGroup("g", bob, carl);
        Assert.Empty(await Updated(ann));
        await RenewKeys(server, bob);
        Assert.Equal([(bob.UserId, NewPem)], await Updated(ann));
        Assert.Equal("incompleteKeys", await ann.Socket.Status("RequestAddMessage", TestPerson.Message("g", "m")));
        await carl.Rekey("g", ann, bob, carl);
        Assert.Empty(await Updated(bob));
        await RenewKeys(server, carl);
        await ann.Kick("g", carl);
        Assert.Empty(await Updated(ann));
    }

    [Fact]
    public async Task A_newcomer_s_key_is_wrapped_for_the_pair_he_has_then()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002"), carl = await server.Keyed("+15550000003");
        await ann.CreateGroup("g", bob);
        await RenewKeys(server, carl);
        await ann.Add("g", carl);
        Assert.Empty(await Updated(ann));
    }

    private static async Task<(string, string)[]> Updated(TestPerson person) =>
        [.. (await person.Socket.Get("RequestGetUpdatedPublicKeys", new { conversationUuid = "g" }))["publicKeys"]!.AsObject().Select(key => (key.Key, (string)key.Value!))];

    private static async Task RenewKeys(TestServer server, TestPerson person)
    {
        await person.Socket.Get("RequestUpdateUserKeys", new
        {
            androidSmsToken = (string?)null, metaDataKeyEncryptedBase64 = TestPerson.Wrap, nick = (string?)null, openUserId = person.Number, publicKeyBase64 = NewPem,
            privateKeyEncryptedBase64 = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nBBBB\n-----END ENCRYPTED PRIVATE KEY-----",
        });
        await person.Socket.Get("RequestConfirmUpdateUserKeys", new { smsCode = person.LastCode(server.OutboxPath) });
        await person.LearnKeys();
    }
}
