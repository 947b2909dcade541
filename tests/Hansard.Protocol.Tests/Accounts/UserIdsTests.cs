using Hansard.Protocol.Accounts;

namespace Hansard.Protocol.Tests.Accounts;

public sealed class UserIdsTests
{
    [Fact]
    public void The_id_of_a_number_is_the_one_of_the_reference()
    {
        Assert.True(PhoneNumbers.TryUserIdOf("+35794048714", out var id));
        Assert.Equal("/4DZItfW2uZQyMCcxDboGMF0SjJs5sfedl9SXWNaO8Y=", id.Value);
    }

    [Theory]
    [InlineData("+1234567")]
    [InlineData("+123456789012345")]
    public void Seven_to_fifteen_digits_behind_a_plus_are_a_number(string number) => Assert.True(PhoneNumbers.TryUserIdOf(number, out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("35794048714")]
    [InlineData("+123456")]
    [InlineData("+1234567890123456")]
    [InlineData("+3579404871a")]
    [InlineData("+357 94048714")]
    [InlineData("+35794048714\n")]
    [InlineData("+٣٥٧٩٤٠٤٨٧")]
    public void Anything_else_is_none(string? number) => Assert.False(PhoneNumbers.TryUserIdOf(number, out _));

    [Fact]
    public void A_bots_id_is_made_of_its_network_and_name() =>
        Assert.Equal("hsoVWxTohS0FA4AbelWxLIWjvWwOh7tx14q1ig/Cx1A=", UserIds.OfBot("default", "recorder-1").Value);
}
