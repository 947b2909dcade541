using Hansard.Record.Format;
using Hansard.Record.Retention;

namespace Hansard.Record.Verify;

/// <summary>The removed lines of one message file, in its order: what whoever orders removals must answer for.</summary>
/// <param name="path">Of the file.</param>
internal sealed class RemovalTally(string path)
{
    /// <param name="Rule">Of lines that name none, the empty one.</param>
    /// <param name="Line">The number in the file of the first of them.</param>
    internal sealed record Group(string Rule, int Line, RemovedLines Lines);

    private readonly SortedDictionary<string, Group> byRule = new(StringComparer.Ordinal);

    public string Path => path;

    public IEnumerable<Group> ByRule => byRule.Values;

    /// <summary>Takes the next of them.</summary>
    /// <param name="line">Its number in the file.</param>
    public void Take(RemovedLine removed, int line)
    {
        if (!byRule.TryGetValue(removed.Rule, out var group)) byRule[removed.Rule] = group = new Group(removed.Rule, line, new RemovedLines());
        group.Lines.Add(removed.Seq, removed.Line);
    }

    /// <summary>How many lines name which rule.</summary>
    public static IReadOnlyDictionary<string, long> Total(IEnumerable<RemovalTally> files)
    {
        var total = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var group in files.SelectMany(one => one.ByRule)) total[group.Rule] = total.GetValueOrDefault(group.Rule) + group.Lines.Count;
        return total;
    }
}
