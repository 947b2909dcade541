namespace Hansard.Bench.Setup;

/// <summary>A server and who lives on it: accounts and conversations are made when a workload first needs them, and used again.</summary>
internal sealed class Population(HansardServer server) : IDisposable
{
    private const int GroupNumber = 0x10_0000;

    private readonly List<Account> accounts = [];
    private readonly List<Conversation> dialogs = [];
    private Conversation? group;

    public HansardServer Server => server;

    public IEnumerable<Conversation> Dialogs(int count)
    {
        var members = Accounts(2 * count);
        for (var i = dialogs.Count; i < count; i++)
            dialogs.Add(Conversation.Create(server.Address, i, members.GetRange(2 * i, 2), server.Recorders));
        return dialogs.Take(count);
    }

    public Conversation Group(int members) =>
        group ??= Conversation.Create(server.Address, GroupNumber, Accounts(members), server.Recorders);

    public void Dispose() => server.Dispose();

    private List<Account> Accounts(int count)
    {
        var newcomers = Enumerable.Range(accounts.Count, Math.Max(0, count - accounts.Count)).Select(index => new Account(index)).ToList();
        server.Accounts.Register(newcomers, withKeys: true);
        accounts.AddRange(newcomers);
        return accounts.GetRange(0, count);
    }
}
