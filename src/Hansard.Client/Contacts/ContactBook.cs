using Hansard.Client.Accounts;
using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Client.LocalStore;
using Hansard.Protocol;
using Hansard.Protocol.Contacts;

namespace Hansard.Client.Contacts;

/// <summary>The user's contacts, sealed before they leave this device and opened where they arrive.</summary>
internal sealed class ContactBook(Identity own, Mirror mirror, Link link)
{
    /// <summary>One that does not open makes the whole list a refusal: a list with a hole in it would be sent back as the new one.</summary>
    public async Task<Result<IReadOnlyList<Contact>>> AllAsync(CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new RequestGetContactList(own.UserId), cancellation);
        if (!answer.Succeeded) return answer.Failure;
        mirror.Take(answer.Value.Users);
        var contacts = new List<Contact>(answer.Value.Users.Count);
        foreach (var view in answer.Value.Users)
        {
            var contact = Open(view);
            if (!contact.Succeeded) return contact.Failure;
            contacts.Add(contact.Value);
        }
        return contacts;
    }

    public Task<Result<ResponseStatusMessage>> SaveAsync(Contact contact, CancellationToken cancellation) =>
        link.SendAsync(new UpdateContact(Seal(contact), own.UserId), cancellation);

    /// <param name="merge">False: these are the whole list from now on.</param>
    public Task<Result<ResponseStatusMessage>> SaveAllAsync(IEnumerable<Contact> contacts, bool merge, CancellationToken cancellation) =>
        link.SendAsync(new RequestUpdateContactList([.. contacts.Select(Seal)], merge), cancellation);

    private ContactView Seal(Contact contact) => new(
        contact.UserId, Seal(EnvelopeField.ContactId, contact.Name),
        contact.Nick is { } nick ? Seal(EnvelopeField.ContactNick, nick) : null,
        contact.TrustedFingerprint is { } fingerprint ? Seal(EnvelopeField.TrustedFingerprint, fingerprint) : null);

    private Result<Contact> Open(ContactView view)
    {
        var name = own.Open(EnvelopeField.ContactId, view.ContactIdEncrypted);
        if (!name.Succeeded) return name.Failure;
        var nick = OpenOptional(EnvelopeField.ContactNick, view.NickEncrypted);
        if (!nick.Succeeded) return nick.Failure;
        var fingerprint = OpenOptional(EnvelopeField.TrustedFingerprint, view.TrustedFingerprintEncrypted);
        return fingerprint.Succeeded ? new Contact(view.ContactId, name.Value, nick.Value, fingerprint.Value) : fingerprint.Failure;
    }

    private string Seal(string field, string text) => Envelope.Seal(own.MetadataKey, own.UserId, field, text);

    private Result<string?> OpenOptional(string field, string? envelope)
    {
        if (envelope is null) return (string?)null;
        var opened = own.Open(field, envelope);
        return opened.Succeeded ? opened.Value : opened.Failure;
    }
}
