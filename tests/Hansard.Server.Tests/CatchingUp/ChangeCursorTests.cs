using System.Text.Json.Nodes;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.CatchingUp;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.CatchingUp;

/// <summary>A cursor that cannot be followed is answered so; never with a part of what there was.</summary>
public sealed class ChangeCursorTests
{
    private static readonly ChangePoint Point = new(5, 4, -3, 2);

    private static async Task AssertLost(TestPerson person, string cursor)
    {
        JsonNode answer = await Missed.Ask(person, cursor);
        Assert.Equal((0, false), (answer["changes"]!.AsArray().Count, (bool)answer["recovered"]!));
        Assert.Empty((await Missed.Since(person, (string)answer["cursor"]!)).Changes);
    }

    [Fact]
    public void A_cursor_is_read_as_it_was_written()
    {
        ChangeCursor[] cursors = [new(Point), new(Point, Point with { Changed = 9 }, new ChangePosition(7, ChangePart.Messages, 3, MessagesMaximum))];
        Assert.Equal(cursors, cursors.Select(cursor => ChangeCursor.Read(cursor.ToString())));
    }

    private const long MessagesMaximum = 0xFFFF_FFFF;

    [Fact]
    public async Task What_is_no_cursor_or_one_of_another_past_says_that_all_is_to_be_loaded_anew()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("d", bob);
        ChangeCursor now = ChangeCursor.Read(await Missed.Now(bob))!;
        await ann.Say("d", "m");

        foreach (string text in (string[])["", "x", "====", new('A', 5_000), now.ToString()[..^3], "9" + now.ToString()[1..]]) await AssertLost(bob, text);
        await AssertLost(bob, (now with { From = now.From with { Changed = now.From.Changed + 1_000 } }).ToString());
        await AssertLost(bob, (now with { From = now.From with { FactHash = 1 } }).ToString());
        await AssertLost(bob, (now with { From = now.From with { Sequence = now.From.Sequence + 1_000 } }).ToString());
        await AssertLost(bob, (now with { To = now.From with { FactHash = 1 }, Position = ChangePosition.Beginning }).ToString());
        Assert.Equal(["added m 1/1/2"], (await Missed.Since(bob, now.ToString())).Lines);
    }

    [Fact]
    public async Task After_thirty_days_a_cursor_is_too_old_and_what_only_it_needed_is_forgotten()
    {
        TestClock clock = new();
        await using TestServer server = await TestServer.Start(time: clock);
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("d", bob);
        string old = await Missed.Now(bob);
        await ann.Say("d", "of the first day");
        await bob.Socket.Get("RequestMarkAllReaded", new { conversationUuid = "d" });
        await ann.Socket.Get("UpdateMemberNick", new { conversationUuid = "d", nickEncrypted = "Tmljaw==", userId = (string?)null });
        await NextDay(server, clock);
        clock.Pass(TimeSpan.FromDays(Limits.ChangesKeptDays - 2));
        string young = await Missed.Now(bob);
        await ann.Say("d", "of the last");
        await bob.Socket.Get("RequestMarkAllReaded", new { conversationUuid = "d" });
        Assert.Equal(4, (await Missed.Since(ann, old)).Changes.Count);

        for (int day = 0; day < 4; day++) await NextDay(server, clock);

        await AssertLost(ann, old);
        Assert.Equal((0, 1), server.Core.Database.Read(sql =>
            (sql.ExecuteScalar<int>("SELECT COUNT(*) FROM conversation_changes"), sql.ExecuteScalar<int>("SELECT COUNT(*) FROM receipt_changes"))));
        Assert.Equal(["added of the last 2/2/2 readed"], (await Missed.Since(ann, young)).Lines);
    }

    [Fact]
    public async Task A_cursor_from_before_what_was_forgotten_is_lost_even_where_its_own_time_says_otherwise()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001");
        string cursor = await Missed.Now(ann);
        await server.Core.Writer.Run(batch => batch.Sql.Execute("UPDATE networks SET changes_forgotten = changed + 1"));

        JsonNode answer = await Missed.Ask(ann, cursor);

        Assert.False((bool)answer["recovered"]!);
    }

    /// <summary>The keeper's look of the next day, seen through to its end.</summary>
    private static async Task NextDay(TestServer server, TestClock clock)
    {
        clock.Pass(TimeSpan.FromDays(1));
        using (new ChangeKeeper(server.Core.Writer, server.Core.Networks, clock)) await server.Core.Writer.Run(_ => true);
    }
}
