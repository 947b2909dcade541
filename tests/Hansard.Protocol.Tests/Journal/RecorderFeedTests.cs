using System.Text;
using Hansard.Protocol.Frames;
using Hansard.Protocol.Journal;

namespace Hansard.Protocol.Tests.Journal;

public sealed class RecorderFeedTests
{
    /// <summary>The recorder hashes what it gets, so not even a space or a way to escape may change on the way.</summary>
    [Fact]
    public void Facts_travel_byte_for_byte()
    {
        string[] facts = ["""{"seq":1,"body":{"x":"\u00e9+/","n":1.0}}""", """{ "seq" : 2 , "e":1E2, "ä":[ null ] }"""];
        var feed = new ResponseRecorderFeed([.. facts.Select(fact => new RawJson(Encoding.UTF8.GetBytes(fact)))], [], [], 2, "00", "AA==");

        Assert.True(FrameReader.TryRead(FrameWriter.ToBytes(feed), out var frame, out _));
        Assert.True(Body.TryRead<ResponseRecorderFeed>(frame.Body, out var read, out _));

        Assert.Equal(facts, read.Facts.Select(fact => fact.ToString()));
    }
}
