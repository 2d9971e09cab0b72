using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>What the service says of itself is what it is, and what its client expects.</summary>
public sealed class DocumentTests(CatalogApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_operations_are_those_of_the_client_by_name_path_and_query() =>
        Assert.Equal(ApiDocument.LinesOf<ICatalogApi>(), (await Document()).Lines);

    [Fact]
    public async Task Every_operation_declares_what_can_go_wrong()
    {
        foreach (var operation in (await Document()).Operations)
        {
            var headers = ApiDocument.HeadersOf<ICatalogApi>(operation.Id);
            var (keyed, versioned) = (headers.Contains("Idempotency-Key"), headers.Contains("If-Match"));
            var answers = operation.Answers;
            Declares("503", always: true);
            Declares("404", always: operation.Path.Contains('{', StringComparison.Ordinal));
            // A picture may be well sent and yet damaged or too large.
            Declares("422", always: keyed || operation.Id == "SetProductImage");
            Declares("412", always: versioned);
            Declares("428", always: versioned);
            var reads = operation.Description.TryGetProperty("requestBody", out _) || operation.Query.Any();
            Declares("400", always: reads || keyed);
            // Only the question which SKUs exist changes nothing.
            if (operation.Method == "post")
                Assert.Equal(operation.Id != "LookupProducts", keyed);
            Assert.Empty(operation.NoProblems);

            void Declares(string status, bool always) =>
                Assert.True(
                    answers.ContainsKey(status) == always,
                    $"{operation.Id} {(always ? "without" : "with")} {status}"
                );
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
    public async Task Readers_and_generators_of_clients_miss_nothing() =>
        Assert.Empty(
            (await Document()).Faults(
                "CreateProduct",
                "CreateLocation",
                "CreateSupplier",
                "CreatePurchaseOrder",
                "ReceiveStock",
                "AdjustStock"
            )
        );

    [Fact]
    public async Task What_a_request_must_say_is_what_an_empty_one_is_refused_for() =>
        Assert.Empty(await (await Document()).RequiredFaultsAsync(app.Http, Cancellation));

    [Fact]
    public void Its_tables_are_those_of_its_migrations()
    {
        using var scope = app.Services.CreateScope();
        Assert.False(scope.ServiceProvider.GetRequiredService<CatalogDb>().Database.HasPendingModelChanges());
    }

    private Task<ApiDocument> Document() => ApiDocument.ReadAsync(app.Http, Cancellation);
}
