using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Hansard.Recorder.Alarms;

/// <summary>An alarm as it leaves the recorder's host.</summary>
/// <param name="Id">The same in every try.</param>
/// <param name="Alarm">A kind in lower case; <c>event</c> for what happened once.</param>
/// <param name="State"><c>raised</c>, <c>cleared</c>, or <c>told</c> of an event.</param>
/// <param name="Text">A sentence, without anything that people wrote or called their files.</param>
internal sealed partial record AlarmNotice(string Id, DateTimeOffset At, string Network, string Recorder, string Alarm, string State, string Text)
{
    public const string Event = "event", Told = "told", Raised = "raised", Cleared = "cleared";

    /// <summary>Of the text, in characters: parts of it may be a disk's or a server's words.</summary>
    private const int TextMaximum = 1_000;

    public static AlarmNotice Of(string network, string recorder, DateTimeOffset at, AlarmKind? kind, string state, string sentence) =>
        new(Guid.NewGuid().ToString(), at, network, recorder, kind is { } lasting ? NameOf(lasting) : Event, state, WithoutNames(sentence));

    public static string NameOf(AlarmKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>What a disk says may name an attachment, and that ends with what its sender called it: with the name goes all behind it.</summary>
    internal static string WithoutNames(string sentence)
    {
        var text = NameOfAttachment().Replace(sentence, "$1…");
        text = NotPlain().Replace(text, " ");
        return text.Length <= TextMaximum ? text : text[..TextMaximum] + "…";
    }

    [GeneratedRegex(@"(attachment_[0-9]{17}).*\z", RegexOptions.Singleline)]
    private static partial Regex NameOfAttachment();

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\u2028\u2029]+")]
    private static partial Regex NotPlain();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AlarmNotice))]
internal sealed partial class AlarmJson : JsonSerializerContext;
