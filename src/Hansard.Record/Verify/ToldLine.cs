using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Record.Verify;

/// <summary>What a line says, for comparing it with another recorder's.</summary>
/// <param name="Meaning">Over all of it that two recorders write alike; null where it was removed.</param>
/// <param name="IsOpen">It says that it cannot tell everything; a completion may follow.</param>
internal sealed record ToldLine(long Seq, int Part, int Revision, Hash256? Meaning, bool IsOpen)
{
    /// <exception cref="InvalidDataException">It is no line.</exception>
    public static ToldLine Of(StoredLine stored)
    {
        if (!LineEntry.TryOf(stored.Utf8.Span, out var entry, out _, out var fault)) throw new InvalidDataException($"{stored.File}:{stored.Number}: {fault}");
        var (seq, part, _, revision) = entry.Position;
        if (entry.IsRemoved) return new ToldLine(seq, part, revision, null, false);
        var line = stored.Read();
        return new ToldLine(seq, part, revision, MeaningOf(line), line.Hansard!.Status != LineStatus.Captured);
    }

    /// <summary>Of a removed line nothing is left to compare.</summary>
    public bool SaysTheSame(ToldLine other) => Meaning is null || other.Meaning is null || Meaning == other.Meaning;

    private static Hash256 MeaningOf(RecordLine line)
    {
        var hansard = line.Hansard!;
        // Why a file was not to be had is what one recorder met with.
        var members = hansard.Status == LineStatus.AttachmentMissing ? hansard.Members.Where(member => member.Name != "reason") : hansard.Members;
        return Hash256.Of((line with
        {
            Time = "",
            Hansard = hansard with { Salt = "", Position = hansard.Position with { Revision = 0 }, Members = [.. members] },
            Members = [.. line.Members.Select(member => member.Name == "file" ? new LineMember("file", WithoutLocalName(member.Value)) : member)],
        }).ToUtf8());
    }

    private static CanonicalJson WithoutLocalName(CanonicalJson file) => CanonicalJson.Build(writer =>
    {
        writer.StartObject();
        foreach (var member in file.Parse().EnumerateObject().Where(member => member.Name != "localfilename"))
        {
            writer.Key(member.Name);
            writer.Raw(CanonicalJson.Of(member.Value));
        }
        writer.EndObject();
    });
}
