using System.Globalization;
using System.Text;
using SmartInventory.Sales.Api.Import;

namespace SmartInventory.Sales.Api.Tests;

public sealed class IsoTimeTests
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
        Assert.True(IsoTime.TryParse(Encoding.UTF8.GetBytes(text), out var parsed, out var offset));
        Assert.Equal(DateTime.Parse(time, CultureInfo.InvariantCulture), parsed);
        Assert.Equal(offsetMinutes, offset is { } o ? (int)o.TotalMinutes : null);
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
    public void Is_refused(string text) => Assert.False(IsoTime.TryParse(Encoding.UTF8.GetBytes(text), out _, out _));
}
