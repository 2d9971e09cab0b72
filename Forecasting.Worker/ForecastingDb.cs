using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Accuracy;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.GlobalModels;
using SmartInventory.Forecasting.Groups;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Policies;
using SmartInventory.Forecasting.Replenishment;
using SmartInventory.Forecasting.Trends;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Books;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Forecasting;

/// <summary>
/// Schema <c>forecasting</c>: what other services told us, the demand, and what was computed from it.
/// </summary>
internal sealed class ForecastingDb(DbContextOptions<ForecastingDb> options) : DbContext(options)
{
    public const string Schema = "forecasting";

    public DbSet<KnownProduct> Products => Set<KnownProduct>();
    public DbSet<KnownSupplier> Suppliers => Set<KnownSupplier>();
    public DbSet<KnownLeadTime> LeadTimes => Set<KnownLeadTime>();
    public DbSet<KnownLocation> Locations => Set<KnownLocation>();
    public DbSet<KnownStock> Stock => Set<KnownStock>();
    public DbSet<StockOut> StockOuts => Set<StockOut>();
    public DbSet<StoredPolicy> Policies => Set<StoredPolicy>();
    public DbSet<ProductSegment> ProductSegments => Set<ProductSegment>();
    public DbSet<DemandRow> Demand => Set<DemandRow>();
    public DbSet<MarkedDays> MarkedDays => Set<MarkedDays>();
    public DbSet<TradingDay> TradingDays => Set<TradingDay>();
    public DbSet<LocationDays> LocationDays => Set<LocationDays>();
    public DbSet<DirtySeries> Dirty => Set<DirtySeries>();
    public DbSet<StoredFit> Fits => Set<StoredFit>();
    public DbSet<RefitRequest> RefitRequests => Set<RefitRequest>();
    public DbSet<StoredModel> Models => Set<StoredModel>();
    public DbSet<BegunDay> Trainings => Set<BegunDay>();
    public DbSet<StoredForecast> Forecasts => Set<StoredForecast>();
    public DbSet<StoredSuggestion> Suggestions => Set<StoredSuggestion>();
    public DbSet<SetAsideSeries> SetAsides => Set<SetAsideSeries>();
    public DbSet<Decision> Decisions => Set<Decision>();
    public DbSet<StoredTrend> Trends => Set<StoredTrend>();
    public DbSet<StoredTurnover> Turnover => Set<StoredTurnover>();
    public DbSet<StoredAnomaly> Anomalies => Set<StoredAnomaly>();
    public DbSet<DirtyTrend> DirtyTrends => Set<DirtyTrend>();
    public DbSet<LoggedForecast> ForecastLog => Set<LoggedForecast>();
    public DbSet<AccuracyReport> AccuracyReports => Set<AccuracyReport>();
    public DbSet<Scoring> Scorings => Set<Scoring>();
    public DbSet<TrackingSignal> TrackingSignals => Set<TrackingSignal>();
    public DbSet<GroupDay> GroupDays => Set<GroupDay>();
    public DbSet<GroupDemand> GroupDemand => Set<GroupDemand>();
    public DbSet<CacheDebt> CacheDebts => Set<CacheDebt>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.HasSequence("touch");
        modelBuilder.MapTables();
        modelBuilder.MapMessagingTables(Schema);
        modelBuilder.MapActivityTable(Schema);
        modelBuilder.MapBooks(Schema);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<decimal>().HavePrecision(19, 4);
    }
}
