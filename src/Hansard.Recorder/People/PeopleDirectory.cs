using System.Text.Json;
using Hansard.Archive.Log;
using Hansard.Protocol;
using Hansard.Record.Format;

namespace Hansard.Recorder.People;

/// <summary>
/// The names by which a recorder calls people, kept in its bot's folder by userId. A running recorder takes a changed directory with its next page;
/// lines that are written keep the name they were written with, and the userId beside it.
/// </summary>
public sealed class PeopleDirectory(string path)
{
    private Dictionary<UserId, string> names = [];
    private (DateTime Written, long Bytes) seen;

    /// <summary>The directory's file among a bot's.</summary>
    public static string FileIn(string botFolder) => Path.Combine(botFolder, "directory.jsonl");

    /// <summary>The name, else the userId.</summary>
    public string NameOf(UserId user) => names.GetValueOrDefault(user, user.Value);

    /// <summary>Reads the file again where it was changed.</summary>
    /// <exception cref="IOException">It cannot be read, or is none.</exception>
    public void Refresh()
    {
        var file = new FileInfo(path);
        var now = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
        if (now == seen) return;
        names = Read(path).DistinctBy(person => person.User).ToDictionary(person => person.User, person => person.Name);
        seen = now;
    }

    /// <summary>Adds people, or changes those who are there; the file is replaced as a whole.</summary>
    /// <returns>How many it holds now.</returns>
    public static int Import(IRecordDisk disk, string path, IEnumerable<ListedPerson> people)
    {
        var all = Read(path).DistinctBy(person => person.User).ToDictionary(person => person.User);
        foreach (var person in people) all[person.User] = person;
        var folder = Path.GetDirectoryName(path)!;
        disk.CreateFolder(folder);
        var fresh = path + ".new";
        File.Delete(fresh);
        using (var file = AppendFile.Open(disk, fresh))
            file.Append([.. all.Values.OrderBy(person => person.User.Value, StringComparer.Ordinal).SelectMany(Line)]);
        File.Move(fresh, path, overwrite: true);
        disk.SyncFolder(folder);
        return all.Count;
    }

    private static byte[] Line(ListedPerson person) => [.. CanonicalJson.Build(writer =>
    {
        writer.StartObject();
        writer.Member("mail", person.Mail);
        writer.Member("name", person.Name);
        writer.Member("userId", person.User.Value);
        writer.EndObject();
    }).Utf8.Span, (byte)'\n'];

    private static IEnumerable<ListedPerson> Read(string path)
    {
        if (!File.Exists(path)) yield break;
        foreach (var line in RecordReader.StoredLines(path))
        {
            using var person = Parse(line);
            var text = person.RootElement;
            yield return new ListedPerson(
                new UserId(text.GetProperty("userId").GetString()!), text.GetProperty("name").GetString()!, text.GetProperty("mail").GetString()!);
        }
    }

    private static JsonDocument Parse(StoredLine line)
    {
        try
        {
            return JsonDocument.Parse(line.Utf8);
        }
        catch (JsonException)
        {
            throw new IOException($"{line.File}:{line.Number}: no person");
        }
    }
}
