using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Hansard.Protocol;

/// <summary>The body of a frame as a record.</summary>
public static class Body
{
    /// <summary>
    /// Reads strictly: a missing field, a null that is not allowed, a wrong type or a number out of range is refused with a
    /// sentence for people that names the place. Unknown fields are skipped.
    /// </summary>
    public static bool TryRead<T>(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out T? value, out string description) where T : class
    {
        try
        {
            value = JsonSerializer.Deserialize(body.Span, Wire<T>.Info);
            description = value is null ? BodyFaults.NoObject : "";
            return value is not null;
        }
        catch (Exception refusal) when (refusal is JsonException or InvalidOperationException)
        {
            value = null;
            description = BodyFaults.Describe(body, Wire<T>.Info, (refusal as JsonException)?.Path);
            return false;
        }
    }
}
