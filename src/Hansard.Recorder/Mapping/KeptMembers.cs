using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Feed;

namespace Hansard.Recorder.Mapping;

/// <summary>What <c>hansard</c> keeps of a fact whatever its type: the fact itself, and how its encrypted part was opened or why not. Pure.</summary>
internal static class KeptMembers
{
    public static IEnumerable<LineMember> Of(CheckedFact fact, Captured captured)
    {
        yield return LineMember.Object("fact", writer =>
        {
            writer.Key("body");
            writer.Raw(fact.CanonicalBody);
            writer.Member("kind", fact.Fact.Kind);
        });
        switch (captured)
        {
            case Captured.Body { Warning: { } warning } body:
                yield return LineMember.Text("keySigner", body.Signer.Value);
                yield return LineMember.Text("warning", warning);
                break;
            case Captured.Text text:
                yield return LineMember.Text(text.Name, text.Value);
                break;
            case Captured.Unopened unopened:
                yield return LineMember.Text("reason", unopened.Reason);
                if (unopened.Signer is { } signer) yield return LineMember.Text("keySigner", signer.Value);
                if (unopened.Ciphertext is { } ciphertext) yield return Sealed(ciphertext);
                break;
            default:
                break;
        }
    }

    private static LineMember Sealed(FeedBody ciphertext) => LineMember.Object("sealed", writer =>
    {
        writer.Member("bodyEncryptedBase64", ciphertext.BodyEncryptedBase64);
        writer.Member("ivBase64", ciphertext.IvBase64);
    });
}
