using System.Text;
using Hansard.Protocol.Frames;
using Hansard.Protocol.Tests.Goldens;

namespace Hansard.Protocol.Tests.Document;

/// <summary>The protocol document has a section for each type, and each section says what the code says.</summary>
public sealed class TypeSectionTests
{
    private static readonly IReadOnlySet<Type> Objects = WireFields.Inside(WireTypes.All.Select(type => type.Record));

    public static TheoryData<string> Types => [.. WireTypes.All.Select(type => type.Name)];

    public static TheoryData<string> Records => [.. WireTypes.All.Select(type => type.Record).Concat(Objects).Select(record => record.Name)];

    [Fact]
    public void Every_type_and_every_object_inside_has_one_section_and_no_other_section_has_fields()
    {
        var documented = ProtocolDocument.OfTypes.SelectMany(sections => sections).Select(section => section.Title);
        var fieldless = WireTypes.All.Where(type => type.Kind is WireKind.Response && !WireFields.NamesOf(type.Record).Any()).Select(type => type.Name);

        Assert.Equal(WireTypes.All.Select(type => type.Name).Concat(Objects.Select(type => type.Name)).Order(), documented.Concat(fieldless).Order());
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void A_section_names_the_fields_of_its_type_with_their_types_and_no_others(string name)
    {
        var record = WireTypes.All.Select(type => type.Record).Concat(Objects).Single(type => type.Name == name);
        var fields = ProtocolDocument.Section(name).Fields;

        Assert.Equal(WireFields.Of(record).Select(field => $"`{field.Name}` {field.Type}"), fields.Select(field => $"{field[0]} {field[1]}"));
        Assert.All(fields, field => Assert.NotEmpty(field[2]));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_section_has_an_example_that_is_read_strictly_and_holds_nothing_unknown(string name)
    {
        Assert.True(WireTypes.TryFind(name, out var type));
        var example = ProtocolDocument.Section(name).Example;
        if (example is null && !WireFields.NamesOf(type.Record).Any()) return;

        var frame = Encoding.UTF8.GetBytes($$"""{"type":"{{name}}","id":1,"body":{{example}}}""");
        Assert.True(FrameReader.TryRead(frame, out var read, out var fault), fault?.Description);
        Assert.True(type.TryRead(read.Body, out var body, out var description), description);
        JsonValues.AssertEqual(read.Body, WireWriter.Body(body));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_request_says_who_asks_and_what_answers_and_a_notification_to_whom_it_goes(string name)
    {
        Assert.True(WireTypes.TryFind(name, out var type));
        var section = ProtocolDocument.Section(name);
        var answer = type.Answer switch
        {
            null => null,
            nameof(ResponseStatusMessage) => "`ok`",
            var response => $"[{response}](#{response.ToLowerInvariant()})",
        };

        Assert.Equal(answer, section.Point("Answer"));
        Assert.Equal(type.Kind is WireKind.Request, section.Point("Caller") is not null);
        Assert.Equal(type.Kind is WireKind.Notification, section.Point("To") is not null);
    }
}
