namespace Hansard.Bench.Load;

/// <summary>One conversation of a run: who writes in it, who is told, and the order in which they are told.</summary>
internal sealed class Room(int members)
{
    private readonly List<Author> authors = [];
    private readonly List<Member> readers = [];
    private int firstNumber;

    public int Members => members;

    public int Authors => authors.Count;

    /// <summary>Authors of a room have adjoining numbers, so that the number in a uuid finds its author without a search.</summary>
    public void Add(Author author, int number)
    {
        if (authors.Count == 0) firstNumber = number;
        authors.Add(author);
    }

    public void Add(Member reader) => readers.Add(reader);

    public int Index(int number) => number - firstNumber;

    public Author Author(int index) =>
        index >= 0 && index < authors.Count
            ? authors[index]
            : throw new LoadFailure($"a message of author {index + firstNumber}, who does not write here");

    /// <summary>The last message of this author that everybody else has got (and, with receipts, acknowledged).</summary>
    public long ReadThrough(Author author)
    {
        var index = authors.IndexOf(author);
        var through = long.MaxValue;
        foreach (var reader in readers)
            if (reader != author) through = Math.Min(through, reader.ReadThrough(index));
        return through;
    }

    /// <summary>Everybody who only reads must have seen all messages in one and the same order.</summary>
    public void CheckOneOrder()
    {
        var orders = readers.Where(reader => reader is not Load.Author).Select(reader => reader.Order).Distinct().Count();
        if (orders > 1) throw new LoadFailure($"the readers of one conversation saw {orders} different orders");
    }
}
