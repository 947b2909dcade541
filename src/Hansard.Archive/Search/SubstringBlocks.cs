namespace Hansard.Archive.Search;

/// <summary>Where in a shard a substring may stand.</summary>
internal sealed class SubstringBlocks
{
    private readonly Dictionary<long, byte[]> candidates = [];

    /// <summary>Looks it up for the groups of some rows.</summary>
    public SubstringBlocks(Shard shard, string substring, long firstRow, long lastRow)
    {
        for (var group = Grams.GroupOf(RowNumber.SeqOf(firstRow)); group <= Grams.GroupOf(RowNumber.SeqOf(lastRow)); group++)
            if (shard.Grams.Candidates(group, substring) is { } blocks) candidates[group] = blocks;
    }

    public bool MayHave(long seq) => !candidates.TryGetValue(Grams.GroupOf(seq), out var blocks) || IsSet(blocks, Grams.BlockOf(seq));

    /// <summary>Cuts out of some rows those that cannot have it, in their order.</summary>
    public IEnumerable<(long First, long Last)> Within(long firstRow, long lastRow)
    {
        (long First, long Last)? open = null;
        for (var seq = RowNumber.SeqOf(firstRow); seq <= RowNumber.SeqOf(lastRow);)
        {
            var known = candidates.ContainsKey(Grams.GroupOf(seq));
            var bits = known ? Grams.BlockBits : Grams.GroupBits;
            var next = ((seq >> bits) + 1) << bits;
            if (MayHave(seq))
            {
                var piece = (First: Math.Max(firstRow, RowNumber.Of(seq, 0)), Last: Math.Min(lastRow, RowNumber.Of(next, 0) - 1));
                if (open is { } before && before.Last + 1 == piece.First) open = (before.First, piece.Last);
                else
                {
                    if (open is { } done) yield return done;
                    open = piece;
                }
            }
            seq = next;
        }
        if (open is { } last) yield return last;
    }

    private static bool IsSet(byte[] blocks, int block) => (blocks[block / 8] & (1 << (block % 8))) != 0;
}
