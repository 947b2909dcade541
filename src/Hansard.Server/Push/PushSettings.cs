using Hansard.Server.Deliveries;

namespace Hansard.Server.Push;

/// <summary>Through whom devices are pushed; see <c>docs/operations.md</c>.</summary>
/// <param name="Fcm">The service account's JSON key for Firebase Cloud Messaging; null for none.</param>
/// <param name="Apns">JSON that names a signing key for APNs; null for none.</param>
/// <param name="FcmUrl">Where FCM is.</param>
/// <param name="ApnsUrl">Where APNs is; its sandbox is elsewhere.</param>
public sealed record PushSettings(
    string? Fcm = null, string? Apns = null, string FcmUrl = "https://fcm.googleapis.com", string ApnsUrl = "https://api.push.apple.com")
{
    internal PushPace Pace { get; init; } = PushPace.Default;

    public static PushSettings FromEnvironment(Func<string, string?> variable)
    {
        PushSettings plain = new(variable("HANSARD_PUSH_FCM"), variable("HANSARD_PUSH_APNS"));
        return plain with { FcmUrl = variable("HANSARD_PUSH_FCM_URL") ?? plain.FcmUrl, ApnsUrl = variable("HANSARD_PUSH_APNS_URL") ?? plain.ApnsUrl };
    }

    /// <summary>Null when the addresses are good; otherwise a sentence that says what to do.</summary>
    public string? Problem() =>
        !OutgoingHttp.IsPrivate(FcmUrl) ? "HANSARD_PUSH_FCM_URL must be an https:// URL; http:// goes to this machine alone."
        : !OutgoingHttp.IsPrivate(ApnsUrl) ? "HANSARD_PUSH_APNS_URL must be an https:// URL; http:// goes to this machine alone."
        : null;
}
