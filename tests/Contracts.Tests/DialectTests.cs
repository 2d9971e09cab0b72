using System.Collections.ObjectModel;
using System.Text.Json;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Contracts.Tests;

public sealed class DialectTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Fields_are_camel_case_enums_are_kebab_case_words_and_nulls_are_left_out()
    {
        var json = JsonSerializer.Serialize(
            new RecordSale
            {
                Sku = "A1",
                Quantity = 1.50m,
                Kind = SaleKind.Return,
                SoldAt = Noon,
            },
            ContractsJson.Options
        );

        Assert.Equal("""{"sku":"A1","quantity":1.50,"kind":"return","soldAt":"2026-01-31T12:00:00+00:00"}""", json);
        Assert.Equal(
            "\"reject-failed-rows\"",
            JsonSerializer.Serialize(BatchMode.RejectFailedRows, ContractsJson.Options)
        );
        Assert.Equal(
            "\"not-enough-data\"",
            JsonSerializer.Serialize(ForecastStatus.NotEnoughData, ContractsJson.Options)
        );
        Assert.Equal("\"2026-01-31\"", JsonSerializer.Serialize(new DateOnly(2026, 1, 31), ContractsJson.Options));
    }

    [Theory]
    [InlineData("""{"kind":1}""")]
    [InlineData("""{"kind":"Refund"}""")]
    [InlineData("""{"quantity":"3"}""")]
    public void Numbers_for_words_and_words_for_numbers_are_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RecordSale>(json, ContractsJson.Options));

    [Fact]
    public void A_client_ignores_fields_that_it_does_not_know() =>
        Assert.Equal(
            "A1",
            JsonSerializer.Deserialize<RecordSale>("""{"sku":"A1","colour":"red"}""", ContractsJson.Options)!.Sku
        );

    [Fact]
    public void A_product_comes_back_as_it_was_sent() =>
        RoundTrip(
            new ProductResponse
            {
                Id = Guid.CreateVersion7(),
                Sku = "A1",
                Name = "Lamp \"big\"",
                Description = null,
                Category = "Light",
                Unit = "each",
                WholeUnits = true,
                Price = 24.9m,
                Cost = 11m,
                ServiceLevel = 0.95m,
                ReviewPeriodDays = 7,
                Suppliers = [new SupplierTermResponse("ACME", "Acme", 14, 12, 6, 11m, true)],
                OnHand = 5,
                OnOrder = 0,
                UnitsSold = 3,
                Revenue = 74.7m,
                LastSoldAt = Noon,
                Archived = false,
                CreatedAt = Noon,
                UpdatedAt = Noon,
                ETag = "\"17\"",
            }
        );

    [Fact]
    public void A_message_comes_back_as_it_was_sent() =>
        RoundTrip(
            new SalesRecorded([
                new SaleLine
                {
                    Id = Guid.CreateVersion7(),
                    Channel = "manual",
                    Sku = "A1",
                    Location = "LONDON",
                    Kind = SaleKind.Sale,
                    Quantity = 2.5m,
                    UnitPrice = 9.99m,
                    SoldAt = Noon,
                    Day = new DateOnly(2026, 1, 31),
                },
            ])
        );

    [Fact]
    public void A_forecast_comes_back_as_it_was_sent() =>
        RoundTrip(
            new ForecastResponse
            {
                Sku = "A1",
                Location = "LONDON",
                Version = 3,
                AsOf = new DateOnly(2026, 1, 30),
                ComputedAt = Noon,
                Status = ForecastStatus.Ok,
                Model = "ses",
                Why = $"lowest pinball loss",
                Levels = [0.05, 0.5, 0.95],
                Days = [new ForecastRow(new DateOnly(2026, 1, 31), 1.25, [0, 1, 4])],
                Cumulative = [],
                Candidates =
                [
                    new ModelScore
                    {
                        Model = "ses",
                        Origins = 8,
                        HorizonDays = 28,
                        Rmsse = 0.8,
                        ScaledPinball = null,
                        CumulativePinball = 0.7,
                        Bias = -0.1,
                        Coverage80 = 0.81,
                        Coverage95 = 0.95,
                        Chosen = true,
                    },
                ],
                Notes = [],
                Marks = [new DemandMark(new DateOnly(2026, 1, 9), DemandMarkKind.Promotion, 9, 1.5)],
                Fit = new FitSource(2, Noon, 7),
            }
        );

    [Fact]
    public void A_report_comes_back_as_it_was_sent() =>
        RoundTrip(
            new ImportReport(
                3,
                1,
                0,
                1,
                ReadOnlyDictionary<string, long>.Empty.Append(new("unknown-sku", 1)).ToDictionary(),
                [new RejectedRow(3, "unknown-sku", "sku X is unknown")]
            )
        );

    /// <summary>Compared as text, because lists inside records are compared by reference.</summary>
    private static void RoundTrip<T>(T value)
    {
        var json = JsonSerializer.Serialize(value, ContractsJson.Options);
        var back = JsonSerializer.Deserialize<T>(json, ContractsJson.Options);
        Assert.Equal(json, JsonSerializer.Serialize(back, ContractsJson.Options));
        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
    }
}
