using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Networks;

namespace Hansard.Server.Storage;

/// <summary>A decided batch on its way to the disk: what to write, and what happens in memory and to clients once it is there.</summary>
/// <param name="Number">Batches are numbered from 1 in the order of their commits, since the start of this process.</param>
/// <param name="UsedSql">Its items used SQL of their own, so its transaction is open already.</param>
internal sealed record SealedBatch(
    long Number,
    IReadOnlyList<Work> Items,
    Changes Changes,
    IReadOnlyList<Growth> Growths,
    IReadOnlyList<(Network Network, NetworkSettings Before)> ChangedSettings,
    List<Announcement> Announcements,
    bool UsedSql)
{
    /// <summary>It is on disk: shows what it changed in memory.</summary>
    public void Publish()
    {
        foreach ((Network network, _) in ChangedSettings) network.PublishSettings();
        foreach (Growth growth in Growths) growth.Network.Publish(growth.To);
    }

    /// <summary>It never happened; what was decided after it must have been undone before.</summary>
    public void Undo()
    {
        foreach ((Network network, NetworkSettings before) in ChangedSettings.Reverse()) network.Settings = before;
        foreach (Growth growth in Growths) growth.Network.WritingHead = growth.From;
    }
}
