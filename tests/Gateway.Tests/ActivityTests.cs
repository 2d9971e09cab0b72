using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Web;
using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests;

public sealed class ActivityTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_streams_of_all_services_are_one_in_the_order_of_time()
    {
        await using var catalog = await ServiceAsync(1, 4, 5, 9);
        await using var sales = await ServiceAsync(2, 3, 8);
        await using var forecasting = await ServiceAsync(6, 7);
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("catalog", catalog),
            GatewayHost.At("sales", sales),
            GatewayHost.At("forecasting", forecasting)
        );
        var api = RestService.For<IActivityApi>(gateway.Client, ContractsJson.Refit());

        foreach (var size in new[] { 1, 2, 3, 4, 9, 50 })
        {
            var pages = 0;
            var read = await Listing<ActivityResponse>.ReadAsync(
                50,
                async (_, after) =>
                {
                    pages++;
                    return await api.ListActivity(size, after, by: "ada", ct: Ct);
                }
            );
            Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1], read.Items.Select(e => (e.At - Noon).TotalMinutes));
            Assert.InRange(pages, 9 / size, (9 / size) + 1);
        }
        Assert.All(sales.Seen, line => Assert.Contains("by=ada", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_cannot_be_asked_is_named()
    {
        await using var sales = await ServiceAsync(1);
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("catalog", GatewayHost.Nowhere),
            GatewayHost.At("sales", sales),
            GatewayHost.At("forecasting", sales)
        );
        var page = await RestService
            .For<IActivityApi>(gateway.Client, ContractsJson.Refit())
            .ListActivity(by: "ada", ct: Ct);

        Assert.Equal(2, page.Items.Count);
        Assert.Equal("catalog", Assert.Single(page.Unanswered!).Service);
    }

    [Fact]
    public async Task What_is_asked_wrongly_is_refused_before_anybody_is_asked()
    {
        await using var gateway = await GatewayHost.StartAsync();
        Assert.Equal(
            """
            400 One or more fields are not valid.
            limit: must be between 1 and 500
            subject: must be a kind and a key, as product:LAMP-1 or suggestion:LAMP-1@LDN
            """,
            await Problem.Read(gateway.Client.Get("/api/v1/activity?limit=0&subject=product"))
        );
        using var stranger = await gateway.Stranger.GetAsync("/api/v1/activity", Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    /// <summary>Pages its entries as a service does.</summary>
    private static Task<StubService> ServiceAsync(params int[] minutes) =>
        StubService.StartAsync(app =>
            app.MapGet(
                "/api/v1/activity",
                (int? limit, string? after) =>
                {
                    var size = limit ?? 50;
                    var last = after is null ? DateTimeOffset.MaxValue : DateTimeOffset.Parse(Cursor.Decode(after)![1]);
                    var rows = minutes
                        .OrderDescending()
                        .Select(m => Entry(Noon.AddMinutes(m)))
                        .Where(e => e.At < last)
                        .ToList();
                    return Results.Json(
                        new ActivityPage([.. rows.Take(size)], rows.Count > size ? "more" : null),
                        ContractsJson.Options
                    );
                }
            )
        );

    private static ActivityResponse Entry(DateTimeOffset at) =>
        new()
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            By = "ada",
            Via = Via.Page,
            Action = "changed",
            Kind = SubjectKind.Product,
            Key = "LAMP-1",
            Changes = [],
        };
}
