using Hansard.Client.Accounts;
using Hansard.Client.Encryption;
using Hansard.Client.Tests.Connections;
using Hansard.Client.Tests.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Xunit;

namespace Hansard.Client.Tests.Accounts;

public sealed class RegistrationTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ScriptedNetwork network = new();
    private readonly UserId own;
    private RequestAddUserKeys? keys;

    public RegistrationTests()
    {
        PhoneNumbers.TryUserIdOf(TestDevice.Number, out own);
        network.On<RequestRegisterApplication>(request => request.UserId == own ? null : Failure.Invalid("userId is not the hash of the number."));
        network.On<RequestConfirmRegistration>(request => request.SmsCode == "123456" ? null : Failure.Forbidden("Wrong code."));
        network.On<RequestAddUserKeys>(request =>
        {
            keys = request;
            return null;
        });
        network.On<RequestGetUserInfo, ResponseUserInfo>(_ => new ResponseUserInfo(new UserView(
            own, keys?.PublicKeyBase64, keys?.PrivateKeyEncryptedBase64, 1, 1, keys?.Nick, 1, 1, false, keys?.MetaDataKeyEncryptedBase64,
            keys is null ? null : new KeyPairUuid("pair"))));
    }

    private static CancellationToken Cancelled => Patience.Token;

    [Fact]
    public async Task The_first_device_makes_the_keys_and_leaves_the_private_one_under_the_passphrase()
    {
        await using var client = await OpenAsync("first");

        var registered = await client.RegisterAsync(TestDevice.Number, Code("123456"), "open sesame", "Anna", Cancelled);

        Assert.Equal(own, registered.Value);
        Assert.Equal(("Anna", new KeyPairUuid("pair")), (client.Identity!.Nick, client.Identity.KeyPairUuid));
        using var left = UserKeyPair.FromEncryptedPem(keys!.PrivateKeyEncryptedBase64, "open sesame").Value;
        Assert.Equal(keys.PublicKeyBase64, left.Public.Pem);
        Assert.DoesNotContain("Anna", keys.Nick, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_device_opens_the_same_keys_with_the_passphrase_and_knows_the_nick()
    {
        await using (var first = await OpenAsync("first")) await first.RegisterAsync(TestDevice.Number, Code("123456"), "open sesame", "Anna", Cancelled);
        await using var second = await OpenAsync("second");
        var passphrases = new Queue<string>(["wrong", "open sesame"]);
        var prompts = new RegistrationPrompts(Code("123456"), (use, _) => Task.FromResult(use is PassphraseUse.Existing ? passphrases.Dequeue() : ""));

        Assert.True((await second.RegisterAsync(TestDevice.Number, prompts, cancellation: Cancelled)).Succeeded);

        Assert.Equal("Anna", second.Identity!.Nick);
        Assert.Equal(UserPublicKey.Parse(keys!.PublicKeyBase64).Value.Fingerprint, second.Identity.Fingerprint);
    }

    [Fact]
    public async Task A_registered_device_comes_back_as_itself_with_its_secret()
    {
        await using (var first = await OpenAsync("first")) await first.RegisterAsync(TestDevice.Number, Code("123456"), "open sesame", cancellation: Cancelled);
        var secret = (await network.NextAsync<RequestRegisterApplication>()).SecretBase64;
        await network.NextAsync<RequestAuthenticationByApplication>();
        await network.NextAsync<RequestAuthenticationByApplication>();

        await using var again = await OpenAsync("first");

        Assert.Equal(own, again.Identity!.UserId);
        Assert.Equal(32, Convert.FromBase64String(secret!).Length);
        Assert.Equal(secret, (await network.NextAsync<RequestAuthenticationByApplication>()).SecretBase64);
    }

    [Fact]
    public async Task A_wrong_code_may_be_put_right_as_often_as_the_server_takes_one()
    {
        await using var client = await OpenAsync("first");
        var right = new Queue<string>(["1", " 123456 "]);
        var asked = 0;

        var wrong = await client.RegisterAsync(TestDevice.Number, _ => Task.FromResult($"{++asked}"), "p", cancellation: Cancelled);
        var putRight = await client.RegisterAsync(TestDevice.Number, _ => Task.FromResult(right.Dequeue()), "p", cancellation: Cancelled);

        Assert.Equal((Status.Forbidden, Limits.CodeChecks), (wrong.Failure?.Status, asked));
        Assert.True(putRight.Succeeded);
    }

    [Fact]
    public async Task A_server_that_shows_another_public_key_than_the_private_one_it_keeps_is_not_believed()
    {
        using var mallory = Keys.Pair(3);
        await using (var first = await OpenAsync("first")) await first.RegisterAsync(TestDevice.Number, Code("123456"), "p", cancellation: Cancelled);
        keys = keys! with { PublicKeyBase64 = mallory.Public.Pem };
        await using var second = await OpenAsync("second");

        var registered = await second.RegisterAsync(TestDevice.Number, Code("123456"), "p", cancellation: Cancelled);

        Assert.Equal(ClientStatus.Untrusted, registered.Failure?.Status);
        Assert.False(second.IsRegistered);
    }

    [Fact]
    public async Task What_is_no_number_is_refused_before_anything_is_sent()
    {
        await using var client = await OpenAsync("first");

        Assert.Equal(Status.Invalid, (await client.RegisterAsync("0123", Code("1"), "p", cancellation: Cancelled)).Failure?.Status);
        Assert.Equal(ClientStatus.SignedOut, (await client.FindAsync([TestDevice.Number], Cancelled)).Failure?.Status);
    }

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        folder.Dispose();
    }

    private static Func<CancellationToken, Task<string>> Code(string code) => _ => Task.FromResult(code);

    private async Task<MessengerClient> OpenAsync(string device) => (await MessengerClient.ConnectAsync(
        new ClientSettings(network.Address, Path.Combine(folder.Path, device)) { NewKeyPair = () => Keys.Pair(1) }, Cancelled)).Value;
}
