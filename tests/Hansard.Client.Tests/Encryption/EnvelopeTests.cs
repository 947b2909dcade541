using System.Text;
using System.Text.Json;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Xunit;

namespace Hansard.Client.Tests.Encryption;

public sealed class EnvelopeTests
{
    /// <summary>A title under the key 00 01 … 1f, made by another implementation, with indented JSON as some clients write it.</summary>
    private const string KnownEnvelope =
        "ewogICJlbmNyeXB0ZWRCb2R5QmFzZTY0IjogIkJXMjNhYUhGclgydGdndnAxSnNQRE8reXR1d3VZVndZN0NuYkQ2Q2xnUHBSd3c9PSIsCiAgIml2QmFzZTY0IjogIkFBRUNBd1FGQmdjSUNRb0wiLAogICJjb252ZXJzYXRpb25VdWlkIjogIjJBMjJCOUZCLTNGNzktNDgzOS1BM0Q2LUIyNUIyMzRFNzZGMSIsCiAgInNlc3Npb25LZXlVdWlkIjogIkE5QzlDNzg5LTg3RDktNDc1MC04Njg1LUZDQUFBMzdDOEUwNCIKfQ==";

    private static readonly ConversationUuid Conversation = new("2A22B9FB-3F79-4839-A3D6-B25B234E76F1");
    private static readonly SessionKeyUuid KeyUuid = new("A9C9C789-87D9-4750-8685-FCAAA37C8E04");
    private static readonly UserId Owner = new("/4DZItfW2uZQyMCcxDboGMF0SjJs5sfedl9SXWNaO8Y=");

    [Fact]
    public void A_title_of_another_implementation_opens()
    {
        var envelope = Envelope.Read(KnownEnvelope).Value;

        Assert.Equal(Conversation, envelope.ConversationUuid);
        Assert.Equal(KeyUuid, envelope.SessionKeyUuid);
        Assert.Equal("Board of Überwald", envelope.Open(Keys.Counting, Conversation, EnvelopeField.Title).Value);
    }

    [Fact]
    public void An_envelope_under_a_session_key_names_it_and_opens_for_its_field_and_conversation_only()
    {
        var envelope = Envelope.Read(Envelope.Seal(Keys.Counting, KeyUuid, Conversation, EnvelopeField.Nick, "Änne")).Value;

        Assert.Equal((Conversation, KeyUuid), (envelope.ConversationUuid!.Value, envelope.SessionKeyUuid!.Value));
        Assert.Equal("Änne", envelope.Open(Keys.Counting, Conversation, EnvelopeField.Nick).Value);
        Assert.False(envelope.Open(Keys.Counting, Conversation, EnvelopeField.Title).Succeeded);
        Assert.False(envelope.Open(Keys.Counting, new ConversationUuid("another"), EnvelopeField.Nick).Succeeded);
        Assert.False(envelope.Open(SessionKey.Generate(), Conversation, EnvelopeField.Nick).Succeeded);
    }

    [Fact]
    public void An_envelope_under_the_metadata_key_has_exactly_two_members_and_opens_for_its_owner_only()
    {
        using var pair = Keys.Pair(1);
        var key = MetadataKey.Generate();
        var text = Envelope.Seal(key, Owner, EnvelopeField.Nick, "Bo");
        using var json = JsonDocument.Parse(Convert.FromBase64String(text));
        var reopened = MetadataKey.Unwrap(key.WrapFor(pair.Public), pair).Value;

        Assert.Equal(["encryptedBodyBase64", "ivBase64"], json.RootElement.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal("Bo", Envelope.Read(text).Value.Open(reopened, Owner, EnvelopeField.Nick).Value);
        Assert.False(Envelope.Read(text).Value.Open(reopened, new UserId("another"), EnvelopeField.Nick).Succeeded);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no base64")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"encryptedBodyBase64\":null,\"ivBase64\":null}")]
    [InlineData("{\"encryptedBodyBase64\":7,\"ivBase64\":\"AAECAwQFBgcICQoL\"}")]
    public void What_is_no_envelope_is_refused(string json)
    {
        var text = json.Contains('{') || json is "[]" or "null" ? Convert.ToBase64String(Encoding.UTF8.GetBytes(json)) : json;

        Assert.Equal(Status.Invalid, Envelope.Read(text).Failure?.Status);
    }
}
