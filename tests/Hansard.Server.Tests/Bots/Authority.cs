using System.Security.Cryptography;
using System.Text;
using Hansard.Server.Admin;
using Hansard.TestKeys;

namespace Hansard.Server.Tests.Bots;

/// <summary>The compliance officer: the authority key of every test network, and what is signed with it.</summary>
internal static class Authority
{
    private const int KeyNumber = 8;

    public static string PublicPem { get; } = Key(KeyNumber).ExportSubjectPublicKeyInfoPem();

    public static string Sign(BotReport bot, int keyNumber = KeyNumber) => Convert.ToBase64String(Key(keyNumber).SignData(
        Encoding.UTF8.GetBytes($"hansard/recorder/1\n{bot.Network}\n{bot.UserId}\n{bot.KeyPairUuid}\n{bot.PublicKeyBase64}"),
        HashAlgorithmName.SHA256, RSASignaturePadding.Pss));

    private static RSA Key(int number)
    {
        RSA key = RSA.Create();
        key.ImportFromPem(KeyPool.Pem(number));
        return key;
    }
}
