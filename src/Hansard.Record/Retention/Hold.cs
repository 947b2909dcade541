namespace Hansard.Record.Retention;

/// <summary>A hold that keeps lines.</summary>
/// <param name="Number">Of the entry that placed it.</param>
/// <param name="At">Since when, in microseconds since 1970.</param>
public sealed record Hold(long Number, HoldTerms Terms, string By, long At);

/// <summary>Who agrees to releases.</summary>
/// <param name="PublicKeyHex">Ed25519, 32 bytes in lower-case hex.</param>
public sealed record Officer(string Name, string PublicKeyHex);
