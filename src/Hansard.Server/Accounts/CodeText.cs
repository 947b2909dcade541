using Hansard.Protocol;

namespace Hansard.Server.Accounts;

/// <summary>What a text message with a code says: for what the code is good stands in it, so that nobody gives one away for another.</summary>
internal static class CodeText
{
    /// <summary>An SMS Retriever hash, which Android demands at the end of the message.</summary>
    private const int SmsTokenCharacters = 11;

    public static string For(string purpose, string code, string? androidSmsToken) =>
        $"{Sentence(purpose, code)} It is good for {Limits.CodeSeconds / 60} minutes; give it to nobody.{(androidSmsToken is null ? "" : $"\n{androidSmsToken}")}";

    /// <summary>Nothing else may stand at the end of a message that we send: it would be somebody else's words in our name.</summary>
    public static Failure? MalformedToken(string? androidSmsToken) =>
        androidSmsToken is null
        || (androidSmsToken.Length == SmsTokenCharacters && androidSmsToken.All(character => char.IsAsciiLetterOrDigit(character) || character is '+' or '/'))
            ? null
            : Failure.Invalid($"androidSmsToken has {SmsTokenCharacters} characters of base64.");

    private static string Sentence(string purpose, string code) => purpose switch
    {
        CodePurposes.Registration => $"Your Hansard code is {code}.",
        CodePurposes.KeysUpdate => $"Your Hansard code to change your keys is {code}.",
        CodePurposes.Deletion => $"Your Hansard code to delete your account for good is {code}.",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "There is no message for this."),
    };
}
