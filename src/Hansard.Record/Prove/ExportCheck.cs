using System.Security.Cryptography;
using System.Text.Json;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Record.Prove;

/// <summary>What checking an export came to.</summary>
/// <param name="Fault">What is wrong first, for people; null for nothing.</param>
/// <param name="Lines">Proved to stand in the record.</param>
/// <param name="Removed">Of these, lines of which only the hashes are left.</param>
/// <param name="Files">As the export's list has them.</param>
/// <param name="Origin">Of the record.</param>
/// <param name="Size">Of the record's log when its checkpoint was signed.</param>
public sealed record CheckedExport(string? Fault, long Lines, long Removed, long Files, string Origin, long Size)
{
    public bool IsSound => Fault is null;
}

/// <summary>
/// Checks an export without the record: that its files are those of its list, and that the lines it holds stand in the log whose checkpoint the record's
/// key signed. What the other files show of the lines nobody signs; they can be made again from the lines.
/// </summary>
public static class ExportCheck
{
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static CheckedExport Run(string folder, VerifierKey key)
    {
        try
        {
            return Check(new ExportLayout(folder), key);
        }
        catch (JsonException)
        {
            return new CheckedExport("its manifest or list of files cannot be read", 0, 0, 0, "", 0);
        }
    }

    private static CheckedExport Check(ExportLayout layout, VerifierKey key)
    {
        long files = 0;
        if (CheckFiles(layout, ref files) is { } fault) return new CheckedExport(fault, 0, 0, files, "", 0);
        if (!Checkpoint.TryOpen(File.ReadAllBytes(layout.CheckpointFile), key, out var checkpoint, out fault))
            return new CheckedExport($"{ExportLayout.CheckpointName}: {fault}", 0, 0, files, "", 0);
        SelectionCheck lines = new(checkpoint!);
        for (var number = 1; fault is null && File.Exists(layout.PathOf(ExportLayout.ProofName(number))); number++)
            fault = lines.Add(layout.PathOf(ExportLayout.LinesName(number)), layout.PathOf(ExportLayout.ProofName(number)));
        fault ??= lines.End() ?? CountFault(layout, lines.Lines);
        return new CheckedExport(fault, fault is null ? lines.Lines : 0, lines.Removed, files, checkpoint!.Origin, checkpoint.Size);
    }

    private static string? CheckFiles(ExportLayout layout, ref long files)
    {
        if (!File.Exists(layout.ManifestFile)) return File.Exists(layout.StateFile) ? "the export is not finished" : "this is no export";
        using (var manifest = JsonDocument.Parse(File.ReadAllBytes(layout.ManifestFile)))
            if (Text(manifest.RootElement, "filesSha256") != HashOf(layout.FilesList)) return "the list of files is not the manifest's";
        foreach (var line in RecordReader.StoredLines(layout.FilesList))
        {
            using var listed = JsonDocument.Parse(line.Utf8);
            var name = Text(listed.RootElement, "name");
            if (!ExportLayout.IsInside(name)) return "the list names a file outside of the export";
            if (!File.Exists(layout.PathOf(name))) return $"{name} is missing";
            if (HashOf(layout.PathOf(name)) != Text(listed.RootElement, "sha256")) return $"{name} is not the file that was exported";
            files++;
        }
        return null;
    }

    private static string? CountFault(ExportLayout layout, long lines)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(layout.ManifestFile));
        return manifest.RootElement.TryGetProperty("lines", out var count) && count.TryGetInt64(out var said) && said == lines
            ? null : $"the manifest does not say {lines} lines, which are proved";
    }

    private static string Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
