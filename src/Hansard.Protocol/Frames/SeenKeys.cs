using System.Buffers;
using System.Text.Json;

namespace Hansard.Protocol.Frames;

/// <summary>
/// The keys of all objects of one frame, to find the one that an object names twice. One open-addressed table for the whole frame:
/// an entry is an object's number and a key, so nothing is removed when an object ends and every look-up stays constant, whatever
/// shape a frame is given. The table starts on the stack and grows into pooled memory.
/// </summary>
internal ref struct SeenKeys
{
    /// <summary>Slots on the caller's stack; enough for the largest request that is not a list of something.</summary>
    public const int FirstSlots = 64;

    private readonly ReadOnlySpan<byte> frame;
    private Span<Slot> slots;
    private Slot[]? rented;
    private int used;
    private byte[]? unescaped;
    private int unescapedUsed;

    /// <param name="frame">The bytes that keys are compared in.</param>
    /// <param name="first">Cleared memory of <see cref="FirstSlots"/>.</param>
    public SeenKeys(ReadOnlySpan<byte> frame, Span<Slot> first)
    {
        this.frame = frame;
        slots = first;
    }

    /// <summary>False when the object has this key already. The reader stands on a property name without lone surrogates.</summary>
    public bool Add(int objectNumber, ref Utf8JsonReader reader)
    {
        // Half full at most: chains stay short.
        if (used * 2 >= slots.Length) Grow();
        var (offset, length) = reader.ValueIsEscaped ? Unescape(ref reader) : ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        var key = Key(offset, length);
        var hash = Hash(objectNumber, key);
        var mask = slots.Length - 1;
        for (var at = hash & mask; ; at = (at + 1) & mask)
        {
            ref var slot = ref slots[at];
            if (slot.ObjectNumber == 0)
            {
                slot = new Slot(objectNumber, hash, offset, length);
                used++;
                return true;
            }
            if (slot.Hash == hash && slot.ObjectNumber == objectNumber && key.SequenceEqual(Key(slot.Offset, slot.Length))) return false;
        }
    }

    public void Dispose()
    {
        if (rented is not null) ArrayPool<Slot>.Shared.Return(rented);
        if (unescaped is not null) ArrayPool<byte>.Shared.Return(unescaped);
        (rented, unescaped) = (null, null);
    }

    // Seeded per process, so that nobody can send a frame of colliding keys.
    private static int Hash(int objectNumber, ReadOnlySpan<byte> key)
    {
        var hash = new HashCode();
        hash.Add(objectNumber);
        hash.AddBytes(key);
        return hash.ToHashCode();
    }

    /// <summary>Offsets below zero point into <see cref="unescaped"/>.</summary>
    private readonly ReadOnlySpan<byte> Key(int offset, int length) =>
        offset >= 0 ? frame.Slice(offset, length) : unescaped.AsSpan(~offset, length);

    private (int Offset, int Length) Unescape(ref Utf8JsonReader reader)
    {
        // Unescaping never makes a key longer, so the frame's own length is always room enough.
        unescaped ??= ArrayPool<byte>.Shared.Rent(frame.Length);
        var start = unescapedUsed;
        var length = reader.CopyString(unescaped.AsSpan(start));
        unescapedUsed += length;
        return (~start, length);
    }

    private void Grow()
    {
        var larger = ArrayPool<Slot>.Shared.Rent(slots.Length * 4);
        var room = larger.AsSpan(0, slots.Length * 4);
        room.Clear();
        var mask = room.Length - 1;
        foreach (var slot in slots)
        {
            if (slot.ObjectNumber == 0) continue;
            var at = slot.Hash & mask;
            while (room[at].ObjectNumber != 0) at = (at + 1) & mask;
            room[at] = slot;
        }
        if (rented is not null) ArrayPool<Slot>.Shared.Return(rented);
        rented = larger;
        slots = room;
    }

    /// <summary>An empty slot has object number 0; objects count from 1.</summary>
    public readonly record struct Slot(int ObjectNumber, int Hash, int Offset, int Length);
}
