using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Testing;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>What the service says of itself is what it is, and what its client expects.</summary>
public sealed class DocumentTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    /// <summary>What names a policy is in the query: categories have slashes.</summary>
    private static readonly string[] ByQuery = ["GetPolicy", "SetPolicy", "ClearPolicy", "GetEffectivePolicy"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_operations_are_those_of_the_client_by_name_path_and_query() =>
        Assert.Equal(ApiDocument.LinesOf<IForecastingApi>(), (await ApiDocument.ReadAsync(worker.Http, Ct)).Lines);

    [Fact]
    public async Task Every_operation_declares_what_can_go_wrong()
    {
        foreach (var operation in (await ApiDocument.ReadAsync(worker.Http, Ct)).Operations)
        {
            var answers = operation.Answers;
            Assert.True(answers.ContainsKey("503"), $"{operation.Id} without 503");
            var named = operation.Path.Contains('{', StringComparison.Ordinal) || ByQuery.Contains(operation.Id);
            Assert.True(answers.ContainsKey("404") == named, $"{operation.Id} and 404");
            var body = operation.Description.TryGetProperty("requestBody", out _);
            var reads = named || body || operation.Query.Any() || operation.Headers.Any();
            Assert.True(answers.ContainsKey("400") == reads, $"{operation.Id} and 400");
            Assert.Empty(operation.NoProblems);
            Assert.NotEmpty(operation.Description.GetProperty("summary").GetString()!);
        }
    }

    [Fact]
    public async Task Readers_and_generators_of_clients_miss_nothing() =>
        Assert.Empty(
            (await ApiDocument.ReadAsync(worker.Http, Ct)).Faults(
                "ListSuggestions",
                "DecideSuggestions",
                "AcceptDueSuggestions",
                "SimulateReplenishment",
                "AskWhatIf"
            )
        );

    [Fact]
    public async Task What_a_request_must_say_is_what_an_empty_one_is_refused_for() =>
        Assert.Empty(await (await ApiDocument.ReadAsync(worker.Http, Ct)).RequiredFaultsAsync(worker.Http, Ct));

    [Fact]
    public async Task Every_operation_is_for_the_roles_that_it_names_and_for_no_stranger() =>
        Assert.Empty(await AccessWalk.RunAsync(await ApiDocument.ReadAsync(worker.Http, Ct), role => worker.As(role)));

    [Fact]
    public void Only_what_watches_and_describes_the_service_is_open() =>
        Assert.Equal(
            ["/alive", "/health", "/openapi/{documentName}.json", "/responsive"],
            AccessWalk.Open(worker.Services)
        );

    [Fact]
    public Task Its_tables_are_those_of_its_migrations() =>
        worker.Db(db =>
        {
            Assert.False(db.Database.HasPendingModelChanges());
            return Task.FromResult(0);
        });
}
