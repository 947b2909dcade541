using Hansard.Archive.Audit;
using Hansard.Archive.Log;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;

namespace Hansard.Archive.Tests.Audit;

/// <summary>A record of three lines with an audit log beside it.</summary>
internal sealed class AuditedRecord : IDisposable
{
    private readonly RecordFolder folder = new();

    public AuditedRecord()
    {
        using var log = folder.Open();
        log.Append([.. Lines.Facts(1, 3)]);
    }

    public RecordLayout Layout => folder.Layout;

    public RecordLayout Audit => folder.Layout.Audit;

    public string KeyFile => Path.Combine(Layout.Folder, "..", "..", "identity", AuditKey.FileName);

    public NoteSigner AuditSigner => AuditKey.Find(new PosixDisk(), KeyFile, TestKey.Signer.Key)!;

    public AuditLog Log => new(Layout, new PosixDisk(), AuditSigner, TimeProvider.System);

    public AuditAnchoring Anchoring => new(Layout, new PosixDisk(), TestKey.Signer, KeyFile, "bot", TimeProvider.System);

    public static AuditEntry Search(string word) => new(AuditKinds.Search, "olga@desk", [LineMember.Text("words", word)]);

    public Verification Verify() => folder.Verify();

    public void Dispose() => folder.Dispose();
}
