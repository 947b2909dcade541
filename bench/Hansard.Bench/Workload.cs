using Hansard.Bench.Load;

namespace Hansard.Bench;

/// <summary>What is driven: a number of dialogs with one author each, or one group.</summary>
/// <param name="Dialogs">0 for a group.</param>
/// <param name="GroupMembers">0 for dialogs.</param>
/// <param name="Postgres">Stored in a PostgreSQL on this machine instead of SQLite.</param>
/// <param name="Recording">On a network that records, with a recorder that every session key must be wrapped for.</param>
internal sealed record Workload(string Name, Manner Manner, int Dialogs = 0, int GroupMembers = 0, bool Recording = false, bool Postgres = false)
{
    private const int GroupWindow = 4;

    public static IReadOnlyList<Workload> All { get; } =
    [
        .. from shape in new (int Pairs, int Window)[] { (1, 1), (25, 1), (100, 1), (25, 16), (100, 16) }
           from receipts in new[] { false, true }
           let name = $"{shape.Pairs}x{shape.Window}{(receipts ? " receipts" : "")}"
           select new Workload(name, new Manner(shape.Window, Receipts: receipts), shape.Pairs),
        new("25x16 batched", new Manner(16, Batched: true), 25),
        .. from shape in new (int Pairs, int Window, bool Receipts)[] { (25, 1, false), (25, 16, false), (25, 16, true), (100, 16, false) }
           select new Workload($"{shape.Pairs}x{shape.Window}{(shape.Receipts ? " receipts" : "")} postgres", new Manner(shape.Window, Receipts: shape.Receipts), shape.Pairs, Postgres: true),
        new("25x16 recorded", new Manner(16), 25, Recording: true),
        new("group 100, 1 sender", new Manner(GroupWindow), GroupMembers: 100),
        new("group 100, 4 senders", new Manner(GroupWindow, Authors: 4), GroupMembers: 100),
    ];

    /// <summary>The yardstick for dialogs: as many senders, the same manner.</summary>
    public string Echo => $"{Dialogs}x{Manner.Window} echo{(Manner.Batched ? " batched" : "")}";
}
