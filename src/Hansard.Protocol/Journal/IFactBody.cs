namespace Hansard.Protocol.Journal;

/// <summary>
/// What a committed fact says beyond its envelope; <see cref="Kind"/> is its name in the journal, which is kept for ever:
/// a kind is never renamed and its members never change their meaning.
/// </summary>
public interface IFactBody
{
    static abstract string Kind { get; }
}
