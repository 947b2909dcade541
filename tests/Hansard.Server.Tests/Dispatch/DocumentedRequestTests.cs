using System.Globalization;
using Hansard.Protocol;
using Hansard.Protocol.Tests.Document;
using Hansard.Server.Dispatch;
using Hansard.Server.Networks;
using Xunit;

namespace Hansard.Server.Tests.Dispatch;

/// <summary>What the protocol document promises is what the request table, the fan-out and the networks' settings do.</summary>
public sealed class DocumentedRequestTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public void Every_request_of_the_protocol_has_its_row() =>
        Assert.Equal(Examples.RequestTypes.Order(StringComparer.Ordinal), shared.Server.Core.Table.Rows.Select(row => row.Type).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_notification_of_the_protocol_has_its_line_of_whom_it_is_told_to()
    {
        string told = ProtocolDocument.Source("src/Hansard.Server/Fanout/WhoIsTold.cs");
        Assert.All(WireTypes.All.Where(type => type.Kind is WireKind.Notification), type => Assert.Contains($"Notice<{type.Name}>", told, StringComparison.Ordinal));
    }

    [Fact]
    public void A_section_says_who_may_ask_as_the_row_does()
    {
        foreach (RequestRow row in shared.Server.Core.Table.Rows)
            Assert.Equal((row.Type, Words(row.Access)), (row.Type, ProtocolDocument.Section(row.Type).Point("Caller")!.Split(';')[0]));
    }

    [Fact]
    public void Exactly_the_requests_that_may_overlap_say_so() => Assert.Equal(
        shared.Server.Core.Table.Rows.Where(row => row.Overlaps).Select(row => row.Type).Order(),
        shared.Server.Core.Table.Rows.Where(row => ProtocolDocument.Section(row.Type).Point("Overlaps") is not null).Select(row => row.Type).Order());

    [Fact]
    public void The_limits_that_a_network_may_set_have_their_names_and_defaults()
    {
        IEnumerable<string> documented = ProtocolDocument.Section("Limits").Table("What", "At most", "Constant", "Setting")
            .Where(row => row[3].Length > 0).Select(row => $"{row[3].Trim('`')} {int.Parse(row[1].Split(' ')[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture)}");

        Assert.Equal(new NetworkLimits().ByName().Select(limit => $"{limit.Key} {limit.Value}").Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    private static string Words(Access access) => access switch
    {
        Access.Anyone => "anyone",
        Access.Person => "person",
        Access.Recorder => "recorder",
        Access.PersonOrRecorder => "person or recorder",
        _ => throw new ArgumentOutOfRangeException(nameof(access), access, "The document has no words for these callers yet."),
    };
}
