using System.Buffers.Binary;
using System.Buffers.Text;
using Hansard.Protocol;

namespace Hansard.Server.CatchingUp;

/// <summary>A moment in the life of a network.</summary>
/// <param name="FactHash">The beginning of the last fact's hash: a store that was set back and went on otherwise has another.</param>
internal readonly record struct ChangePoint(long Changed, long Sequence, long FactHash, long TimeMs);

/// <summary>Where an answer ended that could not hold everything.</summary>
/// <param name="Conversation">0 for what concerns the user himself.</param>
/// <param name="At">The last of its part that was told.</param>
/// <param name="NewAfter">The ordinal of the last message that the device had.</param>
internal readonly record struct ChangePosition(long Conversation, ChangePart Part, long At, long NewAfter)
{
    public static readonly ChangePosition Beginning = new(0, ChangePart.Contacts, 0, 0);
}

internal enum ChangePart
{
    Contacts,
    PublicKeys,
    Membership,
    Conversation,
    Messages,
    Files,
}

/// <summary>What a client holds: everything up to <paramref name="From"/>, and of what came until <paramref name="To"/> all before <paramref name="Position"/>.</summary>
internal sealed record ChangeCursor(ChangePoint From, ChangePoint? To = null, ChangePosition Position = default)
{
    /// <summary>Characters of the longest cursor.</summary>
    private const int CharactersMaximum = 256;
    private const byte Version = 1;
    private const int PointBytes = 4 * sizeof(long);
    private const int ShortBytes = 1 + PointBytes;
    private const int LongBytes = ShortBytes + PointBytes + 4 * sizeof(long);

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[LongBytes];
        bytes[0] = Version;
        Write(bytes[1..], From);
        if (To is not { } to) return Base64Url.EncodeToString(bytes[..ShortBytes]);
        Write(bytes[ShortBytes..], to);
        Write(bytes[(ShortBytes + PointBytes)..], Position.Conversation, (long)Position.Part, Position.At, Position.NewAfter);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null for what is no cursor of this server: whoever has one loads anew.</summary>
    public static ChangeCursor? Read(string text)
    {
        if (text.Length > CharactersMaximum || !Base64Url.IsValid(text)) return null;
        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length is not (ShortBytes or LongBytes) || bytes[0] != Version) return null;
        ChangeCursor cursor = new(Point(bytes[1..]));
        if (bytes.Length == ShortBytes) return cursor;
        long part = Number(bytes[(ShortBytes + PointBytes)..], 1);
        return Enum.IsDefined((ChangePart)part)
            ? cursor with { To = Point(bytes[ShortBytes..]), Position = Place(bytes[(ShortBytes + PointBytes)..], (ChangePart)part) }
            : null;
    }

    private static void Write(Span<byte> bytes, ChangePoint point) => Write(bytes, point.Changed, point.Sequence, point.FactHash, point.TimeMs);

    private static void Write(Span<byte> bytes, params ReadOnlySpan<long> numbers)
    {
        for (int i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes[(i * sizeof(long))..], numbers[i]);
    }

    private static ChangePoint Point(ReadOnlySpan<byte> bytes) => new(Number(bytes, 0), Number(bytes, 1), Number(bytes, 2), Number(bytes, 3));

    private static ChangePosition Place(ReadOnlySpan<byte> bytes, ChangePart part) => new(Number(bytes, 0), part, Number(bytes, 2), Number(bytes, 3));

    private static long Number(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadInt64LittleEndian(bytes[(index * sizeof(long))..]);
}
