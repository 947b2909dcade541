using Hansard.Record.Format;
using Xunit;

namespace Hansard.Record.Tests.Format;

public sealed class JournalChainTests
{
    // Computed by other means (Python's hashlib) over zeros, 0000000000000001 and the hash of {"seq":1}; then the same with 2.
    [Fact]
    public void The_chain_is_the_documented_hash()
    {
        var first = JournalChain.Next(JournalChain.Start, 1, """{"seq":1}"""u8);
        var second = JournalChain.Next(first, 2, """{"seq":2}"""u8);

        Assert.Equal("9fb80ca29dede3ef54bb258aa9bbed650cb16ec20cb08cc3e2cf3c9da6e18f30", first);
        Assert.Equal("04a4253d5a74f9c3a7e4e39548666cd4c45ea4a32110491ee1e73b4c707e543f", second);
    }

    [Fact]
    public void Any_other_byte_gives_another_chain()
    {
        var chain = JournalChain.Next(JournalChain.Start, 1, "{}"u8);
        Assert.NotEqual(chain, JournalChain.Next(JournalChain.Start, 2, "{}"u8));
        Assert.NotEqual(chain, JournalChain.Next(JournalChain.Start, 1, "{ }"u8));
        Assert.NotEqual(chain, JournalChain.Next(chain, 1, "{}"u8));
    }
}
