namespace Hansard.Archive.Search;

/// <summary>
/// Numbers of rows: in the order of the journal, with room for several lines of one fact, its parts first and what completes them after. Rows of
/// neighbouring facts share a file of the index, a <em>shard</em>, which can be made again by itself.
/// </summary>
internal static class RowNumber
{
    /// <summary>Lines of one fact that the index can hold: a message has two parts at most, and is completed once or twice.</summary>
    public const int LinesOfFact = 1 << SlotBits;

    private const int SlotBits = 4;

    /// <summary>Facts of a shard, as a power of two: about a million.</summary>
    private const int ShardBits = 20;

    /// <summary>Facts of a block, as a power of two; a shard knows from when to when each of its blocks reaches.</summary>
    private const int BlockBits = 10;

    public const int BlocksOfShard = 1 << (ShardBits - BlockBits);

    public static long Of(long seq, int slot) => (seq << SlotBits) + slot;

    public static long SeqOf(long row) => row >> SlotBits;

    public static int ShardOf(long row) => (int)(row >> (SlotBits + ShardBits));

    public static long BlockOf(long row) => row >> (SlotBits + BlockBits);

    public static long FirstOfShard(int shard) => (long)shard << (SlotBits + ShardBits);

    public static long LastOfShard(int shard) => FirstOfShard(shard + 1) - 1;

    public static long FirstOfBlock(long block) => block << (SlotBits + BlockBits);

    public static long LastOfBlock(long block) => FirstOfBlock(block + 1) - 1;
}
