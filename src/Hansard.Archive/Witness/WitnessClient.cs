using System.Globalization;
using System.Net;
using System.Text;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Witness;

/// <summary>What a witness said to a checkpoint.</summary>
/// <param name="Signature">Its cosignature, null where it gave none.</param>
/// <param name="Fault">Why it gave none, for people.</param>
/// <param name="Contradicts">Whether it has seen another log under this name: a larger one, or one that this does not continue. Somebody must look.</param>
public sealed record WitnessAnswer(NoteSignature? Signature, string? Fault = null, bool Contradicts = false);

/// <summary>
/// Asks a witness to sign a checkpoint (C2SP tlog-witness, add-checkpoint). The witness remembers the last one that it signed, and signs no other that
/// does not continue it: from then on the log cannot be exchanged unseen, not even by who holds its key.
/// </summary>
/// <param name="submission">The prefix to which <c>/add-checkpoint</c> is added.</param>
public sealed class WitnessClient(HttpClient http, Uri submission, VerifierKey witness)
{
    /// <summary>Of an answer; a few signatures.</summary>
    private const int MaximumAnswerBytes = 64 * 1024;

    /// <param name="note">The checkpoint, signed by the log.</param>
    /// <param name="tree">The log of the checkpoint's size.</param>
    /// <param name="seen">The size that the witness is thought to have signed last, 0 for none; it says so itself where that is wrong.</param>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public async Task<WitnessAnswer> AskAsync(SignedNote note, TileTree tree, long seen, CancellationToken cancellation = default)
    {
        var (status, body) = await PostAsync(note, tree, Math.Min(seen, tree.Size), cancellation);
        // 409 tells the size it has; another one in answer to that size means that the roots differ.
        if (status == HttpStatusCode.Conflict && long.TryParse(body.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var signed) && signed != seen)
        {
            if (signed > tree.Size) return new WitnessAnswer(null, $"The witness has signed {signed} lines of this log, which has {tree.Size}.", Contradicts: true);
            (status, body) = await PostAsync(note, tree, signed, cancellation);
        }
        return status switch
        {
            HttpStatusCode.OK => Read(note, body),
            HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity => new WitnessAnswer(null, "The witness has signed another log under this name.", Contradicts: true),
            HttpStatusCode.NotFound => new WitnessAnswer(null, "The witness does not know this log: give its operator the log's key."),
            HttpStatusCode.Forbidden => new WitnessAnswer(null, "The witness knows this log under another key."),
            _ => new WitnessAnswer(null, string.Create(CultureInfo.InvariantCulture, $"The witness answered {(int)status}.")),
        };
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(SignedNote note, TileTree tree, long old, CancellationToken cancellation)
    {
        var proof = old == 0 ? [] : ConsistencyProof.Make(old, tree.Size, tree.Subtree);
        var request = string.Create(CultureInfo.InvariantCulture, $"old {old}\n{string.Concat(proof.Select(hash => hash.ToBase64() + "\n"))}\n");
        using var content = new ByteArrayContent([.. Encoding.ASCII.GetBytes(request), .. note.ToUtf8()]);
        using var message = new HttpRequestMessage(HttpMethod.Post, submission.AbsoluteUri.TrimEnd('/') + "/add-checkpoint") { Content = content };
        using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await answer.Content.LoadIntoBufferAsync(MaximumAnswerBytes, cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation));
    }

    private WitnessAnswer Read(SignedNote note, string body)
    {
        foreach (var line in body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (NoteSignature.TryParse(line, out var signature) && signature!.Name == witness.Name && signature.KeyId == witness.Id
                && Cosignature.TimeOf(note.Text, signature, witness) is not null) return new WitnessAnswer(signature);
        }
        return new WitnessAnswer(null, "The witness's answer holds no signature of its key over this checkpoint.");
    }
}
