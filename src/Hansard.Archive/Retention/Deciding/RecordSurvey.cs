using Hansard.Archive.Search;
using Hansard.Record.Format;
using Hansard.Record.Retention;

namespace Hansard.Archive.Retention;

/// <summary>
/// Decides which lines of a record's closed files are due under what was decided, one file after the other. Remembers between looks what each file holds, so that
/// a look at a record in which nothing is due reads no file twice. What is remembered grows with people and with what happens to conversations, not with lines.
/// </summary>
public sealed class RecordSurvey(RecordLayout record)
{
    private readonly Dictionary<string, FileSurvey> surveys = [];
    private readonly KnownNames names = new();
    private readonly Dictionary<string, (byte[] Manifest, int Version, int Deletions, FileVerdict Verdict)> verdicts = [];

    /// <summary>Files that were read since this was made, for whoever wants to know what a look costs.</summary>
    public long FilesRead { get; private set; }

    /// <summary>What is due at the state's time. Files without a manifest are still being closed, and left for the next look.</summary>
    /// <exception cref="InvalidDataException">A file holds what is no line.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public IEnumerable<FileVerdict> Decide(RetentionState state, CancellationToken cancellation = default)
    {
        if (state.Policies.IsEmpty) yield break;
        var files = Survey(cancellation);
        ConversationBook book = new(files.Select(path => surveys[path]));
        HeldLines held = new(state.Holds.Values, book, names);
        var shortest = state.Policies.Values.MinBy(policy => policy.Days)!;
        foreach (var path in files)
        {
            var survey = surveys[path];
            // Every line is too young, or none is left.
            if (survey.Oldest == long.MaxValue) continue;
            if (shortest.DueAt(survey.Oldest) > state.Now)
            {
                yield return new FileVerdict(path, [], new Dictionary<string, long>(), shortest.DueAt(survey.Oldest));
                continue;
            }
            yield return Verdict(path, survey, state, book, held, cancellation);
        }
    }

    private FileVerdict Verdict(string path, FileSurvey survey, RetentionState state, ConversationBook book, HeldLines held, CancellationToken cancellation)
    {
        // Nothing has been decided since, no further conversation has ended, and nothing of it has become due.
        if (verdicts.TryGetValue(path, out var known) && (known.Version, known.Deletions) == (state.Version, book.Deletions)
            && known.Manifest.AsSpan().SequenceEqual(survey.Manifest) && !(known.Verdict.Next <= state.Now)) return known.Verdict;
        var verdict = new FileDecision(path, state, book, held).Run(cancellation);
        FilesRead++;
        if (verdict.Due.Count == 0) verdicts[path] = (survey.Manifest, state.Version, book.Deletions, verdict);
        return verdict;
    }

    /// <returns>The closed files, in order, each of which <see cref="surveys"/> knows as it is now.</returns>
    private List<string> Survey(CancellationToken cancellation)
    {
        List<string> files = [];
        foreach (var path in new RecordFiles(record).List().Where(record.IsClosedFile))
        {
            if (RecordFiles.ManifestHash(path) is not { } manifest) continue;
            files.Add(path);
            if (surveys.TryGetValue(path, out var known) && known.Manifest.AsSpan().SequenceEqual(manifest)) continue;
            surveys[path] = FileSurvey.Of(path, manifest, names, cancellation);
            FilesRead++;
        }
        return files;
    }
}
