using System.Security.Cryptography;
using System.Text;
using Hansard.Protocol.Journal;

namespace Hansard.Protocol.Tests.Journal;

public sealed class HeadHashTests
{
    // Made with: head = sha256(prev + seq.to_bytes(8, 'big') + sha256(fact).digest()) in another language.
    private const string First = "9fb80ca29dede3ef54bb258aa9bbed650cb16ec20cb08cc3e2cf3c9da6e18f30";
    private const string Second = "04a4253d5a74f9c3a7e4e39548666cd4c45ea4a32110491ee1e73b4c707e543f";

    [Fact]
    public void The_chain_is_the_documented_one()
    {
        var first = HeadHash.Next(HeadHash.Origin(), 1, """{"seq":1}"""u8);
        var second = HeadHash.Next(first, 2, """{"seq":2}"""u8);

        Assert.Equal(First, HeadHash.Hex(first));
        Assert.Equal(Second, HeadHash.Hex(second));
    }

    [Fact]
    public void A_link_may_be_made_in_place()
    {
        var head = HeadHash.Origin();
        HeadHash.Next(head, 1, """{"seq":1}"""u8, head);
        Assert.Equal(First, HeadHash.Hex(head));
    }

    [Fact]
    public void The_signed_text_names_network_head_and_hash() => Assert.Equal(
        $"hansard/journal-head/1\ndefault\n1\n{First}\n",
        Encoding.UTF8.GetString(HeadHash.SignedText("default", 1, Convert.FromHexString(First))));

    [Fact]
    public void A_body_is_hashed_with_its_initialisation_vector() => Assert.Equal(
        Convert.ToHexStringLower(SHA256.HashData("Zlmuy+Zre8+fnxpv\nV+Srn1w="u8)),
        BodyHash.Of("Zlmuy+Zre8+fnxpv", "V+Srn1w="));
}
