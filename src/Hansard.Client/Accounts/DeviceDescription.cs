using System.Runtime.InteropServices;

namespace Hansard.Client.Accounts;

/// <summary>How a device is listed among its user's others.</summary>
public sealed record DeviceDescription(string Type, string Vendor, string Model, string OsVersion)
{
    public static DeviceDescription OfThisMachine { get; } =
        new("desktop", "Hansard", RuntimeInformation.OSArchitecture.ToString(), RuntimeInformation.OSDescription);
}
