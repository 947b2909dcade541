using System.Text;
using System.Text.Json;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Record.Tests.Format;

public sealed class RecordLineTests
{
    public static TheoryData<string> Samples() => [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Samples")).Select(file => Path.GetFileName(file)!).Order()];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_documented_record_is_read_and_written_back_with_its_key_set_types_and_values(string sample)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", sample));

        Assert.True(LineReader.TryRead(bytes, out var line, out var fault), fault);
        using var expected = JsonDocument.Parse(bytes);
        using var written = JsonDocument.Parse(line!.ToUtf8());

        Assert.Null(line.Hansard);
        Assert.Equal(
            expected.RootElement.EnumerateObject().Select(member => member.Name == "id" ? "message_id" : member.Name).Order(StringComparer.Ordinal),
            written.RootElement.EnumerateObject().Select(member => member.Name));
        foreach (var member in expected.RootElement.EnumerateObject().Where(member => member.Name != "msg_ts"))
            Assert.True(JsonElement.DeepEquals(member.Value, written.RootElement.GetProperty(member.Name == "id" ? "message_id" : member.Name)), member.Name);
        Assert.True(CanonicalJson.TryFrom(line.ToUtf8(), out var canonical));
        Assert.Equal(Encoding.UTF8.GetString(line.ToUtf8()), canonical.ToString());
    }

    [Fact]
    public void All_documented_samples_are_here() => Assert.Equal(17, Samples().Count);

    [Fact]
    public void A_line_of_ours_has_exactly_these_bytes()
    {
        var line = Lines.Of(7, [new("message", CanonicalJson.Of("però 👍"))], [new("fact", CanonicalJson.Of("f")), new("zone", CanonicalJson.Of("z"))]);

        Assert.Equal(
            """{"hansard":{"chain":"0000000000000000000000000000000000000000000000000000000000000000","conversation":"c","device":"d1","fact":"f","network":"default","part":0,"revision":0,"salt":"55555555555555555555555555555555","sender":"user004","seq":7,"status":"captured","ts":"2020-05-13T20:04:46.204925Z","zone":"z"},"message":"però 👍","message_id":"fe280cc0955411ea87a737e4d348fad3","msg_ts":"1589400286.204925","msgtype":1000,"receiver":"user001","sender":"user004","time":"5/13/20 8:04 PM","vgroupid":"46468e2b0fcc2d9271b4330f762029e8426b62ab77ddc09e91dce5ede4f9d25a"}""",
            Encoding.UTF8.GetString(line.ToUtf8()));
    }

    [Fact]
    public void A_line_reads_back_as_it_was_written()
    {
        var line = Lines.Of(7, [new("links", CanonicalJson.Of("l")), new("message", CanonicalJson.Of("m")), new("zzz", CanonicalJson.Of("later"))], [new("fact", CanonicalJson.Of("f"))]);
        line = line with { Receiver = null, Hansard = line.Hansard! with { Position = new LinePosition(9, 1, 3, 2), Conversation = null, Sender = null, Device = null } };

        Assert.True(LineReader.TryRead(line.ToUtf8(), out var read, out var fault), fault);

        Assert.Equal(line.ToUtf8(), read!.ToUtf8());
        Assert.Equal(line.Hansard.Position, read.Hansard!.Position);
        Assert.Equal("\"later\"", read["zzz"]?.ToString());
        Assert.Null(read["absent"]);
    }

    [Theory]
    [InlineData("""[]""", "not a JSON object")]
    [InlineData("""{"a"}""", "not well-formed")]
    [InlineData("""{"msg_ts":"1.5","msg_ts":"1.5"}""", "not well-formed")]
    [InlineData("""{"msg_ts":"yesterday"}""", "msg_ts")]
    [InlineData("""{"msg_ts":"1.5"}""", "id is missing")]
    [InlineData("""{"msg_ts":"1.5","id":"i","msgtype":"1000"}""", "msgtype is not a number")]
    [InlineData("""{"msg_ts":"1.5","id":"i","msgtype":-1}""", "msgtype is out of range")]
    [InlineData("""{"msg_ts":"1.5","id":"i","hansard":{"ts":"2020-05-13T20:04:46.204925Z"}}""", "disagree")]
    public void What_is_no_line_is_refused_with_the_reason(string json, string reason)
    {
        Assert.False(LineReader.TryRead(Encoding.UTF8.GetBytes(json), out _, out var fault));
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_this_version_does_not_know_pass_through()
    {
        const string line = """{"message_id":"i","msg_ts":"1.000005","msgtype":7003,"novel":{"a":1},"sender":"s","time":"t","vgroupid":"g"}""";
        Assert.True(LineReader.TryRead(Encoding.UTF8.GetBytes(line), out var read, out _));
        Assert.Equal(line, Encoding.UTF8.GetString(read!.ToUtf8()));
    }
}
