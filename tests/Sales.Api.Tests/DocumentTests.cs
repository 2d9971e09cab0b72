using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts;
using SmartInventory.Testing;

namespace SmartInventory.Sales.Api.Tests;

/// <summary>What the service says of itself is what it is.</summary>
public sealed class DocumentTests(SalesApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_operations_are_those_of_the_client_by_name_path_and_query() =>
        Assert.Equal(ApiDocument.LinesOf<ISalesApi>(), (await Document()).Lines);

    [Fact]
    public async Task Every_operation_declares_what_can_go_wrong()
    {
        foreach (var operation in (await Document()).Operations)
        {
            var (id, answers) = (operation.Id, operation.Answers);
            Assert.True(answers.ContainsKey("503"), $"{id} without 503");
            if (operation.Path.Contains("{id}", StringComparison.Ordinal))
                Assert.True(answers.ContainsKey("404"), $"{id} without 404");
            if (id is not ("GetSale" or "SalesTotals" or "GetImport" or "FinishImport" or "UndoImport"))
                Assert.True(answers.ContainsKey("400"), $"{id} without 400");
            // A stream cannot be one transaction with a key; its rows have names of their own. To finish or undo an
            // import twice is the same as once.
            if (operation.Method == "post")
                Assert.Equal(id is not ("ImportSales" or "FinishImport" or "UndoImport"), answers.ContainsKey("422"));
            Assert.Empty(operation.NoProblems);
        }
    }

    [Fact]
    public async Task Every_operation_is_for_the_roles_that_it_names_and_for_no_stranger() =>
        Assert.Empty(await AccessWalk.RunAsync(await Document(), role => app.As(role)));

    [Fact]
    public void Only_what_watches_and_describes_the_service_is_open() =>
        Assert.Equal(
            ["/alive", "/health", "/openapi/{documentName}.json", "/responsive"],
            AccessWalk.Open(app.Services)
        );

    [Fact]
    public void Its_tables_are_those_of_its_migrations()
    {
        using var scope = app.Services.CreateScope();
        Assert.False(scope.ServiceProvider.GetRequiredService<SalesDb>().Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task Readers_and_generators_of_clients_miss_nothing() =>
        Assert.Empty((await Document()).Faults("RecordSale", "RecordSales", "ImportSales"));

    [Fact]
    public async Task What_a_request_must_say_is_what_an_empty_one_is_refused_for() =>
        Assert.Empty(await (await Document()).RequiredFaultsAsync(app.Http, Cancellation));

    [Fact]
    public async Task It_says_what_a_time_looks_like()
    {
        var schemas = (await Document()).Root.GetProperty("components").GetProperty("schemas");
        foreach (var request in (string[])["RecordSale", "ReturnSale"])
        {
            var soldAt = schemas.GetProperty(request).GetProperty("properties").GetProperty("soldAt").GetRawText();
            Assert.Contains("#/components/schemas/LocationTime", soldAt, StringComparison.Ordinal);
        }

        var time = schemas.GetProperty("LocationTime");
        Assert.Equal("string", time.GetProperty("type").GetString());
        Assert.Contains("the location's clock", time.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Contains("2026-01-31T18:30", time.GetProperty("examples").EnumerateArray().Select(e => e.GetString()));
    }

    private Task<ApiDocument> Document() => ApiDocument.ReadAsync(app.Http, Cancellation);
}
