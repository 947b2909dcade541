using Hansard.Record.Format;

namespace Hansard.Archive.Retention;

/// <summary>What stands beside a closed file while lines of it are removed.</summary>
/// <param name="ClosedFile">The file itself.</param>
internal readonly record struct RemovalFiles(string ClosedFile)
{
    /// <summary>The file as it will be.</summary>
    public string Lines => ClosedFile + RecordLayout.BeingRemoved;

    /// <summary>Its manifest, signed. Once this is there the removal is finished, whatever happens; before, it is undone.</summary>
    public string Manifest => RecordLayout.PendingManifestOf(ClosedFile);

    /// <summary>The names of attachments that go when the lines have gone.</summary>
    public string Attachments => Path.ChangeExtension(ClosedFile, ".attachments") + RecordLayout.BeingRemoved;

    /// <summary>Whether a removal of lines from a file is under way, or was when the recorder died.</summary>
    public static bool IsBegun(string closedFile) => new RemovalFiles(closedFile) is var files && (File.Exists(files.Manifest) || File.Exists(files.Attachments));

    /// <summary>Those of every removal that was begun and not finished, in the order of the record.</summary>
    public static IReadOnlyList<RemovalFiles> In(RecordLayout record, IEnumerable<string> files) =>
        [.. files.Select(file => Begun(record, file)).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(file => new RemovalFiles(file))];

    private static string? Begun(RecordLayout record, string path)
    {
        var end = path.IndexOf(RecordLayout.BeingRemoved, path.LastIndexOf('/') + 1, StringComparison.Ordinal);
        if (end < 0) return null;
        var file = Path.ChangeExtension(path[..end], ".log");
        return record.IsClosedFile(file) ? file : null;
    }
}
