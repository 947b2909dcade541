namespace Hansard.Protocol.Devices;

/// <summary>One installation of a user; times are epoch milliseconds.</summary>
/// <param name="SmsCode">Always null.</param>
/// <param name="DeviceToken">The push token, shown to its own application only.</param>
public sealed record ApplicationView(
    ApplicationUuid Uuid,
    string? SmsCode,
    string ApplicationType,
    bool Confirmed,
    long Created,
    UserId UserId,
    string? DeviceToken,
    long LastLogin,
    bool Online,
    string OsVersion,
    string Vendor,
    string Model);
