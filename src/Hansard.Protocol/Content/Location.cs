using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

/// <summary>Degrees, WGS 84.</summary>
public sealed record LocationContent(
    double Latitude,
    double Longitude,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<string> Address = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<string> Name = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Optional<string> Url = default) : MessageContent
{
    protected override string TypeName => ContentTypes.Location;
}

/// <summary>Own: a place that moves, in degrees, WGS 84.</summary>
/// <param name="Expires">Epoch milliseconds until which it is shared; 0 when it was stopped.</param>
/// <param name="Target">The first message of the sequence, from the second on.</param>
public sealed record LiveLocationContent(
    double Latitude,
    double Longitude,
    long Expires,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MessageRef? Target = null) : MessageContent
{
    protected override string TypeName => ContentTypes.LiveLocation;
}
