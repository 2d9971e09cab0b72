using SmartInventory.ServiceDefaults.Telemetry;

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class SqlSpanTests
{
    [Theory]
    [InlineData("SELECT s.a, s.b FROM sales.sales AS s WHERE s.id = $1", "SELECT sales.sales")]
    [InlineData(
        "INSERT INTO \"sales\".\"sales\" (a) VALUES ($1) ON CONFLICT DO UPDATE SET a = 1",
        "INSERT sales.sales"
    )]
    [InlineData("update catalog.stock_levels SET on_hand = 1", "UPDATE catalog.stock_levels")]
    [InlineData("DELETE FROM forecasting.dirty_series AS d", "DELETE forecasting.dirty_series")]
    [InlineData("SELECT * FROM tiny.outbox WHERE sent_at IS NULL FOR UPDATE SKIP LOCKED", "SELECT tiny.outbox")]
    [InlineData("WITH n AS (SELECT 1 FROM a.b) INSERT INTO c.d SELECT * FROM n", "INSERT c.d")]
    [InlineData("COPY sales.staging (a, b) FROM STDIN (FORMAT BINARY)", "COPY sales.staging")]
    [InlineData(
        "INSERT INTO a.b VALUES (1);\nINSERT INTO a.b VALUES (2);\nUPDATE a.c SET d = 1;",
        "INSERT a.b, UPDATE a.c"
    )]
    [InlineData("LISTEN sales_outbox", "LISTEN")]
    [InlineData("SELECT 1", "SELECT")]
    [InlineData("BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED", "BEGIN")]
    [InlineData("", "SQL")]
    public void A_span_of_SQL_is_named_by_what_the_statement_does(string sql, string name) =>
        Assert.Equal(name, SqlSpans.NameOf(sql));
}
