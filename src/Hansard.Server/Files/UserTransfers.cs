using System.Runtime.InteropServices;
using Hansard.Protocol;

namespace Hansard.Server.Files;

/// <summary>How many transfers each user has under way: slow ones of a single user must not take the places of all.</summary>
internal sealed class UserTransfers
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, int> byUser = [];

    /// <summary>False where he has as many as he may; otherwise <see cref="Leave"/> must follow.</summary>
    public bool TryEnter(long userKey)
    {
        lock (gate)
        {
            ref int running = ref CollectionsMarshal.GetValueRefOrAddDefault(byUser, userKey, out _);
            if (running == Limits.TransfersPerUser) return false;
            running++;
            return true;
        }
    }

    public void Leave(long userKey)
    {
        lock (gate)
            if (--CollectionsMarshal.GetValueRefOrNullRef(byUser, userKey) == 0) byUser.Remove(userKey);
    }

    /// <summary>Serves somebody if he has room for one more.</summary>
    public async Task Serve(long userKey, Func<Task> serve, Func<Task> refuse)
    {
        if (!TryEnter(userKey))
        {
            await refuse();
            return;
        }
        try
        {
            await serve();
        }
        finally
        {
            Leave(userKey);
        }
    }
}
