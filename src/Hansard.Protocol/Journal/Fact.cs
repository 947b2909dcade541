namespace Hansard.Protocol.Journal;

/// <summary>
/// One line of the journal. The members stand in this order in the JSON that is committed, hashed and fed to recorders.
/// </summary>
/// <param name="Seq">From 1, without gaps, in commit order, per network.</param>
/// <param name="Ts">Epoch microseconds.</param>
/// <param name="UserId">Who did it; null for the network itself.</param>
/// <param name="DeviceId">The public name of the device it came from.</param>
public sealed record Fact(
    long Seq,
    long Ts,
    string Kind,
    ConversationUuid? ConversationUuid,
    UserId? UserId,
    DeviceId? DeviceId,
    RawJson Body)
{
    /// <summary>The body as the record of this kind; asking for another kind is a bug in the caller.</summary>
    public T BodyAs<T>() where T : class, IFactBody =>
        Kind == T.Kind ? FactJson.ReadBody<T>(Body) : throw new InvalidOperationException($"A fact of kind {Kind} is no {T.Kind}.");
}
