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
            new ProductResponse(
                Guid.CreateVersion7(),
                "A1",
                "Lamp \"big\"",
                null,
                "Light",
                "each",
                true,
                24.9m,
                11m,
                0.95m,
                7,
                [new SupplierTermResponse("ACME", "Acme", 14, 12, 6, 11m, true)],
                5,
                0,
                3,
                74.7m,
                Noon,
                false,
                Noon,
                Noon,
                "\"17\""
            )
        );

    [Fact]
    public void A_message_comes_back_as_it_was_sent() =>
        RoundTrip(
            new SalesRecorded([
                new SaleLine(
                    Guid.CreateVersion7(),
                    "manual",
                    "A1",
                    "LONDON",
                    SaleKind.Sale,
                    2.5m,
                    9.99m,
                    Noon,
                    new DateOnly(2026, 1, 31)
                ),
            ])
        );

    [Fact]
    public void A_forecast_comes_back_as_it_was_sent() =>
        RoundTrip(
            new ForecastResponse(
                "A1",
                "LONDON",
                3,
                new DateOnly(2026, 1, 30),
                Noon,
                ForecastStatus.Ok,
                "ses",
                "lowest pinball loss",
                [0.05, 0.5, 0.95],
                [new ForecastRow(new DateOnly(2026, 1, 31), 1.25, [0, 1, 4])],
                [],
                [new ModelScore("ses", 8, 28, 0.8, null, 0.7, -0.1, 0.81, 0.95, true)],
                [],
                [new DemandMark(new DateOnly(2026, 1, 9), DemandMarkKind.Promotion, 9, 1.5)],
                new FitSource(2, Noon, 7)
            )
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
