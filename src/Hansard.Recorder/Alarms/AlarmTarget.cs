namespace Hansard.Recorder.Alarms;

/// <summary>Where alarms are sent to.</summary>
/// <param name="Address"><c>https://</c>, or <c>http://</c> of this machine.</param>
/// <param name="Key">Under which they are signed; at least 16 bytes.</param>
public sealed record AlarmTarget(Uri Address, byte[] Key)
{
    /// <summary>The environment variable from which the command takes <see cref="Key"/>: the text without the white space around it.</summary>
    public const string KeyVariable = "HANSARD_ALARM_WEBHOOK_KEY";

    /// <summary>Whether nobody between here and there can read along.</summary>
    public static bool IsUsable(Uri address) => address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
