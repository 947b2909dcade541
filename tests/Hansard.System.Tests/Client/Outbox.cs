using System.Text.Json;

namespace Hansard.System.Tests.Client;

/// <summary>The text messages of a server's outbox file, as the telephones of these tests receive them.</summary>
internal sealed class Outbox(string dataFolder)
{
    private readonly string path = Path.Combine(dataFolder, "outbox", "sms.jsonl");

    /// <summary>The last code that was sent to this number. It is in the file before the request that asked for it is answered.</summary>
    public string LastCode(string number) => File.ReadLines(path)
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Last(message => message.GetProperty("to").GetString() == number)
        .GetProperty("code").GetString()!;
}
