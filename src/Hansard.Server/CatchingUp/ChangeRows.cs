namespace Hansard.Server.CatchingUp;

/// <summary>A change of a conversation.</summary>
/// <param name="Ordinals">The messages it is about, as <see cref="Storage.RangeSet.ToBytes"/> writes them; null where it is about none.</param>
internal readonly record struct ConversationChangeRow(long Id, long ConversationId, ChangeKind Kind, long Subject, byte[]? Ordinals);

/// <summary>The messages of a conversation whose counters moved from the change <paramref name="Id"/> to the one numbered <paramref name="Changed"/>.</summary>
internal readonly record struct ReceiptChangeRow(long Id, long ConversationId, long Changed, byte[] Ordinals);
