using Hansard.Client;
using Hansard.Client.Accounts;
using Hansard.Client.Contacts;
using Hansard.Client.Events;
using Hansard.Protocol;
using Xunit;

namespace Hansard.System.Tests.Client;

/// <summary>What a person does with his own account on several devices, against a true server.</summary>
public sealed class AccountTests : IAsyncLifetime
{
    private const string Anna = "+35794048714", Bruno = "+35794048715";

    private TestNetwork network = null!;
    private MessengerClient phone = null!, tablet = null!, bruno = null!;

    private static CancellationToken Cancelled => TestNetwork.Cancelled;

    public async ValueTask InitializeAsync()
    {
        network = await TestNetwork.StartAsync();
        (phone, tablet, bruno) = (await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Bruno, "Bruno"));
    }

    public ValueTask DisposeAsync() => network.DisposeAsync();

    private Task<string> AnnasCode(CancellationToken cancellation) => Task.FromResult(network.LastCode(Anna));

    private static async Task<T> NextAsync<T>(IAsyncEnumerable<ClientEvent> events) where T : ClientEvent =>
        (T)await events.Where(happened => happened is T).FirstAsync(Cancelled);

    [Fact]
    public async Task A_device_sees_the_others_and_signs_one_out_for_good()
    {
        var (phonesEvents, tabletsEvents) = (phone.EventsAsync(Cancelled), tablet.EventsAsync(Cancelled));
        var third = await network.PersonAsync(Anna, "Anna");
        var entered = await NextAsync<DeviceSignedIn>(phonesEvents);
        Assert.False(entered.Device.IsThis);
        Assert.True((await third.SetPushTokenAsync("token", Cancelled)).Succeeded);

        var devices = (await phone.DevicesAsync(cancellation: Cancelled)).Value;
        Assert.Equal([(true, false), (true, false), (true, true)], devices.Select(device => (device.Online, device.IsThis)));
        Assert.True((await phone.DeleteDeviceAsync(devices[1].Uuid, Cancelled)).Succeeded);

        Assert.Equal(Status.Unauthenticated, (await NextAsync<SignedOut>(tabletsEvents)).Failure.Status);
        Assert.Equal([devices[0].Uuid, devices[2].Uuid], (await third.DevicesAsync(cancellation: Cancelled)).Value.Select(device => device.Uuid));
        Assert.Equal(Status.NotFound, (await bruno.DeleteDeviceAsync(devices[0].Uuid, Cancelled)).Failure?.Status);
    }

    [Fact]
    public async Task Contacts_and_parameters_open_on_each_device_of_the_user()
    {
        var tabletsEvents = tablet.EventsAsync(Cancelled);
        Assert.Single((await phone.FindAsync([Bruno], Cancelled)).Value);
        var kept = new Contact(bruno.Identity!.UserId, Bruno, "Brunello", bruno.Identity.Fingerprint);
        Assert.True((await phone.SaveContactAsync(kept, Cancelled)).Succeeded);
        Assert.Equal(kept.UserId, (await NextAsync<ContactChanged>(tabletsEvents)).Contact);
        Assert.Equal([kept], (await tablet.ContactsAsync(Cancelled)).Value);
        var own = new Contact(phone.Identity!.UserId, Anna);
        Assert.True((await tablet.SaveContactsAsync([own], merge: true, Cancelled)).Succeeded);
        Assert.Equal(2, (await phone.ContactsAsync(Cancelled)).Value.Count);
        Assert.True((await tablet.SaveContactsAsync([own], merge: false, Cancelled)).Succeeded);
        Assert.Equal([own], (await phone.ContactsAsync(Cancelled)).Value);
        Assert.Empty((await bruno.ContactsAsync(Cancelled)).Value);

        Assert.True((await phone.SetParamAsync("theme", "dunkel", Cancelled)).Succeeded);
        Assert.Equal(new Dictionary<string, string> { ["theme"] = "dunkel" }, (await tablet.ParamsAsync(Cancelled)).Value);
    }

    [Fact]
    public async Task Whoever_is_on_the_black_list_is_told_so_when_he_writes()
    {
        var dialog = (await bruno.OpenDialogAsync(await KnownAsync(bruno, Anna), Cancelled)).Value;
        await KnownAsync(phone, Bruno);
        Assert.True((await phone.BlockAsync(bruno.Identity!.UserId, Cancelled)).Succeeded);
        Assert.Equal([bruno.Identity.UserId], (await tablet.BlackListAsync(Cancelled)).Value);
        Assert.True((await phone.PersonAsync(bruno.Identity.UserId, Cancelled)).Value.Blocked);
        Assert.Equal(Status.Forbidden, (await bruno.SendTextAsync(dialog.Uuid, "hello?", cancellation: Cancelled)).Failure?.Status);
        Assert.True((await tablet.UnblockAsync(bruno.Identity.UserId, Cancelled)).Succeeded);
        Assert.True((await bruno.SendTextAsync(dialog.Uuid, "hello", cancellation: Cancelled)).Succeeded);
    }

    [Fact]
    public async Task Another_passphrase_is_the_one_that_the_next_device_needs_and_the_nick_it_finds_is_the_latest()
    {
        Assert.Equal(Status.Forbidden, (await phone.ChangePassphraseAsync("new words", _ => Task.FromResult("no code"), Cancelled)).Failure?.Status);
        Assert.True((await phone.ChangePassphraseAsync("new words", AnnasCode, Cancelled)).Value);
        Assert.True((await phone.RenameAsync("Annika", Cancelled)).Value);
        var third = await network.DeviceAsync();
        var passphrases = new Queue<string>([$"passphrase of {Anna}", "new words"]);
        Assert.True((await third.RegisterAsync(Anna, new RegistrationPrompts(AnnasCode, (_, _) => Task.FromResult(passphrases.Dequeue())), cancellation: Cancelled)).Succeeded);
        Assert.Empty(passphrases);
        Assert.Equal(("Annika", phone.Identity!.Fingerprint), (third.Identity!.Nick, third.Identity.Fingerprint));
    }

    [Fact]
    public async Task Renewed_keys_are_taken_over_by_the_users_other_devices_and_the_conversation_goes_on_under_another_key()
    {
        var dialog = (await phone.OpenDialogAsync(await KnownAsync(phone, Bruno), Cancelled)).Value;
        await phone.SendTextAsync(dialog.Uuid, "before", cancellation: Cancelled);
        var (tabletsEvents, brunosEvents, brunosInbox) = (tablet.EventsAsync(Cancelled), bruno.EventsAsync(Cancelled), bruno.MessagesAsync(Cancelled));
        var former = phone.Identity!.Fingerprint;

        Assert.True((await phone.RenewKeysAsync("newer words", AnnasCode, Cancelled)).Value);
        Assert.NotEqual(former, phone.Identity!.Fingerprint);
        Assert.Equal((former, phone.Identity.Fingerprint), await ChangeAsync(brunosEvents));
        Assert.Equal(phone.Identity.Fingerprint, (await NextAsync<OwnKeysRenewed>(tabletsEvents)).Fingerprint);
        Assert.Equal(Status.Invalid, (await tablet.TakeRenewedKeysAsync("wrong words", Cancelled)).Failure?.Status);
        Assert.True((await tablet.TakeRenewedKeysAsync("newer words", Cancelled)).Value);
        Assert.Equal((phone.Identity.Fingerprint, phone.Identity.KeyPairUuid), (tablet.Identity!.Fingerprint, tablet.Identity.KeyPairUuid));

        var tabletsInbox = tablet.MessagesAsync(Cancelled);
        Assert.True((await phone.SendTextAsync(dialog.Uuid, "after", cancellation: Cancelled)).Succeeded);
        foreach (var inbox in new[] { brunosInbox, tabletsInbox })
        {
            var heard = await inbox.Where(message => message.Text is "after").FirstAsync(Cancelled);
            Assert.True(heard.Verified);
        }
        Assert.True((await bruno.SendTextAsync(dialog.Uuid, "heard", cancellation: Cancelled)).Succeeded);
        Assert.Contains((await phone.HistoryAsync(dialog.Uuid, cancellation: Cancelled)).Value, message => message.Text is "before");
    }

    [Fact]
    public async Task Whoever_deletes_himself_is_forgotten_here_signed_out_there_and_may_begin_anew()
    {
        var dialog = (await phone.OpenDialogAsync(await KnownAsync(phone, Bruno), Cancelled)).Value;
        var said = (await phone.SendTextAsync(dialog.Uuid, "soon gone", cancellation: Cancelled)).Value;
        var (tabletsEvents, brunosEvents) = (tablet.EventsAsync(Cancelled), bruno.EventsAsync(Cancelled));

        Assert.Equal(Status.Forbidden, (await phone.DeleteAccountAsync(_ => Task.FromResult("no code"), Cancelled)).Failure?.Status);
        Assert.True((await phone.DeleteAccountAsync(AnnasCode, Cancelled)).Value);
        Assert.Equal((false, null), (phone.IsRegistered, phone.Identity));
        Assert.Equal(Status.Unauthenticated, (await NextAsync<SignedOut>(tabletsEvents)).Failure.Status);
        Assert.Equal(said.Uuid, (await NextAsync<MessageDeleted>(brunosEvents)).Message);

        Assert.True((await phone.RegisterAsync(Anna, AnnasCode, "first words again", "Anna", Cancelled)).Succeeded);
        Assert.Empty(phone.Conversations);
    }

    private static async Task<UserId> KnownAsync(MessengerClient client, string number) => (await client.FindAsync([number], Cancelled)).Value.Single().UserId;

    private static async Task<(string Former, string Fingerprint)> ChangeAsync(IAsyncEnumerable<ClientEvent> events)
    {
        var changed = await NextAsync<PublicKeyChanged>(events);
        return (changed.FormerFingerprint, changed.Fingerprint);
    }
}
