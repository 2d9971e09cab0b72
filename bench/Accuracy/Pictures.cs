using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using SmartInventory.Forecasting.Engine;

namespace SmartInventory.Accuracy;

/// <summary>Draws forecasts beside what came: an SVG per series and origin.</summary>
public static class Pictures
{
    private const int PeriodsBefore = 84;

    private static readonly OxyColor Ink = OxyColor.FromRgb(0x33, 0x3d, 0x47);
    private static readonly OxyColor Blue = OxyColor.FromRgb(0x1f, 0x6f, 0xb4);
    private static readonly OxyColor Orange = OxyColor.FromRgb(0xc8, 0x55, 0x1b);

    /// <summary>Writes <c>{id}-{origin}.svg</c>: the last periods, the mean, both intervals and the truth.</summary>
    public static void Draw(string folder, ForecastTask task, DistributionForecast forecast)
    {
        var plot = new PlotModel
        {
            Title = $"{task.Id}: {forecast.Method}",
            TitleFontSize = 13,
            TitleFontWeight = FontWeights.Normal,
            TextColor = Ink,
            PlotAreaBorderColor = OxyColors.LightGray,
            Background = OxyColors.White,
        };
        plot.Axes.Add(
            new LinearAxis
            {
                Position = AxisPosition.Left,
                Minimum = 0,
                MaximumPadding = .06,
                MajorGridlineStyle = LineStyle.Solid,
                MajorGridlineColor = OxyColors.WhiteSmoke,
            }
        );
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "days from the forecast" });
        plot.Series.Add(Band(forecast.Quantiles[0], forecast.Quantiles[^1], 30));
        plot.Series.Add(Band(forecast.Quantiles[2], forecast.Quantiles[^3], 60));
        var from = Math.Max(0, task.History.Length - PeriodsBefore);
        plot.Series.Add(Line(task.History[from..], from - task.History.Length + 1, Ink));
        if (task.Truth is not null)
            plot.Series.Add(Line(task.Truth, 1, Orange));
        plot.Series.Add(Line(forecast.Mean, 1, Blue));
        using var file = File.Create(
            Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{task.Id}-{task.Origin}.svg"))
        );
        new SvgExporter { Width = 760, Height = 260 }.Export(plot, file);
    }

    private static LineSeries Line(double[] values, int first, OxyColor color)
    {
        var line = new LineSeries { Color = color, StrokeThickness = 1.4 };
        for (var t = 0; t < values.Length; t++)
            line.Points.Add(new(first + t, values[t]));
        return line;
    }

    private static AreaSeries Band(double[] low, double[] high, byte opacity)
    {
        var band = new AreaSeries
        {
            Fill = OxyColor.FromAColor(opacity, Blue),
            Color = OxyColors.Transparent,
            Color2 = OxyColors.Transparent,
        };
        for (var h = 0; h < low.Length; h++)
        {
            band.Points.Add(new(h + 1, high[h]));
            band.Points2.Add(new(h + 1, low[h]));
        }
        return band;
    }
}
