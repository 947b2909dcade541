namespace Hansard.Record.Format;

/// <summary>A member of a line, or of its <c>hansard</c> object, that only some types of line have: <c>message</c>, <c>control</c>, <c>content</c> ….</summary>
public readonly record struct LineMember(string Name, CanonicalJson Value)
{
    public static LineMember Text(string name, string value) => new(name, CanonicalJson.Of(value));

    /// <summary>An object whose members <paramref name="write"/> writes, in ordinal order.</summary>
    public static LineMember Object(string name, Action<CanonicalWriter> write) => new(name, CanonicalJson.Build(writer =>
    {
        writer.StartObject();
        write(writer);
        writer.EndObject();
    }));
}

internal static class LineMembers
{
    public static CanonicalJson? Find(this IReadOnlyList<LineMember> members, string name)
    {
        foreach (var member in members)
            if (member.Name == name) return member.Value;
        return null;
    }
}

/// <summary>Writes an object some of whose keys are fixed and some come in a list, all of them in ordinal order.</summary>
internal ref struct MemberMerge(CanonicalWriter writer, IReadOnlyList<LineMember> members)
{
    private int next;

    /// <summary>The fixed key, after the listed members that stand before it.</summary>
    public void Key(string key)
    {
        while (next < members.Count && string.CompareOrdinal(members[next].Name, key) < 0) WriteNext();
        writer.Key(key);
    }

    public void Member(string key, string? value)
    {
        if (value is null) return;
        Key(key);
        writer.String(value);
    }

    public void Member(string key, long value)
    {
        Key(key);
        writer.Number(value);
    }

    public void Rest()
    {
        while (next < members.Count) WriteNext();
    }

    private void WriteNext()
    {
        var member = members[next++];
        writer.Key(member.Name);
        writer.Raw(member.Value);
    }
}
