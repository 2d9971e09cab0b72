using System.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Localization;
using SmartInventory.Contracts.Status;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>Nothing on any page is left in English: each is opened in a pseudo language.</summary>
public sealed partial class TranslatedTests(TranslatedTests.Shops shops) : IClassFixture<TranslatedTests.Shops>
{
    /// <summary>Each route with an address or several, in which {upload} is a file that was uploaded.</summary>
    internal static readonly Dictionary<string, string[]> Pages = new(StringComparer.Ordinal)
    {
        ["/"] = ["/", "/?all=true&mine=true"],
        ["/activity"] = ["/activity", "/activity?by=nobody"],
        ["/comments"] = ["/comments"],
        ["/error/{code:int}"] = ["/there-is-no-such-page", "/error/401", "/error/403", "/error/500"],
        ["/help/terms"] = ["/help/terms"],
        ["/forecasts"] = ["/forecasts", "/forecasts?asked=2&location=LONDON", "/forecasts?fitted=85123A"],
        ["/imports"] = ["/imports?problem=too-large", "/imports?problem=gone"],
        ["/imports/{id:guid}"] = ["/imports/{upload}"],
        ["/imports/undo/{id:guid}"] = [$"/imports/undo/{ImportShop.Id}"],
        ["/inbox"] = ["/inbox", "/inbox?all=true"],
        ["/language"] = ["/language"],
        ["/locations"] = ["/locations"],
        ["/locations-edit"] = ["/locations-edit"],
        ["/locations-edit/{key}"] = ["/locations-edit/LONDON"],
        ["/orders"] =
        [
            "/orders",
            "/orders?done=approved&number=PO-7",
            "/orders?view=calendar",
            "/orders?status=sent&late=true",
        ],
        ["/orders/{number}"] = ["/orders/PO-7", "/orders/PO-8?done=sent"],
        ["/orders-limits"] = ["/orders-limits?done=true"],
        ["/orders-new"] = ["/orders-new"],
        ["/product-edit"] = ["/product-edit"],
        ["/product-edit/{**key}"] = ["/product-edit/85123A"],
        ["/product-image/{**key}"] = ["/product-image/85123A"],
        ["/product-terms/{**key}"] = ["/product-terms/85123A", "/product-terms/85123A?of=ACME&done=ACME"],
        ["/products"] = ["/products", "/products?search=x&sort=revenue&archived=true"],
        ["/products-edit"] = ["/products-edit", "/products-edit?sku=85123A", "/products-edit?all=true&category=GIFTS"],
        ["/products/{**sku}"] = ["/products/85123A", "/products/22423?location=LONDON&grain=month"],
        ["/replenishment"] =
        [
            "/replenishment",
            "/replenishment?part=SetAside&done=snoozed&by=Location",
            "/replenishment?done=accepted&drafts=PO-7&by=Category",
            "/replenishment?done=transferred",
        ],
        ["/replenishment/history/{sku}"] =
        [
            "/replenishment/history/85123A",
            "/replenishment/history/85123A?at=2011-12-09",
        ],
        ["/replenishment/policies"] = ["/replenishment/policies", "/replenishment/policies?scope=category"],
        ["/replenishment/policies/edit"] =
        [
            "/replenishment/policies/edit?key=category:Lamps",
            "/replenishment/policies/edit?key=all:",
        ],
        ["/replenishment/simulate"] = ["/replenishment/simulate", "/replenishment/simulate?run=true&supplier=ACME"],
        ["/replenishment/what-if"] =
        [
            "/replenishment/what-if",
            "/replenishment/what-if?run=true&s[0].demand=1.2&drafts=PO-7",
            "/replenishment/what-if?run=true&s[0].demand=1a",
        ],
        ["/sales"] = ["/sales"],
        ["/sales/{id:guid}"] = [$"/sales/{ImportShop.Id}"],
        ["/sales/new"] = ["/sales/new"],
        ["/sales/recorded"] = ["/sales/recorded"],
        ["/search"] = ["/search", "/search?q=85123A", "/search?q=policies"],
        ["/sign-in-failed"] =
        [
            "/sign-in-failed?why=cancelled",
            "/sign-in-failed?why=stale",
            "/sign-in-failed?why=clock",
            "/sign-in-failed?why=away",
            "/sign-in-failed?why=refused",
        ],
        ["/sign-out"] = ["/sign-out"],
        ["/stock"] = ["/stock"],
        ["/stock/adjust"] = ["/stock/adjust"],
        ["/stock/counts"] = ["/stock/counts"],
        ["/stock/counts/{number:int}"] = ["/stock/counts/1"],
        ["/stock/counts/{number:int}/count"] = ["/stock/counts/1/count"],
        ["/stock/counts/{number:int}/print"] = ["/stock/counts/1/print"],
        ["/stock/movement"] = ["/stock/movement"],
        ["/stock/movements"] = ["/stock/movements"],
        ["/stock/receive"] = ["/stock/receive"],
        ["/stock/transfer"] = ["/stock/transfer"],
        ["/suppliers"] = ["/suppliers"],
        ["/suppliers/{code}"] = ["/suppliers/ACME"],
        ["/suppliers-edit"] = ["/suppliers-edit"],
        ["/suppliers-edit/{key}"] = ["/suppliers-edit/ACME"],
        ["/system"] = ["/system", "/system?sent=1", "/system?sent=0"],
        ["/tokens"] = ["/tokens", "/tokens?done=revoked"],
        ["/trends"] = ["/trends", "/trends?location=LONDON&abc=a&xyz=z&by=units&a=0.7&sort=growth&mover=fast"],
        ["/trends/ahead"] = ["/trends/ahead", "/trends/ahead?by=location&grain=week&category=Light"],
        ["/trends/anomalies"] = ["/trends/anomalies", "/trends/anomalies?kind=silence&sku=85123A"],
        ["/trends/hours"] = ["/trends/hours"],
        ["/trends/stock"] = ["/trends/stock", "/trends/stock?motion=dead&cover=60&location=LONDON"],
        ["/trends/together"] = ["/trends/together", "/trends/together?sku=85123A"],
        ["/trends/totals"] = ["/trends/totals?by=product&against=last-year&from=2011-12-01&to=2011-12-09"],
        ["/users"] = ["/users"],
        ["/users/{name}"] = ["/users/ada?done=unlocked", "/users/admin"],
        ["/views"] = ["/views"],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Routes => [.. Pages.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_page_is_opened() =>
        Assert.Equal(
            shops
                .Dashboard.Services.GetServices<EndpointDataSource>()
                .SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
                .Select(endpoint => $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}")
                .Distinct()
                .Order(StringComparer.Ordinal),
            Pages.Keys.Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_page_says_nothing_that_is_not_translated(string route)
    {
        var plain = new List<string>();
        foreach (var address in Pages[route].Select(a => a.Replace("{upload}", shops.Upload, StringComparison.Ordinal)))
        foreach (var browser in shops.Browsers)
        {
            using var answer = await browser.GetAsync(address, Ct);
            var html = await answer.Content.ReadAsStringAsync(Ct);
            // A page that is not there says so in the reader's language, too.
            Assert.Contains("⟦", html, StringComparison.Ordinal);
            plain.AddRange(Speaks.Plainly(html, address, shops.Answers));
        }

        Assert.Empty(plain.Distinct());
    }

    /// <summary>A shop in which there is something of everything, and an empty one.</summary>
    public sealed partial class Shops : IAsyncLifetime
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("translated-");
        private readonly List<StubGateway> _gateways = [];
        private readonly List<DashboardHost> _dashboards = [];

        public IEnumerable<Answer> Answers => _gateways.SelectMany(gateway => gateway.Answers);

        public List<HttpClient> Browsers { get; } = [];

        /// <summary>The id of a file that can be imported.</summary>
        public string Upload { get; private set; } = "";

        internal DashboardHost Dashboard => _dashboards[0];

        public async ValueTask InitializeAsync()
        {
            foreach (var gateway in new[] { await FullAsync(), await EmptyAsync() })
            {
                var dashboard = new DashboardHost(
                    gateway.Address,
                    settings: new()
                    {
                        ["INV_CONFIG"] = Path.Combine(_folder.FullName, "config"),
                        ["Dashboard:Imports:Folder"] = Path.Combine(_folder.FullName, $"uploads-{_gateways.Count}"),
                    }
                );
                var browser = dashboard.Browser();
                browser.DefaultRequestHeaders.Add("Accept-Language", Languages.Pseudo);
                _gateways.Add(gateway);
                _dashboards.Add(dashboard);
                Browsers.Add(browser);
            }

            // A product's SKU stands on pages that read nothing of it, and so do days of the week; that it is data must
            // not hang on their order.
            await Browsers[0].GetStringAsync("/products/85123A", Ct);
            await Browsers[0].GetStringAsync("/suppliers-edit/ACME", Ct);
            var form = await Browsers[0].GetStringAsync("/imports", Ct);
            using var content = new MultipartFormDataContent
            {
                { new StringContent(Html.Token(form)), "__RequestVerificationToken" },
                {
                    new ByteArrayContent(
                        Encoding.UTF8.GetBytes("artikel,menge,datum\nLAMP-1,2,2026-01-05\nLAMP-2,LAMP-2,2026-01-05\n")
                    ),
                    "file",
                    "LAMP.csv"
                },
            };
            using var uploaded = await Browsers[0].PostAsync("/imports/upload", content, Ct);
            Upload = uploaded.RequestMessage!.RequestUri!.Segments[^1];
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var browser in Browsers)
                browser.Dispose();
            foreach (var dashboard in _dashboards)
                await dashboard.DisposeAsync();
            foreach (var gateway in _gateways)
                await gateway.DisposeAsync();
            _folder.Delete(recursive: true);
        }

        internal static async Task<StubGateway> FullAsync()
        {
            var stub = new ImportShop().Attach(
                await SupplierTests.Gateway(() => SupplierTests.Supplier(notes: "NOTE"))
            );
            var aside = new SetAside(DecisionAction.Reject, new DateOnly(2012, 1, 1), "ada", "REASON");
            var late = OrderTests.Order(PurchaseOrderStatus.Draft) with { Number = "PO-8", CreatedBy = "ada" };
            stub.Serve("/api/v1/purchase-orders/PO-8", _ => late);
            stub.Serve(
                "/api/v1/purchase-orders/PO-8/approval",
                _ => new OrderApproval(false, "REFUSAL", [new("bob", "Bob", Role.Planner, false)])
            );
            stub.Serve(
                "/api/v1/purchase-orders/approval-limits",
                _ => new ApprovalLimitsResponse(
                    true,
                    [new() { Role = Role.Planner, UpTo = 9 }, new() { User = "ada" }],
                    "3"
                )
            );
            stub.Serve(
                "/api/v1/locations/LONDON",
                _ => new LocationResponse(Guid.Empty, "LONDON", "A SHOP", "UTC", false, default, default, "1")
            );
            stub.Serve(
                "/api/v1/stock/counts/1",
                _ => SheetPageTests.Sheet(lines: [SheetPageTests.Line("85123A", 7, 9), SheetPageTests.Line("22423")])
            );
            stub.Serve("/api/v1/order-board", _ => OrderTests.Board);
            stub.Serve("/api/v1/people", _ => new[] { new PersonResponse("bob", "Bob", Role.Planner, false) });
            stub.Serve("/api/v1/replenishment/summary", _ => WorklistTests.Summary);
            stub.Serve(
                "/api/v1/replenishment",
                seen => new Page<SuggestionResponse>(
                    [
                        Canned.Suggestion(0, "LAMP") with
                        {
                            SetAside = seen["part"].Length > 0 ? aside : null,
                            Transfers = [new("LEEDS", 3, new DateOnly(2012, 1, 1))],
                        },
                        Canned.Suggestion(1, "LAMP") with
                        {
                            Advice = Advice.CountFirst,
                        },
                    ],
                    "next"
                )
            );
            stub.Serve(
                "/api/v1/replenishment/85123A/changes",
                _ =>
                    Enum.GetValues<Advice>()
                        .Select(advice => new SuggestionChange("LONDON", default, advice, 3, null, ["WORDS"]))
            );
            stub.On("POST /api/v1/replenishment/what-if", WhatIfTests.Result);
            stub.On("POST /api/v1/replenishment/simulate", SimulateTests.Result);
            stub.Serve(
                "/api/v1/failed-messages",
                _ => new FailedMessages([new("catalog", "stock-moved", 3)], [new("sales", "AWAY")])
            );
            stub.Serve(
                "/api/v1/activity",
                _ => new ActivityPage([.. Actions.Select(Entry)], "next", [new("sales", "AWAY")])
            );
            stub.Serve(
                "/api/v1/inbox",
                _ => new Page<InboxItem>([.. Enum.GetValues<InboxReason>().Select(Item)], "next")
            );
            stub.Serve("/api/v1/comments", _ => new Page<CommentResponse>([Comment(false), Comment(true)], null));
            stub.Serve(
                "/api/v1/users",
                _ => new[] { PeopleTests.Person("ada", Role.Planner), PeopleTests.Person("admin", Role.Admin) }
            );
            stub.Serve(
                "/api/v1/tokens",
                _ => new[] { new TokenResponse("token-1", "TILL", Role.Clerk, "ada", default, null) }
            );
            return stub;
        }

        private static Task<StubGateway> EmptyAsync() => Canned.StartAsync(Canned.Empty());

        private static readonly string[] Actions = ["created", "changed", "image-set"];

        private static ActivityResponse Entry(string action) =>
            new()
            {
                Id = Guid.CreateVersion7(),
                At = DateTimeOffset.UnixEpoch,
                Via = Via.Page,
                Action = action,
                Kind = SubjectKind.Product,
                Key = "LAMP-1",
                Location = "LONDON",
                Changes = [new("field", "FROM", "TO")],
            };

        private static InboxItem Item(InboxReason reason) =>
            new()
            {
                Id = Guid.CreateVersion7(),
                Reason = reason,
                Subject = "product:LAMP-1",
                At = DateTimeOffset.UnixEpoch,
                Action = "changed",
                Read = reason == InboxReason.Comment,
            };

        private static CommentResponse Comment(bool deleted) =>
            new()
            {
                Id = Guid.CreateVersion7(),
                Subject = "product:85123A",
                Text = deleted ? "" : "TEXT",
                Mentions = [],
                By = "admin",
                ByName = "ADA",
                CreatedAt = DateTimeOffset.UnixEpoch,
                EditedAt = DateTimeOffset.UnixEpoch,
                Deleted = deleted,
                ETag = "1",
            };
    }
}
