using Hansard.Record.Merkle;

namespace Hansard.Archive.Retention;

/// <summary>Lines of one closed file that are due under one policy and that no hold keeps.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Places">In the file from 0, ascending.</param>
/// <param name="First">The smallest and the greatest number of their facts.</param>
/// <param name="Hash">See <see cref="Record.Retention.RemovedLines"/>.</param>
/// <param name="Until">Time of the youngest, in microseconds since 1970.</param>
public sealed record DueLines(string Policy, IReadOnlyList<long> Places, long First, long Last, Hash256 Hash, long Until);

/// <summary>What a look at one closed file came to.</summary>
/// <param name="Path">Of the file.</param>
/// <param name="Due">By policy.</param>
/// <param name="Held">Lines that would be due, were it not for a hold.</param>
/// <param name="HeldBy">The same, by policy.</param>
/// <param name="Next">When the next of its other lines is due, in microseconds since 1970; null where none ever is.</param>
public sealed record FileVerdict(string Path, IReadOnlyList<DueLines> Due, IReadOnlyDictionary<string, long> HeldBy, long? Next)
{
    public long Held => HeldBy.Values.Sum();
}
