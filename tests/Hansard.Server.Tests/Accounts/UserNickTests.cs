using Hansard.Protocol;
using Xunit;

namespace Hansard.Server.Tests.Accounts;

public sealed class UserNickTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static Task<string> Rename(TestPerson person, string? nick) => person.Socket.Status("RequestUpdateUserNick", new { nick });

    private static async Task<string?> NickOf(TestPerson person, TestPerson seenBy) =>
        (string?)(await seenBy.Socket.Get("RequestGetUserInfo", new { userId = person.UserId }))["user"]!["nick"];

    [Fact]
    public async Task A_nick_is_seen_by_all_who_know_the_user_and_told_to_nobody()
    {
        await using TestPerson ann = await shared.Server.Keyed("+15550000001"), tablet = await shared.Server.Person("+15550000001"),
            bob = await shared.Server.Person("+15550000002"), eve = await shared.Server.Person("+15550000003");
        await bob.Discover(ann);
        await ann.Told();
        Assert.Equal(Status.Ok, await Rename(ann, "Tmljaw=="));
        Assert.Equal(("Tmljaw==", "Tmljaw==", null), (await NickOf(ann, tablet), await NickOf(ann, bob), await NickOf(ann, eve)));
        Assert.Equal(Status.Invalid, await Rename(ann, "Ann"));
        Assert.Equal(Status.Invalid, await Rename(ann, ""));
        Assert.Equal(Status.Invalid, await Rename(ann, new string('A', 4_100)));
        Assert.Equal("Tmljaw==", await NickOf(ann, bob));
        Assert.Equal(Status.Ok, await Rename(tablet, null));
        Assert.Null(await NickOf(ann, bob));
        foreach (TestPerson told in (TestPerson[])[ann, tablet, bob]) Assert.Empty(await told.Told());
    }
}
