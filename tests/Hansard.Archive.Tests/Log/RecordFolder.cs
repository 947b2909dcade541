using Hansard.Archive.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Log;

/// <summary>A record's folder that goes away with the test.</summary>
internal sealed class RecordFolder : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("hansard-record-");

    public RecordFolder() => Layout = new RecordLayout(Path.Combine(root.FullName, "clients", "bot", "integration", "hansard-compliance"));

    public RecordLayout Layout { get; }

    public RecordLog Open(IRecordDisk? disk = null) => RecordLog.Open(Layout, disk ?? new PosixDisk());

    /// <summary>The record holds each fact from 1 to the last once, in order, with the very bytes that were appended.</summary>
    public void HoldsExactly(long last) =>
        Assert.Equal(Lines.Bytes(Lines.Facts(1, (int)last)), File.Exists(Layout.CurrentFile) ? File.ReadAllBytes(Layout.CurrentFile) : []);

    public void Dispose() => root.Delete(recursive: true);
}
