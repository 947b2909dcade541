using System.Runtime.Versioning;
using Hansard.Client.LocalStore;
using Hansard.Protocol;
using Xunit;

namespace Hansard.Client.Tests.LocalStore;

[UnsupportedOSPlatform("windows")]
public sealed class DeviceStoreTests : IDisposable
{
    private static readonly StoredIdentity Identity =
        new("default", "+35794048714", new("u"), new("app"), "c2VjcmV0", null, "pem", "AAAA", new("pair"));

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void What_a_device_keeps_is_there_again()
    {
        var conversation = new ConversationUuid("../../etc/passwd");
        using (var store = Open())
        {
            store.Save(Identity);
            store.ChangePins(pins => pins with { AuthorityPem = "authority" });
            store.Save(conversation, [new(new("key"), null, "AAAA", true)]);
        }

        using var again = Open();

        Assert.Equal(Identity, again.Identity);
        Assert.Equal("authority", again.Pins.AuthorityPem);
        Assert.Equal(new StoredSessionKey(new("key"), null, "AAAA", true), again.SessionKeys(conversation).Single());
        Assert.Empty(again.SessionKeys(new("another")));
    }

    [Fact]
    public void Only_the_owner_may_read_any_of_it()
    {
        using var store = Open();
        store.Save(Identity);
        store.ChangePins(pins => pins with { AuthorityPem = "authority" });
        store.Save(new("conversation"), [new(new("key"), null, "AAAA", true)]);

        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);

        Assert.Equal(4, files.Length);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void A_write_that_broke_off_leaves_what_was_there()
    {
        using (var store = Open()) store.Save(Identity);
        File.WriteAllText(Path.Combine(folder.Path, "identity.json.new"), """{"network":"def""");

        using var again = Open();

        Assert.Equal(Identity, again.Identity);
    }

    [Theory]
    [InlineData("identity.json")]
    [InlineData("pins.json")]
    public void A_damaged_file_is_refused_and_stays_as_it_is(string file)
    {
        Open().Dispose();
        var path = Path.Combine(folder.Path, file);
        File.WriteAllText(path, """{"network":""");

        Assert.Equal(Status.Invalid, DeviceStore.Open(folder.Path).Failure?.Status);
        Assert.Equal("""{"network":""", File.ReadAllText(path));
    }

    [Fact]
    public void Damaged_session_keys_count_as_none_for_they_can_be_fetched_again()
    {
        using var store = Open();
        store.Save(new ConversationUuid("conversation"), [new(new("key"), null, "AAAA", true)]);
        File.WriteAllText(Directory.GetFiles(Path.Combine(folder.Path, "session-keys")).Single(), "[");

        Assert.Empty(store.SessionKeys(new("conversation")));
    }

    public void Dispose() => folder.Dispose();

    private DeviceStore Open() => DeviceStore.Open(folder.Path).Value;
}
