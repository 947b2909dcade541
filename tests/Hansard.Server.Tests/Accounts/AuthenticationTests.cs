using Dapper;
using Hansard.Protocol;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Accounts;

public sealed class AuthenticationTests : IDisposable
{
    private static readonly string Secret = Convert.ToBase64String([.. Enumerable.Range(7, 32).Select(i => (byte)i)]);
    private static readonly string OtherSecret = Convert.ToBase64String(new byte[32]);

    private readonly TestStore store = new();

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task A_wrong_secret_none_an_unknown_application_and_a_deleted_one_are_refused_alike()
    {
        using TestPhone phone = new(store, "+35794048714"), deleted = new(store, "+35794048714", "deleted"), unknown = new(store, "+35794048799");
        Assert.Null(await phone.Register(phone.Registering(Secret)));
        Assert.Null(await phone.Confirm(phone.LastCode));
        await deleted.SignIn();
        await store.Writer.Run(batch => batch.Sql.Execute("UPDATE applications SET deleted = 1 WHERE uuid = 'deleted'"));
        using TestPhone deletedAgain = new(store, "+35794048714", "deleted");

        Failure? never = await unknown.Authenticate(Secret);
        Assert.Equal(Status.Unauthenticated, never!.Status);
        Assert.Equal(never, await phone.Authenticate());
        Assert.Equal(never, await phone.Authenticate(OtherSecret));
        Assert.Equal(never, await phone.Authenticate("no base64"));
        Assert.Equal(never, await deletedAgain.Authenticate());
        Assert.Null(phone.Connection.Caller);
        Assert.Null(await phone.Authenticate(Secret));
    }

    [Fact]
    public async Task A_deleted_application_cannot_be_registered_again()
    {
        using TestPhone phone = new(store, "+35794048714");
        await phone.SignIn();
        await store.Writer.Run(batch => batch.Sql.Execute("UPDATE applications SET deleted = 1"));
        Assert.Equal(Status.Forbidden, (await phone.Register())!.Status);
    }

    [Fact]
    public async Task A_secret_takes_effect_with_its_confirmation_and_stays_required()
    {
        using TestPhone phone = new(store, "+35794048714");
        await phone.SignIn();
        Assert.Null(await phone.Register(phone.Registering(Secret)));
        Assert.Null(await phone.Authenticate());
        Assert.Null(await phone.Confirm(phone.LastCode));
        Assert.Equal(Status.Unauthenticated, (await phone.Authenticate())!.Status);
        Assert.Null(await phone.Register(phone.Registering()));
        Assert.Null(await phone.Confirm(phone.LastCode));
        Assert.Equal(Status.Unauthenticated, (await phone.Authenticate())!.Status);
        Assert.Null(await phone.Authenticate(Secret));
    }

    [Fact]
    public async Task A_network_may_require_secrets()
    {
        using TestPhone phone = new(store, "+35794048714");
        await phone.SignIn();
        await store.Writer.Run(batch => { batch.Change(store.Network, store.Network.Settings with { RequireSecret = true }); return true; });
        using TestPhone again = new(store, "+35794048714");
        Assert.Equal(Status.Unauthenticated, (await again.Authenticate())!.Status);
        Assert.Equal(Status.Invalid, (await again.Register())!.Status);
        Assert.NotNull(await again.SignIn(Secret));
    }

    [Fact]
    public async Task A_connection_belongs_to_the_first_who_signed_in()
    {
        using TestPhone ann = new(store, "+35794048714"), bob = new(store, "+35794048715");
        await ann.SignIn();
        await bob.SignIn();
        Assert.Null(await ann.Authenticate());
        Failure? failure = await store.Writer.Run(batch => Server.Accounts.Authentication.Handle(new(bob.UserId, bob.Uuid), ann.Connection, batch));
        Assert.Equal(Status.Forbidden, failure!.Status);
        Assert.Equal(ann.UserId, ann.Connection.Caller!.UserId);
    }

    [Fact]
    public async Task A_device_keeps_its_public_name_over_registrations_and_shows_no_uuid()
    {
        using TestPhone phone = new(store, "+35794048714");
        DeviceId first = (await phone.SignIn()).DeviceId;
        using TestPhone again = new(store, "+35794048714");
        Assert.Equal(first, (await again.SignIn()).DeviceId);
        Assert.NotEqual(phone.Uuid.Value, first.Value);
    }
}
