using System.Globalization;
using System.Text.Json;

namespace SmartInventory.Contracts.Tests;

public sealed class LocationTimeTests
{
    [Theory]
    [InlineData("2026-01-31", "2026-01-31T00:00:00", null)]
    [InlineData("2026-01-31T18:30", "2026-01-31T18:30:00", null)]
    [InlineData("2026-01-31 18:30:05", "2026-01-31T18:30:05", null)]
    [InlineData("2026-01-31T18:30:05Z", "2026-01-31T18:30:05", 0)]
    [InlineData("2026-01-31T18:30:05.25+01:00", "2026-01-31T18:30:05.25", 60)]
    [InlineData("2026-01-31T18:30:05.123456789-0530", "2026-01-31T18:30:05.1234567", -330)]
    [InlineData("2026-01-31T18:30:05+14", "2026-01-31T18:30:05", 840)]
    [InlineData("2024-02-29", "2024-02-29T00:00:00", null)]
    public void Is_read(string text, string time, int? offsetMinutes)
    {
        var parsed = LocationTime.Read(text);
        Assert.True(parsed.IsTime);
        Assert.Equal(DateTime.Parse(time, CultureInfo.InvariantCulture), parsed.Clock);
        Assert.Equal(offsetMinutes, parsed.Offset is { } offset ? (int)offset.TotalMinutes : null);
        Assert.Equal(parsed, JsonSerializer.Deserialize<LocationTime>(JsonSerializer.Serialize(parsed)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026")]
    [InlineData("2026-13-01")]
    [InlineData("2026-02-29")]
    [InlineData("0000-01-01")]
    [InlineData("31.01.2026")]
    [InlineData("2026-1-31")]
    [InlineData("2026-01-31T")]
    [InlineData("2026-01-31T24:00")]
    [InlineData("2026-01-31T23:60")]
    [InlineData("2026-01-31T23:59:60")]
    [InlineData("2026-01-31T23:59:59.")]
    [InlineData("2026-01-31T23:59:59z1")]
    [InlineData("2026-01-31T23:59:59+15:00")]
    [InlineData("2026-01-31T23:59:59+1:00")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    public void Is_refused(string text) => Assert.False(LocationTime.Read(text).IsTime);

    [Theory]
    [InlineData("2026-01-31", "2026-01-31T05:00:00Z")]
    [InlineData("2026-07-01T00:30", "2026-07-01T04:30:00Z")]
    [InlineData("2026-07-01T00:30+02:00", "2026-06-30T22:30:00Z")]
    [InlineData("2026-03-08T02:30", "2026-03-08T07:30:00Z")] // The clock jumped from 2 to 3: winter's offset.
    [InlineData("2026-11-01T01:30", "2026-11-01T06:30:00Z")] // It showed half past one twice: winter's.
    [InlineData("9999-12-31T23:59", "9999-12-31T23:59:59.9999999Z")]
    public void Is_a_moment_on_the_clock_of_new_york(string text, string moment)
    {
        var clock = CalendarDay.Clock("America/New_York")!;
        Assert.Equal(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture), LocationTime.Read(text).In(clock));
    }

    [Fact]
    public void A_day_is_the_one_that_the_clock_shows()
    {
        var instant = new DateTimeOffset(2026, 6, 30, 23, 30, 0, TimeSpan.Zero);
        Assert.Equal(new DateOnly(2026, 7, 1), CalendarDay.In(CalendarDay.Clock("Europe/London")!, instant));
        Assert.Equal(new DateOnly(2026, 6, 30), CalendarDay.In(CalendarDay.Clock("America/New_York")!, instant));
        Assert.Null(CalendarDay.Clock("Mars/Olympus"));
    }
}
