using System.Diagnostics.CodeAnalysis;
using Hansard.Protocol.Frames;

namespace Hansard.Protocol;

public enum WireKind
{
    Request,
    Response,
    Notification,
}

/// <summary>One row of <see cref="WireTypes"/>.</summary>
/// <param name="Name">The type on the wire, which is also the record's name.</param>
/// <param name="Answer">For requests: the name of the response that they get when they are not refused.</param>
public sealed record WireType(string Name, WireKind Kind, Type Record, string? Answer)
{
    private delegate bool BodyReader(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out IWireBody? value, out string description);

    private delegate byte[] BodyWriter(IWireBody body, FrameId id);

    private BodyReader Reader { get; init; } = null!;

    private BodyWriter Writer { get; init; } = null!;

    /// <summary>Reads a body of this type; see <see cref="Body.TryRead"/>.</summary>
    public bool TryRead(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out IWireBody? value, out string description) =>
        Reader(body, out value, out description);

    /// <summary>A whole frame around a body of this type, for callers that do not know the type when they are compiled.</summary>
    public byte[] ToFrame(IWireBody body, FrameId id) => Writer(body, id);

    internal static WireType Request<TRequest, TResponse>()
        where TRequest : class, IRequest<TResponse>
        where TResponse : class, IResponse =>
        new(TRequest.Type, WireKind.Request, typeof(TRequest), TResponse.Type) { Reader = Read<TRequest>, Writer = Write<TRequest> };

    internal static WireType Response<T>() where T : class, IResponse =>
        new(T.Type, WireKind.Response, typeof(T), null) { Reader = Read<T>, Writer = Write<T> };

    internal static WireType Notification<T>() where T : class, INotification =>
        new(T.Type, WireKind.Notification, typeof(T), null) { Reader = Read<T>, Writer = Write<T> };

    private static bool Read<T>(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out IWireBody? value, out string description)
        where T : class, IWireBody
    {
        var read = Body.TryRead<T>(body, out var typed, out description);
        value = typed;
        return read;
    }

    private static byte[] Write<T>(IWireBody body, FrameId id) where T : class, IWireBody => FrameWriter.ToBytes((T)body, id);
}
