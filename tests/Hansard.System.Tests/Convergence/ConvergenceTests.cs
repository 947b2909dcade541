using FsCheck;
using FsCheck.Fluent;
using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Contacts;
using Hansard.Server.Admin;
using Hansard.System.Tests.Client;
using Hansard.TestKeys;
using Xunit;

namespace Hansard.System.Tests.Convergence;

/// <summary>Whatever several people do on several devices that come and go: in the end all of their devices know the same, and it is what the model says.</summary>
public sealed class ConvergenceTests
{
    private const int People = 3, DevicesOfEach = 2, StepsMaximum = 25;

    private static readonly int Scripts = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1" ? 2_000 : 100;

    private static readonly Gen<Deed> Deeds = Gen.Frequency(
        (12, Gen.Constant(Deed.Say)), (4, Gen.Constant(Deed.SayAgain)), (4, Gen.Constant(Deed.Deliver)), (7, Gen.Constant(Deed.Read)), (2, Gen.Constant(Deed.ReadAll)),
        (5, Gen.Constant(Deed.Delete)), (3, Gen.Constant(Deed.Rename)), (3, Gen.Constant(Deed.Rekey)), (4, Gen.Constant(Deed.Add)), (1, Gen.Constant(Deed.Promote)),
        (3, Gen.Constant(Deed.Kick)), (2, Gen.Constant(Deed.Leave)), (5, Gen.Constant(Deed.Disconnect)), (4, Gen.Constant(Deed.ListenAndBreak)), (5, Gen.Constant(Deed.CatchUp)), (4, Gen.Constant(Deed.CatchUpAhead)),
        (5, Gen.Constant(Deed.Listen)), (4, Gen.Constant(Deed.Bring)), (2, Gen.Constant(Deed.Draw)));

    private static readonly Gen<Step> Steps =
        from deed in Deeds
        from device in Gen.Choose(0, People * DevicesOfEach - 1)
        from whom in Gen.Choose(0, People)
        from one in Gen.Choose(0, 100)
        from another in Gen.Choose(0, 100)
        select new Step(deed, device, whom, [one, another]);

    [Theory]
    [InlineData(TestEngine.Sqlite)]
    [InlineData(TestEngine.Postgres)]
    public async Task Devices_that_come_and_go_end_in_the_same_state_and_it_is_that_of_the_model(TestEngine engine)
    {
        await using var network = await TestNetwork.StartAsync(database: await engine.NewDatabaseAsync());
        await network.CommandAsync(new ChangeNetwork("default", Limits: new Dictionary<string, int> { ["messagesPerSecondPerUser"] = 1_000_000, ["messagesBurstPerUser"] = 1_000_000 }));
        List<MirrorDevice> devices = [];
        try
        {
            var keyPairs = await RegisterAsync(network, devices);
            var played = 0;
            // Both engines have their share of the scripts.
            Prop.ForAll(Arb.From(Steps.ArrayOf().Resize(StepsMaximum), Shorter), script => new Script(devices, keyPairs, People, $"group {played++}").PlayAsync(script).GetAwaiter().GetResult())
                .Check(Config.QuickThrowOnFailure.WithMaxTest(Scripts / 2).WithReplay(20261121, 1_001));
            Assert.InRange(played, Scripts / 2, int.MaxValue);
        }
        finally
        {
            foreach (var device in devices) await device.DisposeAsync();
        }
    }

    /// <summary>Halves first, then one step less: a failing script becomes short in few plays.</summary>
    private static IEnumerable<Step[]> Shorter(Step[] script)
    {
        for (var length = script.Length / 2; length > 0; length /= 2)
            for (var start = 0; start < script.Length; start += length)
                yield return [.. script[..start], .. script[Math.Min(start + length, script.Length)..]];
    }

    private static async Task<Dictionary<UserId, KeyPairUuid>> RegisterAsync(TestNetwork network, List<MirrorDevice> devices)
    {
        Dictionary<UserId, KeyPairUuid> keyPairs = [];
        var wrap = Convert.ToBase64String(new byte[512]);
        for (var person = 0; person < People; person++)
        {
            for (var device = 0; device < DevicesOfEach; device++)
            {
                devices.Add(new MirrorDevice(new ConnectionSettings(network.Address), $"+1555000000{person}", person));
                await devices[^1].RegisterAsync(network);
            }
            var first = devices[^DevicesOfEach];
            using var pair = UserKeyPair.FromPem(KeyPool.Pem(person + 1)).Value;
            await first.AskAsync(new RequestAddUserKeys(wrap, null, pair.ExportEncryptedPem("passphrase"), pair.Public.Pem));
            keyPairs[first.UserId] = (await first.AskAsync(new RequestGetUserInfo(first.UserId))).User.KeyPairUuid!.Value;
        }
        foreach (var device in devices) await device.AskAsync(new RequestGetRegisteredUsers([.. keyPairs.Keys]));
        return keyPairs;
    }
}
