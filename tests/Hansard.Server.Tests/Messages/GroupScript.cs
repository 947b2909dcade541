using System.Text.Json.Nodes;
using Xunit;

namespace Hansard.Server.Tests.Messages;

internal enum Deed
{
    Say,
    Reply,
    Deliver,
    Read,
    ReadAll,
    Delete,
    Add,
    AddAdmin,
    Promote,
    Kick,
    Leave,
    Rekey,
}

/// <summary>What one of four people does next. <paramref name="On"/> are numbers of messages said so far, modulo their count.</summary>
/// <param name="Sensible">Done by somebody who may to somebody whom it may befall, where there are such; anybody tries anything otherwise.</param>
internal sealed record Step(Deed Deed, int By, int Whom, int[] On, bool Sensible)
{
    public override string ToString() => $"{Deed} by {By}, whom {Whom}, on [{string.Join(' ', On)}]{(Sensible ? "" : ", whoever that is")}";
}

/// <summary>Plays a script over real sockets and in the model, and holds every answer and everything that can be seen to the model's.</summary>
internal sealed class GroupScript(TestPerson[] people, string group)
{
    private readonly GroupView view = new(people, group);
    private readonly GroupModel model = new(1);
    private readonly List<string> said = [];
    private string key = "key of " + group;

    /// <summary>Leaves nothing behind, so that a script that fails can be tried again shorter.</summary>
    public async Task Play(Step[] script)
    {
        try
        {
            foreach (TestPerson person in people) await person.Told();
            await PlaySteps(script);
        }
        finally
        {
            for (int person = 0; person < people.Length; person++) await Ask(person, "RequestDeleteConversation", new { conversationUuid = group });
        }
    }

    private async Task PlaySteps(Step[] script)
    {
        await people[0].CreateGroup(group, people[1]);
        foreach (Step wish in script)
        {
            Step step = wish.Sensible ? MadeSensible(wish) : wish;
            if (step.Deed is Deed.Add or Deed.AddAdmin) await AssertOutsidersWereToldNothing();
            int[] before = [.. model.Members];
            (string expected, string actual) = await Do(step);
            Assert.Equal((step.ToString(), expected), (step.ToString(), actual));
            foreach (int gone in before.Except(model.Members)) await people[gone].Told();
            await view.AssertAsIn(model, step.By);
        }
        await AssertOutsidersWereToldNothing();
        for (int person = 0; person < people.Length; person++) await view.AssertAsIn(model, person);
    }

    private Step MadeSensible(Step wish)
    {
        Deed deed = model.IsClosed && wish.Deed is (Deed.Say or Deed.Reply or Deed.Add or Deed.AddAdmin) ? Deed.Rekey : wish.Deed;
        bool adds = deed is Deed.Add or Deed.AddAdmin;
        int by = Among(adds || deed is Deed.Promote or Deed.Kick ? model.Roles.Admins : model.Members, wish.By);
        int whom = Among([.. Enumerable.Range(0, people.Length).Where(person => model.IsMember(person) != adds && person != by)], wish.Whom);
        return wish with { Deed = deed, By = by, Whom = whom };
    }

    private static int Among(IReadOnlyList<int> eligible, int number) => eligible.Count == 0 ? number : eligible[number % eligible.Count];

    private async Task<(string Expected, string Actual)> Do(Step step)
    {
        (int by, int whom) = (step.By, step.Whom);
        string[] on = said.Count == 0 ? ["never was"] : [.. step.On.Select(number => said[number % said.Count]).Distinct()];
        object person = new { conversationUuid = group, userId = people[whom].UserId };
        return step.Deed switch
        {
            Deed.Say => await Say(by, null),
            Deed.Reply => await Say(by, on[0]),
            Deed.Deliver => (model.Deliver(by, on[0]), await Ask(by, "MessageDelivered", new { conversationUuid = group, messageUuid = on[0] })),
            Deed.Read => (model.Read(by, on), await Ask(by, "RequestMessagesReaded", new { conversationUuid = group, messageUuids = on })),
            Deed.ReadAll => (model.ReadAll(by), await Ask(by, "RequestMarkAllReaded", new { conversationUuid = group })),
            Deed.Delete when on.Length == 1 => (model.Delete(by, on), await Ask(by, "RequestDeleteMessage", new { conversationUuid = group, uuid = on[0] })),
            Deed.Delete => (model.Delete(by, on), await Ask(by, "RequestDeleteMessages", new { conversationUuid = group, uuids = on })),
            Deed.Add => (model.Add(by, whom, admin: false), await Ask(by, "RequestAddMember", Newcomer(by, whom))),
            Deed.AddAdmin => (model.Add(by, whom, admin: true), await Ask(by, "RequestAddAdmin", Newcomer(by, whom))),
            Deed.Promote => (model.Promote(by, whom), await Ask(by, "RequestChangeToAdmin", person)),
            Deed.Kick => (model.Kick(by, whom), await Ask(by, "RequestKickUser", person)),
            Deed.Leave => (model.Leave(by), await Ask(by, "RequestLeaveConversation", new { conversationUuid = group })),
            _ => await Rekey(by),
        };
    }

    private async Task<(string, string)> Say(int by, string? replyTo)
    {
        string uuid = $"m{said.Count}";
        said.Add(uuid);
        return (model.Say(by, uuid, replyTo), await Ask(by, "RequestAddMessage", TestPerson.Message(group, uuid, sessionKey: key, replyTo: replyTo)));
    }

    private async Task<(string, string)> Rekey(int by)
    {
        string expected = model.Rekey(by);
        JsonNode answer = (await people[by].Socket.Ask("RequestAddNewSessionKeys",
            new { conversationUuid = group, sessionKeys = model.Members.Select(member => people[by].KeyFor(people[member].UserId)) }))["body"]!;
        key = (string?)answer["sessionKeyUuid"] ?? key;
        return (expected, (string?)answer["status"] ?? "ok");
    }

    /// <summary>A wrap is never the same twice, so that adding somebody again is no repetition.</summary>
    private object Newcomer(int by, int whom) => new
    {
        conversationUuid = group, sessionKeyUuid = key, sessionKeyValue = people[by].KeyFor(people[whom].UserId, TestPerson.WrapFor(Guid.NewGuid().ToString())),
    };

    private async Task<string> Ask(int by, string request, object body) => (string?)(await people[by].Socket.Ask(request, body))["body"]!["status"] ?? "ok";

    private async Task AssertOutsidersWereToldNothing()
    {
        for (int person = 0; person < people.Length; person++)
            if (!model.IsMember(person)) Assert.Empty(await people[person].Told());
    }
}
