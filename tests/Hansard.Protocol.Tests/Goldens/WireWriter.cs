using System.Reflection;
using Hansard.Protocol.Frames;

namespace Hansard.Protocol.Tests.Goldens;

/// <summary>Writes a body whose type is only known at run time, through the same code as everybody else.</summary>
internal static class WireWriter
{
    private static readonly MethodInfo ToBytes = typeof(FrameWriter).GetMethod(nameof(FrameWriter.ToBytes))!;

    public static byte[] Frame(IWireBody body, FrameId id = default) =>
        (byte[])ToBytes.MakeGenericMethod(body.GetType()).Invoke(null, [body, id])!;

    public static ReadOnlyMemory<byte> Body(IWireBody body) =>
        FrameReader.TryRead(Frame(body), out var frame, out var fault) ? frame.Body : throw new InvalidOperationException(fault.Description);
}
