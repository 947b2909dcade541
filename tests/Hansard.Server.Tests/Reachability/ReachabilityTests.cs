using System.Text.Json.Nodes;
using Hansard.Protocol;
using Xunit;

namespace Hansard.Server.Tests.Reachability;

/// <summary>
/// Every request that the server answers is asked over a socket, and every notification that there is arrives at each device that must get it, of
/// people who have two. A request without a drive, or a notification that no drive sees, fails here.
/// </summary>
public sealed class ReachabilityTests
{
    private static readonly Dictionary<string, Drive> Drives = new Dictionary<string, Drive>[]
        { PersonDrives.All, ContactDrives.All, ConversationDrives.All, MessageDrives.All, FileDrives.All, BotDrives.All }.SelectMany(drives => drives).ToDictionary();

    [Fact]
    public async Task Every_request_is_answered_and_every_device_is_told_what_it_must_be_told_of_it()
    {
        await using Street street = await Street.Build();
        Assert.Equal(street.Server.Core.Table.Rows.Select(row => row.Type).Order(StringComparer.Ordinal), Drives.Keys.Order(StringComparer.Ordinal));
        List<string> wrong = [];
        foreach ((string request, Drive drive) in Drives)
        {
            await street.Meet(request);
            await drive.Before(street);
            await street.Told();
            JsonObject reply = await drive.Ask(street);
            if (!Answers(reply, request)) wrong.Add($"{request} is answered {reply.ToJsonString()}");
            wrong.AddRange(Differences(request, drive.ToldByDevice, await street.Told()));
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_notification_is_seen_by_somebody()
    {
        string[] notifications = [.. typeof(INotification).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(INotification)) && type is { IsAbstract: false, IsInterface: false }).Select(type => type.Name)];
        Assert.Equal(15, notifications.Length);
        Assert.Equal(notifications.Order(StringComparer.Ordinal), Drives.Values.SelectMany(drive => drive.Types).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>With the response that the request has where it is not refused.</summary>
    private static bool Answers(JsonObject reply, string request)
    {
        string type = (string)reply["type"]!;
        JsonNode body = reply["body"]!;
        return type == WireTypes.All.Single(row => row.Name == request).Answer
            && (type != nameof(ResponseStatusMessage) || ((string)body["requestType"]!, (string)body["status"]!) == (request, Status.Ok));
    }

    private static IEnumerable<string> Differences(string request, IReadOnlyDictionary<string, string> must, SortedDictionary<string, string> told) =>
        from device in must.Keys.Union(told.Keys).Order(StringComparer.Ordinal)
        let expected = must.GetValueOrDefault(device, "nothing")
        let actual = told.GetValueOrDefault(device, "nothing")
        where expected != actual
        select $"{request}: {device} must be told {expected} and is told {actual}";
}
