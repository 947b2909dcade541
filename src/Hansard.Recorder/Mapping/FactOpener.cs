using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Recorder.Feed;
using Hansard.Recorder.Keys;

namespace Hansard.Recorder.Mapping;

/// <summary>Opens what a fact holds encrypted, under the session keys that were wrapped for this recorder.</summary>
internal sealed class FactOpener(SessionKeyStore keys)
{
    public Captured Open(CheckedFact fact)
    {
        if (fact.Fact.ConversationUuid is not { } conversation) return Captured.Plain.Instance;
        if (fact.Message is { BodySha256: not null } message) return OpenBody(fact, message, conversation);
        if (fact.Fact.Kind == ConversationCreated.Kind) return OpenEnvelope(fact.Fact.BodyAs<ConversationCreated>().Title, EnvelopeField.Title, conversation);
        if (fact.Fact.Kind == ConversationRenamed.Kind) return OpenEnvelope(fact.Fact.BodyAs<ConversationRenamed>().Title, EnvelopeField.Title, conversation);
        if (fact.Fact.Kind == MemberNickChanged.Kind) return OpenEnvelope(fact.Fact.BodyAs<MemberNickChanged>().Nick, EnvelopeField.Nick, conversation);
        return Captured.Plain.Instance;
    }

    private Captured OpenBody(CheckedFact fact, MessageAdded message, ConversationUuid conversation)
    {
        var opened = keys.Find(conversation, message.SessionKeyUuid);
        if (fact.Ciphertext is not { } ciphertext)
            return new Captured.Unopened("The ciphertext was erased before it reached this recorder.", opened?.Signer, null);
        if (opened is not { Key: { } key })
            return new Captured.Unopened(opened?.Fault ?? NoKey(message.SessionKeyUuid), opened?.Signer, ciphertext);
        if (fact.Fact.UserId is not { } sender)
            return new Captured.Unopened("The message has no sender, to whom its body would be bound.", opened.Signer, ciphertext);
        var place = new MessagePlace(conversation, message.MessageUuid, sender, message.SessionKeyUuid);
        var plaintext = new MessageBody(ciphertext.IvBase64, ciphertext.BodyEncryptedBase64).Decrypt(key, place);
        return plaintext.Succeeded
            ? new Captured.Body(plaintext.Value, opened.Signer, opened.Fault)
            : new Captured.Unopened("The body does not open under its session key.", opened.Signer, ciphertext);
    }

    private Captured OpenEnvelope(string? sealedText, string field, ConversationUuid conversation)
    {
        if (sealedText is null) return Captured.Plain.Instance;
        var envelope = Envelope.Read(sealedText);
        if (!envelope.Succeeded || envelope.Value.SessionKeyUuid is not { } uuid)
            return new Captured.Unopened($"The {field} is no envelope under a session key.", null, null);
        var opened = keys.Find(conversation, uuid);
        if (opened is not { Key: { } key }) return new Captured.Unopened(opened?.Fault ?? NoKey(uuid), opened?.Signer, null);
        var text = envelope.Value.Open(key, conversation, field);
        return text.Succeeded
            ? new Captured.Text(field, text.Value)
            : new Captured.Unopened($"The {field} does not open under its session key.", opened.Signer, null);
    }

    private static string NoKey(SessionKeyUuid uuid) => $"The session key {uuid} was never wrapped for this recorder.";
}
