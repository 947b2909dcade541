using Hansard.Bench.Setup;

namespace Hansard.Bench.Stored;

/// <summary>Makes one reader and his conversations over the wire: most with one other person, every fourth a group.</summary>
internal static class Correspondence
{
    public const int Conversations = 500;

    private const int GroupEvery = 4;
    private const int GroupMembers = 4;

    public static Account Reader { get; } = new(0);

    public static List<Conversation> Make(HansardServer server)
    {
        List<Account> others = [.. Enumerable.Range(1, Conversations).Select(index => new Account(index))];
        server.Accounts.Register([Reader, .. others], withKeys: true);
        return [.. Enumerable.Range(0, Conversations).Select(number => Conversation.Create(server.Address, number, Members(number, others), server.Recorders))];
    }

    /// <summary>The reader creates each: a dialog with somebody he has no other with, or a group with neighbours.</summary>
    private static List<Account> Members(int number, List<Account> others) => number % GroupEvery == GroupEvery - 1
        ? [Reader, .. Enumerable.Range(number, GroupMembers - 1).Select(index => others[index % others.Count])]
        : [Reader, others[number]];
}
