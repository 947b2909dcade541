using Hansard.Protocol.Frames;

namespace Hansard.Protocol.Tests.Goldens;

/// <summary>The examples are the contract: names, nulls, absences and numbers, both ways.</summary>
public sealed class WireGoldenTests
{
    public static TheoryData<string> Files => [.. Golden.Wire.Select(golden => golden.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public void An_example_reads_and_writes_back_to_the_same_value(string file)
    {
        var (golden, type) = Find(file);
        Assert.Equal(golden.Kind, type.Kind);
        Assert.True(type.TryRead(golden.Body, out var body, out var description), description);

        JsonValues.AssertEqual(golden.Body, WireWriter.Body(body));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void An_example_survives_a_written_frame(string file)
    {
        var (golden, type) = Find(file);
        Assert.True(type.TryRead(golden.Body, out var body, out _));

        var written = WireWriter.Frame(body, FrameId.Number(7));

        Assert.True(FrameReader.TryRead(written, out var frame, out var fault), fault?.Description);
        Assert.Equal(golden.Type, frame.Type);
        Assert.Equal("7", frame.Id.Json);
        JsonValues.AssertEqual(golden.Body, frame.Body);
    }

    [Fact]
    public void Every_type_of_the_wire_has_an_example()
    {
        var exampled = Golden.Wire.Select(golden => golden.Type).ToHashSet();
        Assert.Empty(WireTypes.All.Select(type => type.Name).Except(exampled));
    }

    [Fact]
    public void Every_record_that_travels_stands_in_the_table_under_its_own_name()
    {
        var travelling = typeof(IWireBody).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IWireBody)))
            .Select(type => type.Name);

        Assert.Equal(travelling.Order(), WireTypes.All.Select(type => type.Record.Name).Order());
        Assert.All(WireTypes.All, type => Assert.Equal(type.Record.Name, type.Name));
    }

    [Fact]
    public void The_reference_has_56_requests_21_responses_and_15_notifications()
    {
        var documented = Golden.Wire.Where(golden => golden.File.StartsWith("websocket/", StringComparison.Ordinal))
            .DistinctBy(golden => golden.Type).CountBy(golden => golden.Kind).ToDictionary();

        Assert.Equal(56, documented[WireKind.Request]);
        Assert.Equal(21, documented[WireKind.Response]);
        Assert.Equal(15, documented[WireKind.Notification]);
    }

    [Fact]
    public void The_answer_to_each_documented_request_is_the_one_that_follows_it_in_the_examples()
    {
        var documented = Golden.Wire.Where(golden => golden.File.StartsWith("websocket/", StringComparison.Ordinal)).ToList();
        foreach (var (request, answer) in documented.Zip(documented.Skip(1)).Where(pair => pair.First.Kind is WireKind.Request))
        {
            Assert.True(WireTypes.TryFind(request.Type, out var type));
            Assert.Equal(answer.Type, type.Answer);
        }
    }

    private static (Golden Golden, WireType Type) Find(string file)
    {
        var golden = Golden.Wire.Single(one => one.File == file);
        Assert.True(WireTypes.TryFind(golden.Type, out var type), $"{golden.Type} is no type of the wire");
        return (golden, type);
    }
}
