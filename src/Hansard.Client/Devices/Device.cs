using Hansard.Protocol;

namespace Hansard.Client.Devices;

/// <summary>An installation of the user, as all of his see it.</summary>
/// <param name="Uuid">Names it when it is to be deleted.</param>
/// <param name="IsThis">It is the one that asks.</param>
/// <param name="Confirmed">False for one that was begun and never confirmed with a code.</param>
public sealed record Device(
    ApplicationUuid Uuid, string Type, string Vendor, string Model, string OsVersion, DateTimeOffset Created, DateTimeOffset LastLogin, bool Online,
    bool Confirmed, bool IsThis);
