using System.Data.Common;
using Dapper;
using Hansard.Protocol.Journal;
using Hansard.Server.Moving;
using Hansard.Server.Storage;
using Hansard.Shared;

namespace Hansard.Server.Checks;

/// <summary>What both engines are asked: the version of the schema, and whether the key of the data folder is the one that signed the journals.</summary>
internal static class StoreChecks
{
    private sealed record Row(string Name, long Head, byte[] HeadHash, byte[] HeadSignature);

    public static IEnumerable<Finding> Of(DbConnection sql, FolderChecks folder)
    {
        if (UnfinishedMove.Problem(sql) is { } unfinished)
        {
            yield return Finding.Error("schema", unfinished.Description);
            yield break;
        }
        long version = Migrations.Version(sql);
        if (version > Migrations.Newest)
        {
            yield return Finding.Error("schema", $"It is at version {version}, made by a newer Hansard than this one ({Migrations.Newest}).", "Run the newer one.");
            yield break;
        }
        yield return Finding.Ok("schema", version == Migrations.Newest ? $"Version {version}." : $"Version {version}; the next start brings it to {Migrations.Newest}.");
        if (version > 0) yield return Signatures(sql, folder);
    }

    private static Finding Signatures(DbConnection sql, FolderChecks folder)
    {
        List<Row> journals = sql.Query<Row>("SELECT name AS Name, head AS Head, head_hash AS HeadHash, head_signature AS HeadSignature FROM networks WHERE head > 0 ORDER BY id").AsList();
        if (journals.Count == 0) return Finding.Ok("journal", "There is none yet.");
        string path = folder.In("journal.key");
        if (!File.Exists(path)) return Finding.Error("journal", "Its key is not in the data folder.", "Restore journal.key from a backup: with another one every recorder stops.");
        byte[] key = Ed25519.PublicKey(File.ReadAllBytes(path));
        Row? other = journals.Find(network => !Ed25519.Verify(key, HeadHash.SignedText(network.Name, network.Head, network.HeadHash), network.HeadSignature));
        return other is null
            ? Finding.Ok("journal", "Each one's head is signed with the key of the data folder.")
            : Finding.Error("journal", $"The head of {other.Name} was signed with another key than journal.key.", "Use the data folder that belongs to this store, or restore its journal.key: with another one every recorder stops.");
    }
}
