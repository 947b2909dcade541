namespace Hansard.Protocol.CatchingUp;

/// <summary>Own: what the caller's devices were told since <paramref name="Cursor"/>, coalesced.</summary>
/// <param name="Cursor">Of the last answer; null asks for none of the past and a cursor for now.</param>
/// <param name="Size">Changes wanted at once, at most <see cref="Limits.ChangesPerPage"/>.</param>
public sealed record RequestGetChanges(string? Cursor, int Size) : IRequest<ResponseChanges>
{
    public static string Type => nameof(RequestGetChanges);
}

/// <summary>Own: notifications as they would be sent now.</summary>
/// <param name="Changes">
/// Whole frames, <c>{"type":…,"body":…}</c>. Fewer than the smaller of the wanted size and <see cref="Limits.ChangesPageLeast"/>: there was no more.
/// </param>
/// <param name="Cursor">Opaque; where to go on from.</param>
/// <param name="Recovered">False: what changed since the cursor is not known; load anew. The new cursor is for now.</param>
public sealed record ResponseChanges(IReadOnlyList<RawJson> Changes, string Cursor, bool Recovered) : IResponse
{
    public static string Type => nameof(ResponseChanges);
}
