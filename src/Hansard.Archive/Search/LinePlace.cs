namespace Hansard.Archive.Search;

/// <summary>A line of a record and where it stands.</summary>
/// <param name="File">Number of its message file in the record's order, from 0; the same before and after the file is closed and renamed.</param>
/// <param name="Offset">Of its first byte in the file.</param>
/// <param name="Length">In bytes, without the line feed.</param>
/// <param name="Row">Its place in the order of <see cref="RecordIndex.Find"/>, which goes on behind it; the same in every index over the record.</param>
public readonly record struct LinePlace(long Seq, int Part, int Revision, int File, long Offset, int Length, long Row);

/// <summary>In which order lines are found: that of the journal, or its reverse.</summary>
public enum SearchOrder
{
    OldestFirst,
    NewestFirst,
}
