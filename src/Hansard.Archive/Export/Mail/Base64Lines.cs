using System.Buffers;
using System.Buffers.Text;

namespace Hansard.Archive.Export.Mail;

/// <summary>Base64 in lines of 76 characters (RFC 2045, section 6.8), from a stream of any length.</summary>
internal static class Base64Lines
{
    /// <summary>Octets of a line.</summary>
    private const int LineBytes = 57;

    private const int LineCharacters = 76;
    private const int LinesOfBlock = 1024;

    public static void Write(Stream output, Stream content)
    {
        var rented = ArrayPool<byte>.Shared.Rent(LineBytes * LinesOfBlock);
        var block = rented.AsSpan(0, LineBytes * LinesOfBlock);
        while (content.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) is var read and > 0) Write(output, block[..read]);
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <param name="content">All of it, or a whole number of lines.</param>
    public static void Write(Stream output, ReadOnlySpan<byte> content)
    {
        Span<byte> line = stackalloc byte[LineCharacters + 2];
        while (!content.IsEmpty)
        {
            var octets = content[..Math.Min(LineBytes, content.Length)];
            _ = Base64.EncodeToUtf8(octets, line, out _, out var written);
            "\r\n"u8.CopyTo(line[written..]);
            output.Write(line[..(written + 2)]);
            content = content[octets.Length..];
        }
    }
}
