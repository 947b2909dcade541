namespace Hansard.Archive.Search;

/// <summary>One search: shard by shard and page by page, so that nothing stays open between two lines that somebody takes hours to use.</summary>
internal sealed class Finding(Catalog catalog, ShardShelf shards, PlaceReader reader, SelectionPlan plan, SearchOrder order)
{
    /// <summary>Lines of the first page from a shard; each further one has twice as many.</summary>
    private const int FirstPage = 64;
    private const int LargestPage = 4096;

    /// <summary>Pieces of a shard's time that are looked through one by one; a clock that was set often makes more, and then the rows in between are passed over.</summary>
    private const int MostPieces = 16;

    public IEnumerable<LinePlace> Rows(long? afterRow)
    {
        var newest = order == SearchOrder.NewestFirst;
        var meant = catalog.Shards().Where(shard => shard.Greatest >= plan.From && shard.Least < plan.Before && !shard.Redo);
        foreach (var shard in newest ? meant.Reverse().ToArray() : meant.ToArray())
        {
            var (first, last) = (RowNumber.FirstOfShard(shard.Number), RowNumber.LastOfShard(shard.Number));
            if (afterRow is { } after && newest) last = Math.Min(last, after - 1);
            else if (afterRow is { } before) first = Math.Max(first, before + 1);
            if (first > last) continue;
            var blocks = plan.Substring is { } substring ? new SubstringBlocks(shards.Get(shard.Number), substring, first, last) : null;
            foreach (var (from, to) in Pieces(shard, blocks, first, last, newest))
                foreach (var place in Pages(shard.Number, blocks, from, to, newest)) yield return place;
        }
    }

    private IEnumerable<LinePlace> Pages(int shard, SubstringBlocks? blocks, long first, long last, bool newest)
    {
        for (var size = FirstPage; first <= last; size = Math.Min(LargestPage, size * 2))
        {
            var page = new List<LinePlace>(size);
            shards.Get(shard).Scan(plan.Expression, first, last, newest, plan.From, plan.Before, row =>
            {
                if (plan.Takes(row) && HasSubstring(row.Place, blocks)) page.Add(row.Place);
                return page.Count < size;
            });
            foreach (var place in page) yield return place;
            if (page.Count < size) yield break;
            if (newest) last = page[^1].Row - 1;
            else first = page[^1].Row + 1;
        }
    }

    private IEnumerable<(long First, long Last)> Pieces(IndexedShard shard, SubstringBlocks? blocks, long first, long last, bool newest)
    {
        IEnumerable<(long First, long Last)> pieces = OfTime(shard, first, last);
        // An expression is asked once for all of a time: it costs more to begin than to pass over rows.
        if (blocks is not null && plan.Expression is null) pieces = pieces.SelectMany(piece => blocks.Within(piece.First, piece.Last));
        return newest ? pieces.Reverse() : pieces;
    }

    /// <summary>The rows of a shard that can be of the time that is meant: journals go on in time but where a clock was set.</summary>
    private List<(long First, long Last)> OfTime(IndexedShard shard, long first, long last)
    {
        if (shard.Least >= plan.From && shard.Greatest < plan.Before) return [(first, last)];
        var pieces = new List<(long First, long Last)>();
        foreach (var (block, least, greatest) in shards.Get(shard.Number).Blocks())
        {
            if (greatest < plan.From || least >= plan.Before) continue;
            var (from, to) = (Math.Max(first, RowNumber.FirstOfBlock(block)), Math.Min(last, RowNumber.LastOfBlock(block)));
            if (from > to) continue;
            if (pieces.Count > 0 && (pieces[^1].Last + 1 == from || pieces.Count == MostPieces)) pieces[^1] = (pieces[^1].First, to);
            else pieces.Add((from, to));
        }
        return pieces;
    }

    private bool HasSubstring(LinePlace place, SubstringBlocks? blocks) =>
        plan.Substring is not { } sought
        || (blocks!.MayHave(place.Seq) && reader.MayContain(place, sought) && LineFactsReader.Read(reader.Read(place)) is { } facts && facts.Text.Contains(sought, StringComparison.OrdinalIgnoreCase));
}
