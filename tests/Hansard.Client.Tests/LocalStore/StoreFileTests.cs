using System.Text;
using Hansard.Client.LocalStore;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Hansard.Client.Tests.LocalStore;

public sealed class StoreFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StoreKey key = Rows.Key();

    private string Path => global::System.IO.Path.Combine(folder.Path, "store.db");

    public void Dispose() => folder.Dispose();

    private StoreFile Open(StoreKey? other = null) => StoreFile.Open(Path, other ?? key);

    private static void Put(StoreFile file, string id, string text, long place = 0) => file.Put(Kept.Mark, "owner", id, place, new StoreMark(text));

    private static string? Get(StoreFile file, string id) => file.Get<StoreMark>(Kept.Mark, "owner", id)?.Text;

    private static IEnumerable<string> All(StoreFile file) => file.All<StoreMark>(Kept.Mark, "owner").Select(mark => mark.Text);

    private void Alter(string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }

    [Fact]
    public void Rows_are_there_again_in_the_order_of_their_places_and_the_last_ones_are_kept()
    {
        using (var file = Open())
        {
            for (var place = 9; place > 0; place--) Put(file, $"id {place}", $"text {place}", place);
            Put(file, "id 5", "another", place: 100);
        }
        using var again = Open();
        Assert.Equal(["text 1", "text 2", "text 3", "text 4", "another", "text 6", "text 7", "text 8", "text 9"], All(again));
        Assert.Equal(9, again.LastPlace(Kept.Mark, "owner"));
        Assert.Equal(0, again.LastPlace(Kept.Mark, "nobody"));
        again.Trim(Kept.Mark, "owner", 3);
        Assert.Equal(["text 6", "text 7", "text 8", "text 9"], All(again));
        Assert.True(again.Remove(Kept.Mark, "owner", "id 6"));
        Assert.False(again.Remove(Kept.Mark, "owner", "id 6"));
        again.RemoveAll(Kept.Mark, "owner");
        Assert.Empty(All(again));
    }

    [Fact]
    public void What_fails_half_way_has_not_happened()
    {
        using var file = Open();
        Put(file, "id", "before");
        Assert.Throws<InvalidOperationException>(() => file.InTransaction<bool>(() =>
        {
            Put(file, "id", "after");
            throw new InvalidOperationException();
        }));
        Assert.Equal("before", Get(file, "id"));
    }

    [Fact]
    public void Nothing_that_is_in_it_can_be_read_from_it()
    {
        using (var file = Open()) Put(file, "a telling id", "telling words");
        Alter("PRAGMA wal_checkpoint(TRUNCATE)");
        var bytes = Encoding.Latin1.GetString(File.ReadAllBytes(Path));
        Assert.DoesNotContain("telling", bytes, StringComparison.Ordinal);
    }

    [Fact]
    public void Under_another_key_or_of_another_version_or_damaged_it_is_begun_anew()
    {
        using (var file = Open()) Put(file, "id", "text");
        using (var file = Open(Rows.Key())) Assert.Null(Get(file, "id"));
        using (var file = Open())
        {
            Assert.Null(Get(file, "id"));
            Put(file, "id", "text");
            file.Put(Kept.Mark, "", "version", 0, new StoreMark("0"));
        }
        using (var file = Open())
        {
            Assert.Null(Get(file, "id"));
            Put(file, "id", "text");
        }
        foreach (var part in Directory.GetFiles(folder.Path)) File.WriteAllText(part, "This is no database, and was none for a long while, or so it seems to whoever looks.");
        using (var file = Open()) Assert.Null(Get(file, "id"));
    }

    [Fact]
    public void A_row_that_does_not_open_is_not_there_and_all_is_begun_anew_the_next_time()
    {
        using (var file = Open())
        {
            Put(file, "one", "text", place: 1);
            Put(file, "two", "text", place: 2);
        }
        Alter("UPDATE kept SET box = zeroblob(60) WHERE place = 1");
        using (var file = Open())
        {
            Assert.Equal(["text"], All(file));
            Assert.Null(Get(file, "one"));
        }
        using var again = Open();
        Assert.Null(Get(again, "two"));
    }
}
