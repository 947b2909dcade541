using Hansard.Protocol;
using Xunit;

namespace Hansard.Server.Tests.CatchingUp;

/// <summary>Much that was missed comes in several answers, within their bounds.</summary>
public sealed class ChangePageTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(50)]
    public async Task In_pages_of_any_size_it_is_the_same_as_at_once(int size)
    {
        await using TestPerson ann = await shared.Server.Keyed($"+155510{size:d5}"), bob = await shared.Server.Keyed($"+155520{size:d5}"), away = await shared.Server.Person(ann.Number);
        string[] groups = [.. Enumerable.Range(0, 5).Select(number => $"{size}/{number}")];
        foreach (string group in groups) await bob.CreateGroup(group, ann);
        foreach (string group in groups) await ann.Say(group, "old");
        string cursor = await Missed.Now(away);
        foreach (string group in groups[1..])
        {
            for (int said = 0; said < 9; said++) await bob.Say(group, $"m{said}");
            await bob.Socket.Get("RequestMarkAllReaded", new { conversationUuid = group });
            await bob.Socket.Get("RequestRenameConversation", new { conversationUuid = group, title = "VGl0bGU=" });
        }
        await bob.Kick(groups[^1], ann);

        Missed atOnce = await Missed.Since(away, cursor), inPages = await Missed.Since(away, cursor, size);

        Assert.Equal(3 * (1 + 1 + 9 + 1) + 1, atOnce.Changes.Count);
        Assert.Equal(atOnce.Changes.Select(change => change.ToJsonString()), inPages.Changes.Select(change => change.ToJsonString()));
        Assert.InRange(inPages.Answers, atOnce.Changes.Count / size, atOnce.Changes.Count / size + 2);
        Assert.Empty((await Missed.Since(away, inPages.Cursor)).Changes);
    }

    [Fact]
    public async Task What_happens_between_two_pages_is_not_lost()
    {
        await using TestPerson ann = await shared.Server.Keyed("+15553000001"), bob = await shared.Server.Keyed("+15553000002"), away = await shared.Server.Person(ann.Number);
        foreach (string group in (string[])["first", "second"]) await bob.CreateGroup(group, ann);
        string cursor = await Missed.Now(away);
        foreach (string group in (string[])["first", "second"])
            for (int said = 0; said < 20; said++) await bob.Say(group, $"m{said}");

        var page = await Missed.Ask(away, cursor, 30);
        await bob.Say("first", "meanwhile");
        await bob.Say("second", "meanwhile");
        Missed rest = await Missed.Since(away, (string)page["cursor"]!, 30), after = await Missed.Since(away, rest.Cursor);

        string[] told = [.. page["changes"]!.AsArray().Concat(rest.Changes).Concat(after.Changes)
            .Select(change => change!["body"]!["message"]!).Select(message => $"{message["conversationUuid"]} {message["uuid"]}").Distinct()];
        Assert.Equal(42, told.Length);
    }

    [Fact]
    public async Task An_answer_stays_within_its_bytes()
    {
        TestPerson ann = await shared.Server.Keyed("+15554000001");
        await using TestPerson bob = await shared.Server.Keyed("+15554000002");
        await bob.CreateGroup("large", ann);
        string cursor = await Missed.Now(ann), body = Convert.ToBase64String(new byte[Limits.MessageBodyBytes]);
        await ann.DisposeAsync();
        for (int said = 0; said < 70; said++) await bob.Say("large", $"m{said}", body);

        await using TestPerson back = await shared.Server.Person(ann.Number);
        Missed missed = await Missed.Since(back, cursor);

        Assert.Equal(Enumerable.Range(0, 70).Select(said => $"added m{said} 1/1/2"), missed.Lines);
        Assert.InRange(missed.Answers, 3, 4);
    }
}
