using Hansard.Record.Format;
using Xunit;

namespace Hansard.Record.Tests.Format;

public sealed class LineTimesTests
{
    [Theory]
    [InlineData(1_589_400_286_204_925, "1589400286.204925")]
    [InlineData(1_544_019_125_075_323, "1544019125.075323")]
    [InlineData(1_544_019_125_000_000, "1544019125.000000")]
    public void A_message_timestamp_always_has_six_digits(long microseconds, string expected)
    {
        Assert.Equal(expected, LineTimes.MessageTimestamp(microseconds));
        Assert.True(LineTimes.TryReadMessageTimestamp(expected, out var read));
        Assert.Equal(microseconds, read);
    }

    // be452b00-f897-11e8-… of the documented room line is a time-based UUID made at 1544019125.0754304.
    [Theory]
    [InlineData("1544019125.75323", 1_544_019_125_075_323)]
    [InlineData("1544019125.5", 1_544_019_125_000_005)]
    public void Documented_timestamps_lost_their_leading_zeros(string text, long microseconds)
    {
        Assert.True(LineTimes.TryReadMessageTimestamp(text, out var read));
        Assert.Equal(microseconds, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1544019125")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1.1234567")]
    [InlineData("-1.5")]
    [InlineData("1.-5")]
    [InlineData("1.5 ")]
    [InlineData("9223372036854775807.5")]
    public void What_is_no_timestamp_is_refused(string text) => Assert.False(LineTimes.TryReadMessageTimestamp(text, out _));

    [Theory]
    [InlineData("UTC", "5/13/20 8:04 PM")]
    [InlineData("Europe/Rome", "5/13/20 10:04 PM")]
    [InlineData("Asia/Tokyo", "5/14/20 5:04 AM")]
    public void The_time_for_people_is_in_the_configured_zone(string zone, string expected) =>
        Assert.Equal(expected, LineTimes.HumanTime(Lines.Timestamp, TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Fact]
    public void Noon_and_midnight_are_twelve()
    {
        Assert.Equal("1/1/70 12:00 AM", LineTimes.HumanTime(0, TimeZoneInfo.Utc));
        Assert.Equal("1/1/70 12:00 PM", LineTimes.HumanTime(12L * 3600 * 1_000_000, TimeZoneInfo.Utc));
    }
}
