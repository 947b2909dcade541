using System.Globalization;

namespace Hansard.Cli.Terminal;

/// <summary>Bytes as people read them, in powers of 1,000 as on file systems' labels.</summary>
internal static class ByteCount
{
    private const double Step = 1_000;

    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    public static string Of(double bytes)
    {
        var unit = 0;
        while (bytes >= Step && unit < Units.Length - 1) (bytes, unit) = (bytes / Step, unit + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {Units[unit]}");
    }
}
