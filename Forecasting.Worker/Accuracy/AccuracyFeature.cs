using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Forecasting.Accuracy;

/// <summary>What forecasts were worth once the days had come.</summary>
internal static class AccuracyFeature
{
    /// <summary>As far back as anybody can ask, and a day more for where the date is another.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(Limits.MaxAccuracyDays + 1);

    public static void AddAccuracy(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Scorer>();
        builder.Services.AddScoped<AccuracyReader>();
        builder.Services.AddScoped<ForecastBook>();
        builder.Services.AddHostedService<ScoringService>();
        builder.Keep<ForecastingDb>(
            "forecast_log",
            Kept,
            (db, before, ct) =>
            {
                var day = DateOnly.FromDateTime(before.UtcDateTime);
                return db.ForecastLog.Where(f => f.Due < day).ExecuteDeleteAsync(ct);
            }
        );
        builder.Keep<ForecastingDb>(
            "tracking_signals",
            Kept,
            (db, before, ct) =>
            {
                var day = DateOnly.FromDateTime(before.UtcDateTime);
                return db.TrackingSignals.Where(s => s.Day < day).ExecuteDeleteAsync(ct);
            }
        );
    }

    public static void MapAccuracy(this RouteGroupBuilder forecasts)
    {
        forecasts
            .MapGet("/accuracy", AccuracyEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetAccuracy")
            .WithSummary("What the forecasts of the last days were worth")
            .WithDescription(
                "Yesterday's forecasts against what came, for the day ahead and for the lead time, per model and "
                    + "beside seasonal naive; and the series whose forecasts miss most steadily in one direction."
            );
        forecasts
            .MapGet("/accuracy/weeks", AccuracyEndpoints.Weeks)
            .RequireAuthorization(Access.View)
            .WithName("GetAccuracyByWeek")
            .WithSummary("What forecasts were worth week by week")
            .WithDescription(
                "Per week in which compared days lie, of all series together, as far back as scores are kept: 90 days."
            );
        forecasts
            .MapGet("/accuracy/worst", AccuracyEndpoints.Worst)
            .RequireAuthorization(Access.View)
            .WithName("ListWorstForecasts")
            .WithSummary("The series whose forecasts missed by the most money")
            .WithDescription(
                "Units by which forecasts of the next day missed, added up over the days and weighted by the sales "
                    + "price; beside it by the margin. Series without a price come last, by units."
            );
        forecasts
            .MapGet("/accuracy/methods", AccuracyEndpoints.Methods)
            .RequireAuthorization(Access.View)
            .WithName("GetForecastMethods")
            .WithSummary("By which methods series are forecast")
            .WithDescription(
                "How many series each method was chosen for, when the choices in force were made, how many series "
                    + "wait to be fitted anew, and which have too little history for a choice."
            );
    }

    public static void MapAccuracyTables(this ModelBuilder model)
    {
        model.Entity<LoggedForecast>(forecast =>
        {
            forecast
                .ToTable("forecast_log")
                .HasKey(f => new
                {
                    f.Sku,
                    f.Location,
                    f.AsOf,
                    f.Span,
                });
            forecast.Property(f => f.Span).HasConversion<string>();
            forecast
                .HasIndex(f => new { f.Location, f.Due })
                .HasFilter("NOT settled")
                .HasDatabaseName("ix_forecast_log_to_score");
            forecast.HasIndex(f => f.Due);
        });
        model.Entity<Scoring>().ToTable("scorings").HasKey(s => s.Location);
        model.Entity<AccuracyReport>(report =>
        {
            report.ToTable("accuracy_reports").HasKey(r => r.Days);
            report.Property(r => r.Days).ValueGeneratedNever();
            report.Property(r => r.Document).HasColumnType("json");
        });
        model.Entity<TrackingSignal>().ToTable("tracking_signals").HasKey(s => new { s.Sku, s.Location });
    }
}
