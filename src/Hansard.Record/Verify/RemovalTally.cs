using Hansard.Record.Format;

namespace Hansard.Record.Verify;

/// <summary>The removed lines of one message file, in its order: what whoever orders removals must answer for.</summary>
/// <param name="file">Its name, without a folder.</param>
internal sealed class RemovalTally(string file)
{
    private readonly SortedDictionary<string, long> byRule = new(StringComparer.Ordinal);

    public string File => file;

    /// <summary>How many lines name which rule; of lines that name none, the empty one.</summary>
    public IReadOnlyDictionary<string, long> ByRule => byRule;

    /// <summary>Takes the next of them.</summary>
    public void Take(RemovedLine removed) => byRule[removed.Rule] = byRule.GetValueOrDefault(removed.Rule) + 1;

    public static IReadOnlyDictionary<string, long> Total(IEnumerable<RemovalTally> files)
    {
        var total = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (rule, lines) in files.SelectMany(one => one.ByRule)) total[rule] = total.GetValueOrDefault(rule) + lines;
        return total;
    }
}
