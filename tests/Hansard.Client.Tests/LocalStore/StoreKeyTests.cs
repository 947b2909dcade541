using Hansard.Client.Encryption;
using Hansard.Client.LocalStore;
using Xunit;

namespace Hansard.Client.Tests.LocalStore;

public sealed class StoreKeyTests
{
    [Fact]
    public void What_is_sealed_opens_in_its_place_under_the_same_key_and_nowhere_else()
    {
        var metadataKey = MetadataKey.Generate();
        var (key, same) = (Rows.Key(metadataKey), Rows.Key(metadataKey));
        var box = key.Seal("words"u8, "place"u8);

        Assert.Equal("words"u8.ToArray(), same.Open(box, "place"u8).Value);
        Assert.NotEqual(box, key.Seal("words"u8, "place"u8));
        Assert.False(key.Open(box, "elsewhere"u8).Succeeded);
        for (var altered = 0; altered < box.Length; altered++)
        {
            var other = box.ToArray();
            other[altered] ^= 1;
            Assert.False(key.Open(other, "place"u8).Succeeded);
        }
        for (var length = 0; length < box.Length; length++) Assert.False(key.Open(box.AsSpan(0, length), "place"u8).Succeeded);
    }

    [Fact]
    public void Each_user_network_and_application_has_a_key_of_its_own()
    {
        var metadataKey = MetadataKey.Generate();
        StoreKey[] keys =
        [
            Rows.Key(metadataKey), Rows.Key(metadataKey, network: "branch"), Rows.Key(metadataKey, user: "another"), Rows.Key(metadataKey, application: "another"), Rows.Key(),
        ];

        Assert.Equal(keys.Length, keys.Select(key => Convert.ToHexString(key.Name("id"))).Distinct().Count());
        var box = keys[0].Seal("words"u8, "place"u8);
        Assert.All(keys[1..], key => Assert.False(key.Open(box, "place"u8).Succeeded));
        Assert.Equal(keys[0].Name("id"), keys[0].Name("id"));
        Assert.NotEqual(keys[0].Name("id"), keys[0].Name("id2"));
    }
}
