using System.Security.Cryptography;
using Xunit;

namespace Hansard.Server.Tests.Journal;

public sealed class ForeignKeyTests
{
    [Fact]
    public async Task A_server_with_another_key_than_the_one_that_signed_the_journal_does_not_start()
    {
        await using TestServer server = await TestServer.Start();
        await server.Server.Stop();
        string keyFile = Path.Combine(server.Folder, "journal.key");
        byte[] key = await File.ReadAllBytesAsync(keyFile, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(keyFile, RandomNumberGenerator.GetBytes(key.Length), TestContext.Current.CancellationToken);

        IOException refused = await Assert.ThrowsAsync<IOException>(() => HansardServer.Start(server.Settings));
        Assert.Contains("journal.key", refused.Message);

        await File.WriteAllBytesAsync(keyFile, key, TestContext.Current.CancellationToken);
        await using HansardServer again = await HansardServer.Start(server.Settings);
    }
}
