using Hansard.Protocol;
using Hansard.Protocol.Content;

namespace Hansard.Recorder.Mapping;

/// <summary>A message of the same conversation that is recorded already.</summary>
/// <param name="Ts">Microseconds since 1970, the journal's.</param>
internal sealed record EarlierMessage(long Seq, long Ts, UserId? Author);

/// <summary>What lines say about what was said before. Empty for what this recorder never saw.</summary>
/// <param name="Message">A message by its id.</param>
/// <param name="Words">A message's text as it stands now, after its edits; null where it has none.</param>
/// <param name="CallStart">The message that began a call, by the call's id.</param>
internal sealed record Earlier(Func<MessageRef, EarlierMessage?> Message, Func<MessageRef, string?> Words, Func<string, MessageRef?> CallStart)
{
    public static readonly Earlier Nothing = new(_ => null, _ => null, _ => null);
}
