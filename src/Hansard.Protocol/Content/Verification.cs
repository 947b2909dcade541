namespace Hansard.Protocol.Content;

/// <summary>Own: one of the five steps in which two people compare their keys.</summary>
public sealed record VerificationContent(int Step, string Hash, string Key) : MessageContent
{
    protected override string TypeName => ContentTypes.Verification;
}
