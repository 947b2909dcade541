using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Messages;
using Hansard.Server.Storage;

namespace Hansard.Server.Accounts;

/// <summary>RequestUpdateUserNick: the nick outside conversations, an envelope under the user's metadata key; null takes it away.</summary>
internal static class UserNick
{
    public static readonly Failure Malformed = Failure.Invalid($"nick is base64 of at most {Ciphertext.EnvelopeCharactersMaximum} characters, or null.");

    public static Failure? Update(RequestUpdateUserNick request, Caller caller, Batch batch)
    {
        if (!Ciphertext.IsEnvelope(request.Nick)) return Malformed;
        UserStore.SetNick(batch.Sql, caller.UserKey, request.Nick);
        return null;
    }
}
