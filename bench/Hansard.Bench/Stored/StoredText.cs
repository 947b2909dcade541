namespace Hansard.Bench.Stored;

/// <summary>
/// What a message is called and says. It follows from the conversation's number and the ordinal, so that whoever asks for a page knows the
/// answer without having kept ten million of them.
/// </summary>
internal sealed record StoredText(string Uuid, string Iv, string Body)
{
    private const int UuidBytes = 16;
    private const int IvBytes = 12;

    /// <summary>A text of some 300 characters as a TEXT object, encrypted.</summary>
    private const int BodyBytes = 364;

    public static StoredText Of(int conversation, long ordinal)
    {
        Span<byte> bytes = stackalloc byte[UuidBytes + IvBytes + BodyBytes];
        new Scatter((ulong)conversation << 32 | (ulong)ordinal).Fill(bytes);
        // Version 4, as clients make them (RFC 9562, section 5.4).
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new StoredText(
            new Guid(bytes[..UuidBytes], bigEndian: true).ToString(),
            Convert.ToBase64String(bytes.Slice(UuidBytes, IvBytes)),
            Convert.ToBase64String(bytes[(UuidBytes + IvBytes)..]));
    }
}
