using System.Text.Json.Serialization;

namespace Hansard.Protocol.Settings;

/// <summary>The user's own settings: opaque values by name, encrypted under his metadata key.</summary>
public sealed record ParamView(UserId UserId, string Name, string Value);

public sealed record GetParams(UserId? UserId) : IRequest<Params>
{
    public static string Type => nameof(GetParams);
}

public sealed record Params([property: JsonPropertyName("params")] IReadOnlyList<ParamView> All) : IResponse
{
    public static string Type => nameof(Params);
}

public sealed record UpdateParam(string Name, string Value) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(UpdateParam);
}
