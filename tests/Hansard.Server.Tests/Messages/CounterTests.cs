using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Hansard.Server.Tests.Messages;

/// <summary>
/// Counters, pages, roles and refusals equal a naive model's under any order of what people do to a group. Several scripts run side by side, so
/// that their requests meet in the writer's batches.
/// </summary>
public sealed class CounterTests
{
    private const int Teams = 4, PeopleInTeam = 4;

    private static readonly bool Soak = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1";

    private static readonly int ScriptsPerTeam = Soak ? 500 : 15;

    private static readonly Gen<Deed> Deeds = Gen.Frequency(
        (12, Gen.Constant(Deed.Say)), (3, Gen.Constant(Deed.Reply)), (6, Gen.Constant(Deed.Deliver)), (8, Gen.Constant(Deed.Read)), (2, Gen.Constant(Deed.ReadAll)),
        (6, Gen.Constant(Deed.Delete)), (7, Gen.Constant(Deed.Add)), (2, Gen.Constant(Deed.AddAdmin)), (2, Gen.Constant(Deed.Promote)), (4, Gen.Constant(Deed.Kick)),
        (1, Gen.Constant(Deed.Leave)), (5, Gen.Constant(Deed.Rekey)));

    private static readonly Gen<Step> Steps =
        from deed in Deeds
        from who in Gen.Choose(0, PeopleInTeam - 1)
        from whom in Gen.Choose(0, PeopleInTeam - 1)
        from one in Gen.Choose(0, 1_000)
        from another in Gen.Choose(0, 1_000)
        from both in Gen.Elements(true, false)
        from sensible in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        select new Step(deed, who, whom, both ? [one, another] : [one], sensible);

    [Fact]
    public async Task All_that_members_see_equals_the_model_under_any_script()
    {
        await using TestServer server = await TestServer.Start(limits: TestServer.Unhurried);
        await Task.WhenAll(Enumerable.Range(0, Teams).Select(async team =>
        {
            TestPerson[] people = await Task.WhenAll(Enumerable.Range(0, PeopleInTeam).Select(person => server.Keyed($"+15559{team}0000{person}")));
            foreach (TestPerson person in people) await person.Discover(people);
            await Task.Run(() => CheckScripts(team, people));
            foreach (TestPerson person in people) await person.DisposeAsync();
        }));
    }

    private static void CheckScripts(int team, TestPerson[] people)
    {
        int scripts = 0;
        Prop.ForAll(Arb.From(Steps.ArrayOf(), Shorter), script => new GroupScript(people, $"{team}/{scripts++}").Play(script).GetAwaiter().GetResult())
            .Check(Seeded(team).WithMaxTest(ScriptsPerTeam).WithStartSize(5).WithEndSize(60));
    }

    /// <summary>The usual few scripts are the same ones each time; the many of a soak are others each time.</summary>
    private static Config Seeded(int team) => Soak ? Config.QuickThrowOnFailure : Config.QuickThrowOnFailure.WithReplay(20261121, (ulong)(2 * team + 1));

    /// <summary>The same script without some of its steps, many first.</summary>
    private static IEnumerable<Step[]> Shorter(Step[] script)
    {
        for (int length = script.Length / 2; length >= 1; length /= 2)
            for (int from = 0; from + length <= script.Length; from += length)
                yield return [.. script[..from], .. script[(from + length)..]];
    }
}
