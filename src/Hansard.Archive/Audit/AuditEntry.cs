using Hansard.Record.Format;

namespace Hansard.Archive.Audit;

/// <summary>What an entry of the audit log is about. Frozen by test.</summary>
public static class AuditKinds
{
    /// <summary>The audit log's first entry.</summary>
    public const string Begun = "begun";

    /// <summary>Lines were searched for and shown.</summary>
    public const string Search = "search";

    /// <summary>Lines left the record.</summary>
    public const string Export = "export";

    /// <summary>One line left the record, with its proof.</summary>
    public const string Prove = "prove";

    /// <summary>The audit log itself was read.</summary>
    public const string Audit = "audit";
}

/// <summary>Something that somebody does with the record.</summary>
/// <param name="Kind">One of <see cref="AuditKinds"/>.</param>
/// <param name="By">Who: the account that runs the command, and the machine.</param>
/// <param name="Details">In ordinal order: what was asked for.</param>
public sealed record AuditEntry(string Kind, string By, IReadOnlyList<LineMember> Details)
{
    /// <summary><c>hansard.fact</c> of its line.</summary>
    internal CanonicalJson Fact => CanonicalJson.Build(writer =>
    {
        writer.StartObject();
        writer.Key("body");
        writer.StartObject();
        foreach (var detail in Details)
        {
            writer.Key(detail.Name);
            writer.Raw(detail.Value);
        }
        writer.EndObject();
        writer.Key("kind");
        writer.String(Kind);
        writer.EndObject();
    });
}
