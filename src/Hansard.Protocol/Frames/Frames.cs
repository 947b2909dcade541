using System.Text.Json;

namespace Hansard.Protocol.Frames;

/// <summary>
/// The echo of a request: a string of up to 64 characters, an integer, or absent. It is given back as it came and means nothing
/// to the server.
/// <paramref name="Json"/> is the raw JSON token, so that every digit comes back.
/// </summary>
public readonly record struct FrameId(string? Json)
{
    public static readonly FrameId None;

    public static FrameId Number(long value) => new(value.ToString());

    /// <summary>The number, when this id is one that <see cref="Number"/> could have made.</summary>
    public bool TryGetNumber(out long value) => long.TryParse(Json, out value);
}

/// <summary>
/// One text frame, either way: <c>{"type":…,"id":…,"body":{…}}</c>. <paramref name="Body"/> is the raw JSON of the body
/// object.
/// </summary>
public readonly record struct Frame(string Type, FrameId Id, ReadOnlyMemory<byte> Body);

/// <summary>What is wrong with a frame, and what that does to the connection.</summary>
/// <param name="Type">The request's type as far as it could be read, else empty.</param>
/// <param name="Closes">True where the frame is no JSON object at all (RFC 6455 close code 1007); otherwise the connection stays.</param>
public sealed record FrameFault(string Type, FrameId Id, string Description, bool Closes);
