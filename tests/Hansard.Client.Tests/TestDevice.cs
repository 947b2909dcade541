using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Client.LocalStore;
using Hansard.Client.Tests.Connections;
using Hansard.Client.Tests.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.TestKeys;
using Xunit;

namespace Hansard.Client.Tests;

/// <summary>A device that is registered already, with key 1 of the pool, and its folder.</summary>
internal sealed class TestDevice : IDisposable
{
    public const string Number = "+35794048714";

    public static readonly BackOff NoPause = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), () => 0);

    private readonly TemporaryFolder folder = new();

    public TestDevice()
    {
        PhoneNumbers.TryUserIdOf(Number, out var own);
        Own = own;
        using var store = DeviceStore.Open(folder.Path).Value;
        store.Save(new StoredIdentity(
            "default", Number, own, new ApplicationUuid("app"), "c2VjcmV0", "Anna", KeyPool.Pem(1), Convert.ToBase64String(new byte[32]), OwnPair));
    }

    public UserId Own { get; }

    public KeyPairUuid OwnPair { get; } = new("pair 1");

    public UserKeyPair Keys1 { get; } = Keys.Pair(1);

    public string Folder => folder.Path;

    public ClientSettings Settings(ScriptedNetwork network) => new(network.Address, folder.Path) { Patience = Client.Tests.Patience.Longest };

    public async Task<MessengerClient> ConnectAsync(ScriptedNetwork network) =>
        (await MessengerClient.ConnectAsync(Settings(network), Patience.Token)).Value;

    public void Dispose()
    {
        Keys1.Dispose();
        folder.Dispose();
    }
}
