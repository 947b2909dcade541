using Hansard.Record.Format;

namespace Hansard.Archive.Search;

/// <summary>Finds what later lines did to messages, for somebody who asks for one after the other. Belongs to the thread of its index.</summary>
public sealed class LaterLines
{
    private readonly int[] numbers;
    private readonly ShardShelf shards;

    internal LaterLines(int[] numbers, ShardShelf shards) => (this.numbers, this.shards) = (numbers, shards);

    /// <summary>Lines that edit a message, delete it, react to it, mark it, or complete it, in the order of the journal.</summary>
    /// <param name="status">Of the message's line: only one that lacks something is ever completed.</param>
    public IReadOnlyList<LinePlace> About(string messageId, LinePosition message, string status)
    {
        List<LinePlace>? later = null;
        var (target, first) = (IndexKey.Of(messageId), RowNumber.ShardOf(RowNumber.Of(message.Seq, 0)));
        foreach (var number in numbers)
        {
            if (number < first) continue;
            var shard = shards.Get(number);
            if (number == first && status != LineStatus.Captured) Take(shard.OfFact(message.Seq).Where(row => row.Place.Part == message.Part));
            Take(shard.About(target));
        }
        return (IReadOnlyList<LinePlace>?)later ?? [];

        void Take(IEnumerable<ShardRow> rows)
        {
            foreach (var row in rows)
                if (row.Place.Seq > message.Seq || (row.Place.Seq == message.Seq && row.Place.Revision > message.Revision)) (later ??= []).Add(row.Place);
        }
    }
}
