using System.Buffers.Text;

namespace Hansard.Protocol.Content;

/// <summary>
/// What content must keep beyond its shape. Whoever sends or accepts a message asks here; whoever records one does not, because what
/// was said is recorded as it was said.
/// </summary>
public static class ContentRules
{
    public const int MinimumQuickReplies = 1;
    public const int MaximumQuickReplies = 3;
    public const int VerificationSteps = 5;

    /// <summary>Bytes of a file per encrypted chunk.</summary>
    public const int FileChunkBytes = 64 * 1024;

    private const int FileKeyBytes = 32;
    private const int Sha256HexDigits = 64;

    /// <summary>Why this content is refused, null when it is not. Unknown types keep rules that we do not know.</summary>
    public static Failure? Check(MessageContent content) => content switch
    {
        QuickReplyContent quick => Demand(
            quick.QuickReplies.Count is >= MinimumQuickReplies and <= MaximumQuickReplies, "A quick reply offers one to three replies."),
        MenuContent menu => Demand(
            menu.Options.All(option => option.Command is MenuCommands.LoadItem or MenuCommands.OpenUrl),
            $"The command of a menu's option is {MenuCommands.LoadItem} or {MenuCommands.OpenUrl}."),
        MediaContent media => media.File is null ? null : Check(media.File),
        LocationContent place => OnEarth(place.Latitude, place.Longitude),
        LiveLocationContent live => OnEarth(live.Latitude, live.Longitude) ?? Demand(live.Expires >= 0, "expires is not negative."),
        VerificationContent verification => Demand(verification.Step is >= 1 and <= VerificationSteps, "step is 1 to 5."),
        CallContent call => Demand(call.Status is >= CallStatus.Started and <= CallStatus.Cancelled, "status is 0 to 3.")
            ?? Demand(call.DurationSeconds is null or >= 0, "durationSeconds is not negative."),
        SettingsContent settings => Check(settings),
        _ => null,
    };

    private static Failure? Check(ContentFile file) =>
        Demand(file.Size >= 0, "size is not negative.")
        ?? Demand(file.ChunkBytes == FileChunkBytes, $"chunkBytes is {FileChunkBytes}.")
        ?? Demand(IsSha256(file.Sha256), "sha256 is 64 lower-case hex digits.")
        ?? Demand(Base64.IsValid(file.KeyBase64, out var bytes) && bytes == FileKeyBytes, "keyBase64 is base64 of 32 bytes.")
        ?? (file.Preview is null ? null : Check(file.Preview));

    private static Failure? Check(SettingsContent settings) =>
        Demand(settings.TtlSeconds is null or >= 0, "ttlSeconds is not negative.")
        ?? Demand(settings.BurnOnReadSeconds is null or >= 0, "burnOnReadSeconds is not negative.");

    private static Failure? OnEarth(double latitude, double longitude) =>
        Demand(latitude is >= -90 and <= 90, "latitude is between -90 and 90 degrees.")
        ?? Demand(longitude is >= -180 and <= 180, "longitude is between -180 and 180 degrees.");

    private static bool IsSha256(string text) => text.Length == Sha256HexDigits && text.All(char.IsAsciiHexDigitLower);

    private static Failure? Demand(bool kept, string rule) => kept ? null : Failure.Invalid(rule);
}
