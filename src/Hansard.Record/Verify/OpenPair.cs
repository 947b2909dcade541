namespace Hansard.Record.Verify;

/// <summary>One line in two records, of which at least one told it again later, or could not tell it whole.</summary>
internal sealed class OpenPair
{
    public const string Differently = "the records tell it differently";

    /// <summary>As first recorded, where that alone does not say everything.</summary>
    public ToldLine? FirstOwn { get; set; }

    public ToldLine? SecondOwn { get; set; }

    /// <summary>The latest completion.</summary>
    public ToldLine? First { get; set; }

    public ToldLine? Second { get; set; }

    public int Revision => Math.Max(First?.Revision ?? 0, Second?.Revision ?? 0);

    /// <summary>Null where both tell the same in the end.</summary>
    public string? Difference
    {
        get
        {
            // Both told it whole at first, and one of them once more.
            if ((FirstOwn, SecondOwn) == (null, null) && (First is null || Second is null)) return "only one record has this completion";
            return (First ?? FirstOwn, Second ?? SecondOwn) switch
            {
                (null, _) => "only the second record has it",
                (_, null) => "only the first record has it",
                ({ } left, { } right) when left.SaysTheSame(right) => null,
                ({ IsOpen: true }, { IsOpen: false }) => "only the second record tells it whole",
                ({ IsOpen: false }, { IsOpen: true }) => "only the first record tells it whole",
                _ => Differently,
            };
        }
    }
}
