using Hansard.Client.Accounts;
using Hansard.Client.Contacts;
using Hansard.Client.Devices;
using Hansard.Client.LocalStore;
using Hansard.Protocol;

namespace Hansard.Client;

/// <summary>What a user has for himself: his account, his devices, whom he keeps and whom he keeps away.</summary>
public sealed partial class MessengerClient
{
    /// <summary>The nick under which those who know him find him; null takes it away. Conversations have nicks of their own.</summary>
    public Task<Result<bool>> RenameAsync(string? nick, CancellationToken cancellation = default) => On(one => one.Account.RenameAsync(nick, cancellation));

    /// <summary>Puts the private key that the server keeps for the user's other devices under another passphrase.</summary>
    /// <param name="code">Asked once for the code that comes by text message.</param>
    public Task<Result<bool>> ChangePassphraseAsync(
        string passphrase, Func<CancellationToken, Task<string>> code, CancellationToken cancellation = default) =>
        On(one => one.Account.ChangePassphraseAsync(passphrase, code, cancellation));

    /// <summary>
    /// Gives the user another key pair: after a device was lost, nobody who holds the former one reads what is said from then on. His other
    /// devices are told (<see cref="Events.OwnKeysRenewed"/>) and must take the new keys over. The client connects anew; what it was asked
    /// meanwhile fails as <c>signedOut</c>.
    /// </summary>
    /// <inheritdoc cref="ChangePassphraseAsync" path="/param"/>
    public async Task<Result<bool>> RenewKeysAsync(string passphrase, Func<CancellationToken, Task<string>> code, CancellationToken cancellation = default) =>
        await BecomeAsync(await On(one => one.Account.RenewKeysAsync(passphrase, code, cancellation)), cancellation);

    /// <summary>Takes over the keys that another device of the user has renewed. The client connects anew, as after renewing them itself.</summary>
    /// <param name="passphrase">The one that was chosen there.</param>
    public async Task<Result<bool>> TakeRenewedKeysAsync(string passphrase, CancellationToken cancellation = default) =>
        await BecomeAsync(await On(one => one.Account.FetchKeysAsync(passphrase, cancellation)), cancellation);

    /// <summary>
    /// Deletes the user for good: his devices are signed out, what he wrote becomes tombstones, and this device forgets him. What others have
    /// read they may keep, and what a network records stays recorded.
    /// </summary>
    /// <inheritdoc cref="ChangePassphraseAsync" path="/param"/>
    public async Task<Result<bool>> DeleteAccountAsync(Func<CancellationToken, Task<string>> code, CancellationToken cancellation = default)
    {
        var deleted = await On(one => one.Account.DeleteAsync(code, cancellation));
        if (!deleted.Succeeded) return deleted;
        await CloseSessionAsync();
        store.Forget();
        return deleted;
    }

    /// <summary>Where the user is signed in, the youngest first.</summary>
    public Task<Result<IReadOnlyList<Device>>> DevicesAsync(bool unconfirmedToo = false, CancellationToken cancellation = default) =>
        On(one => one.Devices.AllAsync(unconfirmedToo, cancellation));

    /// <summary>Signs a device of the user out for good; it may be this one.</summary>
    public Task<Result<ResponseStatusMessage>> DeleteDeviceAsync(ApplicationUuid device, CancellationToken cancellation = default) =>
        On(one => one.Devices.DeleteAsync(device, cancellation));

    /// <summary>Where push messages for this device go; null ends them.</summary>
    public Task<Result<ResponseStatusMessage>> SetPushTokenAsync(string? token, CancellationToken cancellation = default) =>
        On(one => one.Devices.SetPushTokenAsync(token, cancellation));

    public Task<Result<IReadOnlyList<Contact>>> ContactsAsync(CancellationToken cancellation = default) => On(one => one.Contacts.AllAsync(cancellation));

    /// <summary>Adds somebody whom the user knows to his contacts, or changes him there.</summary>
    public Task<Result<ResponseStatusMessage>> SaveContactAsync(Contact contact, CancellationToken cancellation = default) =>
        On(one => one.Contacts.SaveAsync(contact, cancellation));

    /// <param name="merge">False: these are all of the user's contacts from now on.</param>
    public Task<Result<ResponseStatusMessage>> SaveContactsAsync(IReadOnlyCollection<Contact> contacts, bool merge, CancellationToken cancellation = default) =>
        On(one => one.Contacts.SaveAllAsync(contacts, merge, cancellation));

    /// <summary>Those who can neither open a dialog with the user nor write in one.</summary>
    public Task<Result<IReadOnlyList<UserId>>> BlackListAsync(CancellationToken cancellation = default) => On(one => one.BlackList.AllAsync(cancellation));

    public Task<Result<ResponseStatusMessage>> BlockAsync(UserId user, CancellationToken cancellation = default) => On(one => one.BlackList.AddAsync(user, cancellation));

    public Task<Result<ResponseStatusMessage>> UnblockAsync(UserId user, CancellationToken cancellation = default) => On(one => one.BlackList.RemoveAsync(user, cancellation));

    /// <summary>Reports a message to the network's moderators, who cannot read it.</summary>
    /// <param name="reason">From 1 to <see cref="Limits.ReportReasonCharacters"/> printable characters; moderators read it.</param>
    public Task<Result<ResponseStatusMessage>> ReportMessageAsync(
        ConversationUuid conversation, MessageUuid message, string reason, CancellationToken cancellation = default) =>
        On(one => one.Reports.ReportAsync(conversation, message, reason, cancellation));

    /// <inheritdoc cref="ReportMessageAsync" path="/param"/>
    public Task<Result<ResponseStatusMessage>> ReportConversationAsync(ConversationUuid conversation, string reason, CancellationToken cancellation = default) =>
        On(one => one.Reports.ReportAsync(conversation, reason, cancellation));

    /// <inheritdoc cref="ReportMessageAsync" path="/param"/>
    public Task<Result<ResponseStatusMessage>> ReportUserAsync(UserId user, string reason, CancellationToken cancellation = default) =>
        On(one => one.Reports.ReportAsync(user, reason, cancellation));

    /// <summary>The texts that the user's devices share, by name.</summary>
    public Task<Result<IReadOnlyDictionary<string, string>>> ParamsAsync(CancellationToken cancellation = default) => On(one => one.Params.AllAsync(cancellation));

    public Task<Result<ResponseStatusMessage>> SetParamAsync(string name, string text, CancellationToken cancellation = default) =>
        On(one => one.Params.SetAsync(name, text, cancellation));

    private async Task<Result<bool>> BecomeAsync(Result<StoredIdentity> identity, CancellationToken cancellation)
    {
        if (!identity.Succeeded) return identity.Failure;
        store.Save(identity.Value);
        await CloseSessionAsync();
        return await StartAsync(identity.Value, cancellation) is { } failure ? failure : true;
    }

    private async ValueTask CloseSessionAsync()
    {
        var closed = Interlocked.Exchange(ref session, null);
        if (closed is not null) await closed.DisposeAsync();
    }
}
