using System.Text.Json.Nodes;

namespace Hansard.Server.Tests.Reachability;

/// <summary>One request as somebody asks it, and what every device is told of that.</summary>
/// <param name="Ask">Asks it; the answer, when all is done that it is about.</param>
/// <param name="Told">Lines as <c>bob/1 bob/2: FirstType, SecondType</c>; a device in none of them is told nothing.</param>
internal sealed record Drive(Func<Street, Task<JsonObject>> Ask, params string[] Told)
{
    /// <summary>What must have happened before, of which devices are told as well.</summary>
    public Func<Street, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>The types that each device must be told, in their order.</summary>
    public IReadOnlyDictionary<string, string> ToldByDevice { get; } = Told.Select(line => line.Split(": "))
        .SelectMany(line => line[0].Split(' ').Select(device => (Device: device, Types: line[1]))).ToDictionary(line => line.Device, line => line.Types);

    /// <summary>The types that somebody is told.</summary>
    public IEnumerable<string> Types => ToldByDevice.Values.SelectMany(types => types.Split(", "));

    /// <summary>Ann asks it on her first device.</summary>
    public static Drive ByAnn(string type, Func<Street, object> body, params string[] told) => new(street => street.Ann.Socket.Ask(type, body(street)), told);

    /// <summary>About the group of the moment.</summary>
    public static Drive InGroup(string type, params string[] told) => ByAnn(type, street => new { conversationUuid = street.Group }, told);

    /// <summary>About what is her own.</summary>
    public static Drive OfHerOwn(string type) => ByAnn(type, _ => new { userId = (string?)null });
}
