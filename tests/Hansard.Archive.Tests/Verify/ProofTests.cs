using System.Text;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Hansard.Record.Prove;
using Xunit;

namespace Hansard.Archive.Tests.Verify;

public sealed class ProofTests : IDisposable
{
    private readonly SmallRecord record = new();

    public void Dispose() => record.Dispose();

    [Fact]
    public void Every_line_can_be_proved_and_its_proof_checked_by_itself()
    {
        foreach (var position in RecordReader.Lines(record.Layout).Select(line => line.Hansard!.Position).ToArray())
        {
            var proof = Make(position)!;
            Assert.True(TlogProof.TryParse(proof.ToUtf8(), out var read));
            var proved = LineProof.Check(read!, TestKey.Signer.Key, out _)!;
            Assert.Equal((position, 10), (proved.Entry.Position, proved.Checkpoint.Size));
            Assert.True(LineReader.TryRead(proved.Line, out var line, out _));
            Assert.Equal(position, line!.Hansard!.Position);
        }
    }

    [Fact]
    public void A_proof_of_which_any_bit_is_changed_proves_nothing()
    {
        var bytes = Make(new LinePosition(5))!.ToUtf8();
        Assert.StartsWith("c2sp.org/tlog-proof@v1\nextra ", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(TlogProof.TryParse(bytes, out var proof) && LineProof.Check(proof!, TestKey.Signer.Key, out _) is not null, $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void What_is_not_there_or_was_changed_is_not_proved()
    {
        Assert.Null(Make(new LinePosition(10)));
        Assert.Null(Make(new LinePosition(2, Revision: 2)));
        File.WriteAllText(record.FirstFile, File.ReadAllText(record.FirstFile).Replace("però 2", "però 3", StringComparison.Ordinal));
        Assert.Null(LineProof.Make(record.Layout, TestKey.Signer.Key, 2, 0, 0, out var fault));
        Assert.Equal("the line is not the one that was logged", fault);
        Assert.NotNull(Make(new LinePosition(3)));
    }

    private TlogProof? Make(LinePosition position) =>
        LineProof.Make(record.Layout, TestKey.Signer.Key, position.Seq, position.Part, position.Revision, out _);
}
