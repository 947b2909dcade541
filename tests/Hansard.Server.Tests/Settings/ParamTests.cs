using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Server.Settings;
using Xunit;

namespace Hansard.Server.Tests.Settings;

public sealed class ParamTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static async Task<List<(string UserId, string Name, string Value)>> Of(TestPerson person, string? userId = null) =>
        [.. (await person.Socket.Get("GetParams", new { userId }))["params"]!.AsArray().Select(param => ((string)param!["userId"]!, (string)param["name"]!, (string)param["value"]!))];

    private static Task<string> Set(TestPerson person, string name, string value) => person.Socket.Status("UpdateParam", new { name, value });

    [Fact]
    public async Task Each_application_of_a_user_sees_his_params_and_nobody_else_does()
    {
        await using TestPerson phone = await shared.Server.Person("+15550000001"), tablet = await shared.Server.Person("+15550000001"), bob = await shared.Server.Person("+15550000002");
        await phone.Told();
        Assert.Empty(await Of(phone));
        Assert.Equal(Status.Ok, await Set(phone, "params", "AAAA"));
        Assert.Equal(Status.Ok, await Set(tablet, "another", "BBBB"));
        Assert.Equal(Status.Ok, await Set(phone, "params", "CCCC"));
        Assert.Equal([(phone.UserId, "another", "BBBB"), (phone.UserId, "params", "CCCC")], await Of(tablet, tablet.UserId));
        Assert.Equal(await Of(tablet), await Of(phone));
        Assert.Empty(await Of(bob));
        Assert.Equal(Status.Forbidden, await bob.Socket.Status("GetParams", new { userId = phone.UserId }));
        Assert.Empty(await phone.Told());
        Assert.Empty(await tablet.Told());
    }

    [Fact]
    public async Task Names_and_values_are_bounded()
    {
        await using TestPerson ann = await shared.Server.Person("+15550000003");
        foreach (string name in (string[])["", new('n', 65), "a\0b", "a\nb"]) Assert.Equal(Status.Invalid, await Set(ann, name, "AAAA"));
        foreach (string value in (string[])["", "no base64!", new('A', Limits.ParamBytes + 4)]) Assert.Equal(Status.Invalid, await Set(ann, "params", value));
        Assert.Empty(await Of(ann));
    }

    [Fact]
    public async Task All_that_a_user_may_have_fits_into_one_answer()
    {
        await using TestPerson ann = await shared.Server.Person("+15550000004");
        string full = new('A', Limits.ParamBytes);
        string Name(int number) => $"{number:d2}".PadRight(64, '"');
        int stored = 0;
        while (stored < Limits.ParamsPerUser - 2) Assert.Equal(Status.Ok, await Set(ann, Name(stored++), full));
        Assert.Equal(Status.Ok, await Set(ann, Name(stored++), full[..^4]));
        Assert.Equal(Status.Conflict, await Set(ann, Name(stored), full));
        Assert.Equal(Status.Ok, await Set(ann, Name(stored++), "AAAA"));
        Assert.Equal((Limits.ParamsPerUser, UserParams.ValuesCharactersMaximum), (stored, (stored - 2) * full.Length + full.Length));
        Assert.Equal(Status.Conflict, await Set(ann, "one too many", "AAAA"));
        Assert.Equal(Status.Ok, await Set(ann, Name(0), full));
        Assert.Equal(Limits.ParamsPerUser, (await Of(ann)).Count);
    }
}
