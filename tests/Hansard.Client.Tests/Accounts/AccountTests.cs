using Hansard.Client.Contacts;
using Hansard.Client.Encryption;
using Hansard.Client.Tests.Connections;
using Hansard.Client.Tests.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Contacts;
using Xunit;

namespace Hansard.Client.Tests.Accounts;

/// <summary>What a true server would not do to a user, or seldom.</summary>
public sealed class AccountTests : IAsyncDisposable
{
    private readonly TestDevice device = new();
    private readonly ScriptedNetwork network = new();
    private RequestUpdateUserKeys? asked;

    public AccountTests() => network.On<RequestUpdateUserKeys>(request =>
    {
        asked = request;
        return null;
    });

    [Fact]
    public async Task A_confirmation_whose_answer_was_lost_is_believed_when_the_server_shows_what_was_asked_for()
    {
        network.On<RequestConfirmUpdateUserKeys>(_ => Failure.Forbidden("This code is not valid, or no longer; ask for a new one."));
        network.On<RequestGetUserInfo, ResponseUserInfo>(_ => new ResponseUserInfo(Shown(asked!.PrivateKeyEncryptedBase64)));
        await using var client = await device.ConnectAsync(network);
        Assert.True((await client.ChangePassphraseAsync("new words", _ => Task.FromResult("123456"), Patience.Token)).Value);
        using var left = UserKeyPair.FromEncryptedPem(asked!.PrivateKeyEncryptedBase64, "new words").Value;
        Assert.Equal((device.Keys1.Public, null, TestDevice.Number), (left.Public, asked.PublicKeyBase64, asked.OpenUserId));
    }

    [Fact]
    public async Task A_server_that_confirms_and_changes_nothing_is_found_out()
    {
        network.On<RequestConfirmUpdateUserKeys>(_ => null);
        network.On<RequestGetUserInfo, ResponseUserInfo>(_ => new ResponseUserInfo(Shown("another")));
        await using var client = await device.ConnectAsync(network);
        var changed = await client.ChangePassphraseAsync("new words", _ => Task.FromResult("123456"), Patience.Token);
        Assert.Equal(ClientStatus.ProtocolFault, changed.Failure?.Status);
    }

    [Fact]
    public async Task A_contact_that_does_not_open_leaves_no_hole_in_the_list()
    {
        var sealedContact = new Contact(new UserId("bruno"), "+35794048715", "Brunello");
        UpdateContact? saved = null;
        network.On<UpdateContact>(request =>
        {
            saved = request;
            return null;
        });
        network.On<RequestGetContactList, ResponseContactList>(_ => new ResponseContactList([saved!.Contact, saved.Contact with { NickEncrypted = saved.Contact.ContactIdEncrypted }]));
        await using var client = await device.ConnectAsync(network);
        Assert.True((await client.SaveContactAsync(sealedContact, Patience.Token)).Succeeded);
        Assert.DoesNotContain("Brunello", saved!.Contact.NickEncrypted, StringComparison.Ordinal);
        Assert.False((await client.ContactsAsync(Patience.Token)).Succeeded);

        network.On<RequestGetContactList, ResponseContactList>(_ => new ResponseContactList([saved.Contact]));
        Assert.Equal([sealedContact], (await client.ContactsAsync(Patience.Token)).Value);
    }

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        device.Dispose();
    }

    private UserView Shown(string privateKey) => new(device.Own, device.Keys1.Public.Pem, privateKey, 1, 1, null, 1, 1, false, null, device.OwnPair);
}
