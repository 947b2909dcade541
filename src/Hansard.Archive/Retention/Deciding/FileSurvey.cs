using Hansard.Archive.Search;
using Hansard.Record.Format;

namespace Hansard.Archive.Retention;

/// <summary>What is known of a closed file after it was read once, so that it need not be read again before something in it is due.</summary>
/// <param name="Manifest">Hash of its manifest: a file that was written anew has another one.</param>
/// <param name="Oldest">The earliest time of a line that still stands there, in microseconds since 1970; a clock may have gone back. Never where none does.</param>
internal sealed record FileSurvey(byte[] Manifest, long Oldest, IReadOnlyList<Frame> Frames)
{
    /// <param name="names">Learns how people are called there.</param>
    public static FileSurvey Of(string path, byte[] manifest, KnownNames names, CancellationToken cancellation)
    {
        var oldest = long.MaxValue;
        List<Frame> frames = [];
        foreach (var stored in RecordReader.StoredLines(path))
        {
            cancellation.ThrowIfCancellationRequested();
            if (LineFactsReader.Read(stored.Utf8) is not { } line) continue;
            oldest = Math.Min(oldest, line.Timestamp);
            if (Frame.Of(line, names) is { } frame) frames.Add(frame);
            names.Learn(line.Sender);
            foreach (var person in line.Named) names.Learn(person);
        }
        return new FileSurvey(manifest, oldest, frames);
    }
}
