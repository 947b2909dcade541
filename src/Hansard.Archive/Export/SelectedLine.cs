namespace Hansard.Archive.Export;

/// <summary>A line that was asked for.</summary>
/// <param name="Leaf">Where it stands in the log, from 0.</param>
/// <param name="Utf8">As it stands in the record, without its line feed; valid until the next one is asked for.</param>
public readonly record struct SelectedLine(long Leaf, ReadOnlyMemory<byte> Utf8);
