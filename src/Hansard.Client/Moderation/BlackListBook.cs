using Hansard.Client.Connections;
using Hansard.Protocol;
using Hansard.Protocol.Moderation;

namespace Hansard.Client.Moderation;

/// <summary>Whom the user wants no dialog with.</summary>
internal sealed class BlackListBook(Link link)
{
    public async Task<Result<IReadOnlyList<UserId>>> AllAsync(CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new GetBlackList(null), cancellation);
        return answer.Succeeded ? answer.Value.Users.ToList() : answer.Failure;
    }

    public Task<Result<ResponseStatusMessage>> AddAsync(UserId user, CancellationToken cancellation) => link.SendAsync(new AddBlackList(user), cancellation);

    public Task<Result<ResponseStatusMessage>> RemoveAsync(UserId user, CancellationToken cancellation) => link.SendAsync(new RemoveBlackList(user), cancellation);
}
