using System.Text;
using Hansard.Protocol;
using Hansard.Server.Storage;

namespace Hansard.Server.Accounts;

/// <summary>What the server and its SMS gateway share: text in a file, the bytes of which key the signatures.</summary>
internal static class SmsSecret
{
    private const int CharactersMinimum = 16, CharactersMaximum = 1_024;

    /// <param name="path">Null: the data folder's own, made on first use.</param>
    public static Result<byte[]> Read(string? path, DataFolder folder)
    {
        string from = path ?? folder.SmsSecret();
        try
        {
            string secret = File.ReadAllText(from).Trim();
            return secret.Length is >= CharactersMinimum and <= CharactersMaximum
                ? Encoding.UTF8.GetBytes(secret)
                : Failure.Invalid($"{from} must hold the SMS gateway's secret, {CharactersMinimum} to {CharactersMaximum} characters of text.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Failure.Invalid($"The SMS gateway's secret cannot be read: {failure.Message}");
        }
    }
}
