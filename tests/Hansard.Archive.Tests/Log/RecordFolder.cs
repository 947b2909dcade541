using Hansard.Archive.Log;
using Hansard.Record.Format;
using Hansard.Record.Verify;
using Xunit;

namespace Hansard.Archive.Tests.Log;

/// <summary>A record's folder that goes away with the test.</summary>
internal sealed class RecordFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("hansard-record-");

    public RecordFolder() => Layout = new RecordLayout(Path.Combine(root.FullName, "clients", "bot", "integration", "hansard-compliance"));

    public RecordLayout Layout { get; }

    public RecordLog Open(IRecordDisk? disk = null, Rotation? rotation = null) => Open(Layout, disk, rotation);

    /// <summary>Opens a record under the tests' key.</summary>
    public static RecordLog Open(RecordLayout layout, IRecordDisk? disk = null, Rotation? rotation = null)
    {
        var hold = RecordHold.Take(layout, disk ?? new PosixDisk());
        try
        {
            return RecordLog.Open(hold, new LogSettings(TestKey.Signer, "UTC") { Rotation = rotation ?? new Rotation() });
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    /// <summary>The record holds each fact from 1 to the last once, in order, with the very bytes that were appended.</summary>
    public void HoldsExactly(long last) => Assert.Equal(Lines.Bytes(Lines.Facts(1, (int)last)), Files.SelectMany(File.ReadAllBytes));

    /// <summary>An auditor who trusts nobody finds the record sound, up to that fact.</summary>
    public void IsSound(long last)
    {
        var verification = Verify();
        Assert.Empty(verification.Findings);
        Assert.Equal((true, last), (verification.IsSound, verification.LastSeq));
    }

    public Verification Verify() => new RecordVerifier(Layout, TestKey.Signer.Key).Run(TestContext.Current.CancellationToken);

    /// <summary>The message files in the order in which they were written.</summary>
    public IReadOnlyList<string> Files => Directory.Exists(Layout.MessagesFolder) ? Layout.InOrder(Directory.EnumerateFiles(Layout.MessagesFolder)) : [];

    public void Dispose() => root.Delete(recursive: true);
}
