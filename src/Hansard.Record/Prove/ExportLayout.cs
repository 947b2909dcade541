using System.Globalization;

namespace Hansard.Record.Prove;

/// <summary>Where the files of an export are that are the same in every format. Pure: touches no disk.</summary>
public sealed record ExportLayout(string Folder)
{
    /// <summary>What was exported, and how many of what; written last.</summary>
    public string ManifestFile => Path.Combine(Folder, "export-manifest.json");

    /// <summary>Every other file of the export: name, size and hash, a line each.</summary>
    public string FilesList => Path.Combine(Folder, "export-files.jsonl");

    /// <summary>How far an unfinished export got; gone when it is finished.</summary>
    public string StateFile => Path.Combine(Folder, "export-state.jsonl");

    /// <summary>What an unfinished export needs and a finished one does not.</summary>
    public string WorkFolder => Path.Combine(Folder, "unfinished");

    /// <summary>The record's checkpoint as it was signed.</summary>
    public string CheckpointFile => PathOf(CheckpointName);

    public const string CheckpointName = "proofs/checkpoint";

    /// <summary>The selected lines as they stand in the record, in its order.</summary>
    /// <param name="number">From 1.</param>
    public static string LinesName(int number) => string.Create(CultureInfo.InvariantCulture, $"lines/{number:D6}.jsonl");

    /// <summary>The <see cref="SelectionProof"/> of a file of lines.</summary>
    public static string ProofName(int number) => string.Create(CultureInfo.InvariantCulture, $"proofs/{number:D6}.proof");

    /// <param name="name">Relative, with forward slashes.</param>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Whether a name stays inside of the export: whoever checks one believes nothing of its list.</summary>
    public static bool IsInside(string name) => name.Length > 0 && name.Split('/').All(part => part is not ("" or "." or "..")) && !name.Contains('\0');
}
