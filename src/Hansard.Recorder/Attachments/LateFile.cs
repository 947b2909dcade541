using Hansard.Recorder.Feed;
using Hansard.Recorder.Mapping;
using Hansard.Recorder.Messages;

namespace Hansard.Recorder.Attachments;

/// <summary>A line that misses its file, and all that it takes to tell it again.</summary>
/// <param name="Tries">How often it was tried in vain since it last failed for the first time.</param>
/// <param name="IsLeaving">The server erases the file once the fact at hand is acknowledged: this is the last try.</param>
internal sealed record LateFile(MissingFile Missing, int Tries, CheckedFact Fact, Captured.Body Opened, WantedFile Wanted, bool IsLeaving = false);
