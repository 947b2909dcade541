using System.Globalization;
using Hansard.Record.Merkle;

namespace Hansard.Record.Format;

/// <summary>Where the files of one record are. Pure: touches no disk.</summary>
/// <param name="Folder"><c>…/clients/BOT/integration/hansard-compliance</c>.</param>
/// <param name="Prefix">Of the message files' names.</param>
public sealed record RecordLayout(string Folder, string Prefix = RecordLayout.DefaultPrefix)
{
    public const string DefaultPrefix = "receivedMessages";

    /// <summary>Ends the names of files beside a closed one that belong to a removal of lines from it, which is not finished.</summary>
    public const string BeingRemoved = ".removing";

    /// <summary>Digits of a sequence number in the name of a closed file, so that names sort as numbers do.</summary>
    private const int SequenceDigits = 20;

    /// <summary>Where the message files are; <see cref="Folder"/> itself for a record that is never rotated.</summary>
    public string MessagesFolder { get; init; } = Path.Combine(Folder, "messages");

    public string AttachmentsFolder { get; init; } = Path.Combine(Folder, "attachments");

    public string LogFolder => Path.Combine(Folder, "log");

    /// <summary>The file that is being written.</summary>
    public string CurrentFile => Path.Combine(MessagesFolder, Prefix + ".log");

    /// <summary>The signed journal heads that the recorder kept, one <see cref="HeadLine"/> each.</summary>
    public string HeadsFile => Path.Combine(LogFolder, "heads.jsonl");

    /// <summary>What the log was when it was last published: a <see cref="Merkle.Checkpoint"/>, signed.</summary>
    public string CheckpointFile => Path.Combine(LogFolder, "checkpoint");

    /// <summary>The newest checkpoint that witnesses have signed too.</summary>
    public string WitnessedFile => Path.Combine(LogFolder, "witnessed");

    /// <summary>The key under which checkpoints and manifests verify, for whoever has no better source of it.</summary>
    public string VerifierKeyFile => Path.Combine(LogFolder, "vkey");

    /// <summary>Who has looked at this record, what was asked of it and changed about it: a record of its own, with a log and a key of its own.</summary>
    public RecordLayout Audit => new(Path.Combine(Folder, "audit"));

    /// <summary>The <see cref="AuditAnchor"/> that ties <see cref="Audit"/> to this record.</summary>
    public string AuditAnchorFile => Path.Combine(LogFolder, "audit");

    /// <summary>The <see cref="LayoutNote"/> of a record whose files are elsewhere than usual.</summary>
    public string LayoutFile => Path.Combine(LogFolder, "layout");

    /// <summary>Held open by the one process that writes here.</summary>
    public string LockFile => Path.Combine(LogFolder, "lock");

    public string ClosedFile(long first, long last) =>
        Path.Combine(MessagesFolder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}_{first:D20}-{last:D20}.log"));

    /// <summary>The <see cref="Manifest"/> of a closed file.</summary>
    public static string ManifestOf(string closedFile) => Path.ChangeExtension(closedFile, ".manifest");

    /// <summary>The manifest that is about to supersede that of a closed file: once it is there, it vouches for the file as well.</summary>
    public static string PendingManifestOf(string closedFile) => ManifestOf(closedFile) + BeingRemoved;

    public string TileFile(Tile tile) => Path.Combine(LogFolder, tile.Path);

    /// <summary>Whether a file of <see cref="MessagesFolder"/> is a closed one of this record.</summary>
    public bool IsClosedFile(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        return name.Length == Prefix.Length + 2 * SequenceDigits + "_-.log".Length
            && name.StartsWith(Prefix, StringComparison.Ordinal)
            && name.EndsWith(".log", StringComparison.Ordinal)
            && name[Prefix.Length] == '_'
            && name[Prefix.Length + 1 + SequenceDigits] == '-'
            && !name.Slice(Prefix.Length + 1, SequenceDigits).ContainsAnyExceptInRange('0', '9')
            && !name.Slice(Prefix.Length + 2 + SequenceDigits, SequenceDigits).ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>The folder's message files in the order in which they were written.</summary>
    public IReadOnlyList<string> InOrder(IEnumerable<string> files) =>
        [.. files.Where(file => IsClosedFile(file) || file == CurrentFile)
            .OrderBy(file => file == CurrentFile).ThenBy(file => file, StringComparer.Ordinal)];
}
