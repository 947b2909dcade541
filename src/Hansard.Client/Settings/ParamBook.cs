using Hansard.Client.Accounts;
using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Settings;

namespace Hansard.Client.Settings;

/// <summary>What the user's devices share among themselves: texts by name, encrypted under his metadata key.</summary>
internal sealed class ParamBook(Identity own, Link link)
{
    public async Task<Result<IReadOnlyDictionary<string, string>>> AllAsync(CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new GetParams(own.UserId), cancellation);
        if (!answer.Succeeded) return answer.Failure;
        var texts = new Dictionary<string, string>(answer.Value.All.Count);
        foreach (var param in answer.Value.All)
        {
            var text = own.Open(EnvelopeField.Params, param.Value);
            if (!text.Succeeded) return text.Failure;
            texts[param.Name] = text.Value;
        }
        return texts;
    }

    public Task<Result<ResponseStatusMessage>> SetAsync(string name, string text, CancellationToken cancellation) =>
        link.SendAsync(new UpdateParam(name, Envelope.Seal(own.MetadataKey, own.UserId, EnvelopeField.Params, text)), cancellation);
}
