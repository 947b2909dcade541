using Hansard.TestPostgres;

namespace Hansard.System.Tests.Postgres;

/// <summary>Somebody who starts a cluster, says where it is, and never stops it.</summary>
internal static class ClusterOwner
{
    public const string Verb = "own-a-cluster-until-killed";

    public static async Task<int> RunAsync()
    {
        Console.WriteLine((await PostgresCluster.Shared()).Folder);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
