using System.Text.Json;
using System.Text.Json.Serialization;
using Hansard.Protocol;
using Hansard.Server.Moving;
using Hansard.Server.Storage;

namespace Hansard.Server.Backups;

/// <summary>A file of a backup.</summary>
/// <param name="Path">Within the backup, and for a file of the data folder within that too.</param>
public sealed record BackupFile(string Path, long Bytes, string Sha256);

/// <summary>What a backup holds: written last, so that a backup without it is none.</summary>
/// <param name="Engine"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="Schema">Of PostgreSQL; the store can be restored under this name alone.</param>
/// <param name="Store">The SQLite file, or what <c>pg_dump</c> wrote in its custom format.</param>
/// <param name="Files">Of the data folder: keys, and whatever else the server keeps there.</param>
/// <param name="Tables">What stands in the store, whatever the engine.</param>
/// <param name="Journals">How far each network's journal went at that moment.</param>
public sealed record BackupManifest(
    int Format, DateTimeOffset At, string Engine, string? Schema, long SchemaVersion, BackupFile Store, IReadOnlyList<BackupFile> Files,
    IReadOnlyList<TableDigest> Tables, IReadOnlyList<JournalMark> Journals)
{
    public const string Sqlite = "sqlite", Postgres = "postgresql";

    internal const int ThisFormat = 1;

    private const string Name = "manifest.json";

    [JsonIgnore]
    public long Rows => Tables.Sum(table => table.Rows);

    internal void Write(string folder) => DurableFile.Write(Path.Combine(folder, Name), JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupManifest));

    internal static Result<BackupManifest> Read(string folder)
    {
        string path = Path.Combine(folder, Name);
        if (!File.Exists(path)) return Failure.NotFound($"{folder} is no finished backup: there is no {Name} in it.");
        try
        {
            BackupManifest manifest = JsonSerializer.Deserialize(File.ReadAllBytes(path), BackupJson.Default.BackupManifest) ?? throw new JsonException();
            return manifest.Format == ThisFormat ? manifest : Failure.Unsupported($"{path} is of format {manifest.Format}; this program reads {ThisFormat}.");
        }
        catch (JsonException)
        {
            return Failure.Invalid($"{path} is damaged.");
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
