using System.Net;

namespace Hansard.Bench.Setup;

/// <summary>Registers accounts over the wire as any client would: number, code from the outbox, log-in, keys.</summary>
internal sealed class Accounts(IPEndPoint server, Outbox outbox)
{
    /// <summary>So many at once share the server's commits, or thousands of accounts would take minutes.</summary>
    private const int AtOnce = 32;
    private const int WrappedKeyBytes = 512;
    private const int PrivateKeyBytes = 2432;

    private static readonly string[] PublicKeys = ReadPublicKeys();

    public static object Nick { get; } = Convert.ToBase64String(new byte[72]);

    public static string PublicKey(int index) => PublicKeys[index % PublicKeys.Length];

    public void Register(IEnumerable<Account> accounts, bool withKeys) =>
        Parallel.ForEach(accounts, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, account => Register(account, withKeys));

    /// <summary>Stands for a session key wrapped with RSA-4096, or for a signature: the server sees opaque bytes of this size.</summary>
    public static string Wrap(int seed)
    {
        var bytes = new byte[WrappedKeyBytes];
        new Random(seed).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private void Register(Account account, bool withKeys)
    {
        using var caller = Caller.Open(server);
        caller.Call("RequestRegisterApplication", new
        {
            androidSmsToken = (string?)null,
            applicationType = "desktop",
            model = "bench",
            openUserId = account.Number,
            osVersion = "1",
            userId = account.UserId,
            uuid = account.ApplicationUuid,
            vendor = "hansard",
        });
        var smsCode = outbox.Take(account.Number);
        caller.Call("RequestConfirmRegistration", new { smsCode, userId = account.UserId, uuid = account.ApplicationUuid });
        if (!withKeys) return;
        account.Authenticate(caller);
        caller.Call("RequestAddUserKeys", new
        {
            metaDataKeyEncryptedBase64 = Wrap(account.Index),
            nick = Nick,
            privateKeyEncryptedBase64 = Pem("ENCRYPTED PRIVATE KEY", new byte[PrivateKeyBytes]),
            publicKeyBase64 = PublicKey(account.Index),
        });
    }

    private static string Pem(string label, byte[] bytes) => new(System.Security.Cryptography.PemEncoding.Write(label, bytes));

    private static string[] ReadPublicKeys()
    {
        const string End = "-----END PUBLIC KEY-----";
        using var resource = new StreamReader(typeof(Accounts).Assembly.GetManifestResourceStream("public-keys.pem")!);
        var keys = resource.ReadToEnd().Split(End, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. keys.Select(key => $"{key}\n{End}")];
    }
}
