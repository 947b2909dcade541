using System.Diagnostics.CodeAnalysis;

namespace Hansard.Protocol.Accounts;

/// <summary>
/// Telephone numbers in E.164 form and the user ids made of them. The number itself is never stored or logged;
/// since all numbers can be tried, the id is personal data too.
/// </summary>
public static class PhoneNumbers
{
    public const int MinimumDigits = 7;
    public const int MaximumDigits = 15;

    /// <summary>True for a plus and 7 to 15 ASCII digits (ITU-T E.164).</summary>
    public static bool IsValid([NotNullWhen(true)] string? number) =>
        number is ['+', .. var digits]
        && digits.Length is >= MinimumDigits and <= MaximumDigits
        && digits.All(char.IsAsciiDigit);

    /// <summary>base64(SHA-256(UTF-8 of the number with its plus)); false where it is no valid number.</summary>
    public static bool TryUserIdOf(string? number, out UserId userId)
    {
        userId = IsValid(number) ? UserIds.Hashed(number) : default;
        return userId.Value is not null;
    }
}
