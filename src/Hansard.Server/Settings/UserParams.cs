using Hansard.Protocol;
using Hansard.Protocol.Settings;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Messages;
using Hansard.Server.Storage;

namespace Hansard.Server.Settings;

/// <summary>GetParams and UpdateParam: what a user's applications agree on among themselves; to the server names with ciphertexts.</summary>
internal sealed class UserParams(Database database)
{
    private const int NameCharactersMaximum = 64;

    /// <summary>All values of one user together, in characters: what is stored must also fit into an answer, beside names and ids.</summary>
    public const int ValuesCharactersMaximum = Limits.ReplyBytes - Limits.ParamsPerUser * 1_024;

    public Result<Params> All(GetParams request, Caller caller)
    {
        if (request.UserId is { } named && named != caller.UserId) return Refusals.NotYourself;
        return database.Read<Result<Params>>(sql => new Params(
            [.. ParamStore.AllOf(sql, caller.UserKey).Select(param => new ParamView(caller.UserId, param.Name, param.Value))]));
    }

    public static Failure? Update(UpdateParam request, Caller caller, Batch batch)
    {
        if (request.Name.Length is 0 or > NameCharactersMaximum || request.Name.Any(char.IsControl))
            return Failure.Invalid($"name has from 1 to {NameCharactersMaximum} printable characters.");
        if (request.Value.Length > Limits.ParamBytes || !Ciphertext.IsBase64(request.Value))
            return Failure.Invalid($"value is base64 of at most {Limits.ParamBytes} characters.");
        (long count, long characters) = ParamStore.Others(batch.Sql, caller.UserKey, request.Name);
        if (count >= Limits.ParamsPerUser) return Failure.Conflict($"You have {Limits.ParamsPerUser} params already.");
        if (characters + request.Value.Length > ValuesCharactersMaximum) return Failure.Conflict($"Your params have {ValuesCharactersMaximum} characters together at most.");
        ParamStore.Set(batch.Sql, caller.UserKey, request.Name, request.Value);
        return null;
    }
}
