using System.Globalization;
using System.Text;
using Hansard.Record.Format;

namespace Hansard.Archive.Copy;

/// <summary>A line as a message of syslog (RFC 5424), its length before it (RFC 6587, octet counting). Pure.</summary>
internal static class SyslogFrame
{
    /// <summary>Facility 13, log audit, and severity 6, informational: 13 * 8 + 6.</summary>
    private const int Priority = 110;

    private const int HostCharacters = 255;

    /// <param name="line">Without its line feed; it is the message, byte for byte.</param>
    public static byte[] Of(string hostName, ReadOnlyMemory<byte> line)
    {
        // A line that was removed says no time and no type any more.
        var (time, type) = LineReader.TryRead(line, out var read, out _)
            ? (DateTime.UnixEpoch.AddMicroseconds(read!.TimestampMicroseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture), read.MessageType.ToString(CultureInfo.InvariantCulture))
            : ("-", "-");
        var header = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<{Priority}>1 {time} {Printable(hostName)} hansard - {type} - "));
        return [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{header.Length + line.Length} ")), .. header, .. line.Span];
    }

    private static string Printable(string name)
    {
        var printable = new string([.. name.Where(character => character is > ' ' and <= '~').Take(HostCharacters)]);
        return printable.Length == 0 ? "-" : printable;
    }
}
