using Dapper;
using Hansard.Protocol;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Accounts;

public sealed class RegistrationTests : IDisposable
{
    private const string Number = "+35794048714";

    private readonly TestClock clock = new();
    private readonly TestStore store;

    public RegistrationTests() => store = new TestStore(clock);

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task A_user_id_that_is_not_the_hash_of_the_number_is_refused()
    {
        using TestPhone phone = new(store, Number);
        Failure? failure = await phone.Register(phone.Registering() with { UserId = new("upItfdN1OtNK50oxC5YQtGi2E9h1P862YnEVnNUhVA8=") });
        Assert.Equal(Status.Invalid, failure!.Status);
        Assert.Equal(Status.Invalid, (await phone.Register(phone.Registering() with { OpenUserId = "35794048714" }))!.Status);
        Assert.Equal(0, store.Database.Read(sql => sql.ExecuteScalar<long>("SELECT COUNT(*) FROM users")));
    }

    [Fact]
    public async Task The_code_of_the_text_message_confirms_the_application_once()
    {
        using TestPhone phone = new(store, Number);
        Assert.Null(await phone.Register(phone.Registering() with { AndroidSmsToken = "p1VSyoHQY8a" }));
        Assert.Matches("^[0-9]{6}$", phone.LastCode);
        Assert.Contains(phone.LastCode, phone.Messages[^1].Text);
        Assert.EndsWith("\np1VSyoHQY8a", phone.Messages[^1].Text);

        Assert.Equal(Status.Unauthenticated, (await phone.Authenticate())!.Status);
        Assert.Null(await phone.Confirm(phone.LastCode));
        Assert.Equal(Status.Forbidden, (await phone.Confirm(phone.LastCode))!.Status);
        Assert.Null(await phone.Authenticate());
        Assert.Equal(phone.UserId, phone.Connection.Caller!.UserId);
    }

    [Fact]
    public async Task Neither_the_number_nor_the_code_nor_the_secret_is_in_the_database()
    {
        using TestPhone phone = new(store, Number);
        string secret = Convert.ToBase64String([.. Enumerable.Range(7, 32).Select(i => (byte)i)]);
        await phone.SignIn(secret);
        string stored = string.Join('\n', store.Database.Read(StoredRows.Of).SelectMany(table => table.Value));
        Assert.DoesNotContain(Number[1..], stored);
        Assert.DoesNotContain(secret, stored);
        Assert.DoesNotContain(Convert.ToHexStringLower(Convert.FromBase64String(secret)), stored);
        Assert.Contains(phone.UserId.Value, stored);
    }

    [Fact]
    public async Task A_wrong_code_an_old_one_a_replaced_one_and_one_that_never_was_are_refused_alike()
    {
        using TestPhone phone = new(store, Number), stranger = new(store, "+35794048715");
        Failure? never = await stranger.Confirm("123456");
        await phone.Register();
        Failure? wrong = await phone.Confirm(phone.WrongCode);
        string replaced = phone.LastCode;
        do await phone.Register(); while (phone.LastCode == replaced);
        Failure? ended = await phone.Confirm(replaced);
        clock.Pass(TimeSpan.FromMinutes(10));
        Failure? old = await phone.Confirm(phone.LastCode);

        Assert.Equal(Status.Forbidden, never!.Status);
        Assert.All([wrong, ended, old], failure => Assert.Equal(never, failure));
    }

    [Fact]
    public async Task A_code_lasts_until_its_ten_minutes_are_over()
    {
        using TestPhone phone = new(store, Number);
        await phone.Register();
        clock.Pass(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.Null(await phone.Confirm(phone.LastCode));
    }

    [Fact]
    public async Task After_five_checks_the_right_code_is_refused_too_and_a_new_one_is_good()
    {
        using TestPhone phone = new(store, Number);
        await phone.Register();
        for (int check = 0; check < Limits.CodeChecks; check++) Assert.NotNull(await phone.Confirm(phone.WrongCode));
        Assert.Equal(Status.Forbidden, (await phone.Confirm(phone.LastCode))!.Status);
        await phone.Register();
        Assert.Null(await phone.Confirm(phone.LastCode));
    }

    [Fact]
    public async Task Fifty_guesses_at_once_are_five_checks()
    {
        using TestPhone phone = new(store, Number);
        await phone.Register();
        string wrong = phone.WrongCode, right = phone.LastCode;
        // The writer is held, so that all guesses share a batch, the right one being the sixth.
        using ManualResetEventSlim queued = new();
        Task held = store.Writer.Run(_ => { queued.Wait(); return true; });
        List<Task<Failure?>> guesses = [.. Enumerable.Range(0, 50).Select(guess => phone.Confirm(guess == Limits.CodeChecks ? right : wrong))];
        queued.Set();
        await held;
        Assert.All(await Task.WhenAll(guesses), failure => Assert.Equal(Status.Forbidden, failure?.Status));
        Assert.Equal(Limits.CodeChecks, store.Database.Read(sql => sql.ExecuteScalar<long>("SELECT checks FROM codes")));
    }

    [Fact]
    public async Task A_number_gets_five_codes_in_a_day()
    {
        using TestPhone phone = new(store, Number), other = new(store, Number, "another application");
        for (int code = 0; code < 4; code++) Assert.Null(await phone.Register());
        Assert.Null(await other.Register());
        Assert.Equal(Status.TooManyRequests, (await phone.Register())!.Status);
        Assert.Equal(Status.TooManyRequests, (await other.Register())!.Status);
        Assert.Equal(5, phone.Messages.Count);
        clock.Pass(TimeSpan.FromHours(24));
        Assert.Null(await phone.Register());
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("127.0.0.1", "127.0.0.1", false)]
    [InlineData("::1", "::1", false)]
    public async Task An_address_gets_twenty_codes_in_an_hour_but_not_one_of_this_machine(string first, string second, bool shared)
    {
        for (int code = 0; code < 20; code++)
        {
            using TestPhone phone = new(store, $"+357940000{code:d2}", address: first);
            Assert.Null(await phone.Register());
        }
        using TestPhone late = new(store, "+35794000099", address: second);
        Assert.Equal(shared ? Status.TooManyRequests : null, (await late.Register())?.Status);
        clock.Pass(TimeSpan.FromHours(1));
        Assert.Null(await late.Register());
    }

    [Fact]
    public async Task Whoever_has_no_budget_leaves_no_trace()
    {
        for (int code = 0; code < 25; code++)
        {
            using TestPhone phone = new(store, $"+357940000{code:d2}", address: "192.0.2.7");
            await phone.Register();
        }
        Assert.Equal(20, store.Database.Read(sql => sql.ExecuteScalar<long>("SELECT COUNT(*) FROM users")));
        clock.Pass(TimeSpan.FromDays(1));
        using TestPhone next = new(store, Number);
        await next.Register();
        Assert.Equal(1, store.Database.Read(sql => sql.ExecuteScalar<long>("SELECT COUNT(*) FROM budgets")));
    }

    [Fact]
    public async Task A_user_has_at_most_ten_applications()
    {
        for (int device = 0; device < 10; device++)
        {
            using TestPhone phone = new(store, Number, $"device {device}");
            await phone.SignIn();
            clock.Pass(TimeSpan.FromHours(24));
        }
        using TestPhone eleventh = new(store, Number, "device 10"), first = new(store, Number, "device 0");
        await eleventh.Register();
        Assert.Equal(Status.Conflict, (await eleventh.Confirm(eleventh.LastCode))!.Status);
        await first.Register();
        Assert.Null(await first.Confirm(first.LastCode));
    }

    [Fact]
    public async Task What_was_begun_and_never_confirmed_is_forgotten_after_a_day()
    {
        using TestPhone begun = new(store, Number, "begun"), done = new(store, Number, "done");
        await begun.Register();
        await done.SignIn();
        clock.Pass(TimeSpan.FromHours(25));
        await done.Register();
        Assert.Equal(["done"], store.Database.Read(sql => sql.Query<string>("SELECT uuid FROM applications")));
    }
}
