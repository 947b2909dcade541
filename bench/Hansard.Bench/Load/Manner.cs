namespace Hansard.Bench.Load;

/// <summary>How a conversation is written in.</summary>
/// <param name="Window">Messages that an author may have unanswered.</param>
/// <param name="Batched">All that an author may send after one read leaves in one write; otherwise each frame is a write of its own.</param>
/// <param name="Receipts">Readers answer every message with MessageDelivered and RequestMessagesReaded.</param>
/// <param name="Authors">How many members of each conversation write; the others read.</param>
internal sealed record Manner(int Window, bool Batched = false, bool Receipts = false, int Authors = 1);
