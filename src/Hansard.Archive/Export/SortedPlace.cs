using System.Runtime.InteropServices;

namespace Hansard.Archive.Export;

/// <summary>Where a selected line stands in the export's files of lines, with what it is sorted by.</summary>
/// <param name="Conversation">Its number, in the order in which they were met.</param>
/// <param name="Day">Since 1970; 0 where the format does not part days.</param>
/// <param name="File">Of the export's lines, from 1.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct SortedPlace(int Conversation, int Day, long Seq, int Part, int Revision, long Leaf, int File, int Length, long Offset) : IComparable<SortedPlace>
{
    /// <summary>Of one in a file.</summary>
    public static readonly int Bytes = Marshal.SizeOf<SortedPlace>();

    /// <summary>By conversation, day and journal; a completion right after the line that it completes.</summary>
    public int CompareTo(SortedPlace other)
    {
        var order = Conversation.CompareTo(other.Conversation);
        if (order == 0) order = Day.CompareTo(other.Day);
        if (order == 0) order = Seq.CompareTo(other.Seq);
        if (order == 0) order = Part.CompareTo(other.Part);
        if (order == 0) order = Revision.CompareTo(other.Revision);
        return order;
    }
}
