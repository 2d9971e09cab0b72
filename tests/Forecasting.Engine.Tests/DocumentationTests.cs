namespace SmartInventory.Forecasting.Engine.Tests;

/// <summary>The five lines of docs/engine.md are these, and they do what the page says.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void The_five_lines_of_the_page_forecast_a_list_of_numbers()
    {
        // docs/engine.md begins
        double[] sold = [3, 0, 2, 5, 4, 9, 7, 2, 1, 3, 4, 5, 8, 6, 4, 0, 2, 6, 3, 10, 8, 3, 1, 2, 5, 4, 9, 7];
        var forecast = Forecaster.Forecast(sold, season: 7, horizon: 14, probabilities: [.1, .5, .95]);
        var tomorrow = forecast.Mean[0];
        var busyDay = forecast.Quantiles[2][0];
        var fortnight = forecast.Cumulative[2][13];
        // docs/engine.md ends

        Assert.Equal((14, 3, 3), (forecast.Mean.Length, forecast.Quantiles.Length, forecast.Cumulative.Length));
        Assert.All(forecast.Quantiles.Concat(forecast.Cumulative), row => Assert.Equal(14, row.Length));
        Assert.Equal([.1, .5, .95], forecast.Probabilities);
        Assert.InRange(tomorrow, 0.5, 8);
        Assert.True(busyDay > tomorrow && busyDay == Math.Floor(busyDay));
        Assert.InRange(fortnight, forecast.Mean.Sum(), forecast.Quantiles[2].Sum() - 1);
    }

    [Fact]
    public void The_page_shows_the_lines_that_are_run()
    {
        var page = Lines("docs/engine.md")
            .SkipWhile(l => l != "```csharp")
            .Skip(1)
            .TakeWhile(l => l != "```")
            .ToArray();
        var run = Lines("tests/Forecasting.Engine.Tests/DocumentationTests.cs")
            .Select(l => l.Trim())
            .SkipWhile(l => l != "// docs/engine.md begins")
            .Skip(1)
            .TakeWhile(l => l != "// docs/engine.md ends")
            .ToArray();
        Assert.Equal(5, page.Length);
        Assert.Equal(run, page);
    }

    [Fact]
    public void What_cannot_be_asked_is_refused_by_name()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Forecaster.Forecast([1, 2], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Forecaster.Forecast([1, 2], 1, 3, [.5, 1]));
        Assert.Throws<ArgumentException>(() => Forecaster.Forecast([1, 2], 1, 3, [.9, .5]));
        Assert.Throws<ArgumentException>(() => Forecaster.Forecast([1, 2], 1, 3, method: "crystal-ball"));
        Assert.Equal(Forecaster.Probabilities, Forecaster.Forecast([1, 2], 1, 3).Probabilities);
    }

    private static string[] Lines(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SmartInventory.sln")))
            folder = folder.Parent;
        return File.ReadAllLines(Path.Combine(folder!.FullName, path));
    }
}
