using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class TypoTests
{
    [Theory]
    [InlineData("prodct list", "'inv' has no command 'prodct'. Did you mean product?", "inv")]
    [InlineData("product lst", "'inv product' has no command 'lst'. Did you mean list?", "inv product")]
    [InlineData("product shwo LAMP-1", "'inv product' has no command 'shwo'. Did you mean show?", "inv product")]
    [InlineData(
        "product list --catgory Light --limit 5",
        "'inv product list' has no option '--catgory'. Did you mean --category?",
        "inv product list"
    )]
    [InlineData(
        "product list --gatway http://x",
        "'inv product list' has no option '--gatway'. Did you mean --gateway?",
        "inv product list"
    )]
    [InlineData("product quux", "'inv product' has no command 'quux'.", "inv product")]
    [InlineData("order limits", "'inv order limits' needs one of: show, set, clear, four-eyes.", "inv order limits")]
    [InlineData("status now", "'inv status' takes no more: 'now' is too much.", "inv status")]
    public async Task A_typo_is_answered_with_what_was_probably_meant(string line, string message, string path)
    {
        var ran = await InvRunner.RunAsync("http://127.0.0.1:9", line.Split(' '));
        Assert.Equal(new Ran(2, "", $"{message}\n'{path} --help' shows how.\n"), ran);
    }

    [Fact]
    public async Task Json_has_the_fields_that_are_asked_for_and_says_which_there_are()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/products", new Page<ProductResponse>([Things.Lamp], null))
            .On("GET /api/v1/products/LAMP-1", Things.Lamp);

        var list = await InvRunner.RunAsync(gateway, "product", "list", "--json", "sku,onHand,image");
        Assert.Equal(
            (0, """[{"sku":"LAMP-1","onHand":1234,"image":null}]"""),
            (list.Code, string.Concat(list.Out.Where(c => !char.IsWhiteSpace(c))))
        );
        var one = await InvRunner.RunAsync(gateway, "product", "show", "LAMP-1", "-o", "json", "--json", "name");
        Assert.Equal("{\n  \"name\": \"Desk lamp, \\\"big\\\"\"\n}\n", one.Out);

        var unknown = await InvRunner.RunAsync(gateway, "product", "list", "--json", "sku,onhand");
        Assert.Equal((2, ""), (unknown.Code, unknown.Out));
        Assert.StartsWith(
            "--json: there is no field 'onhand'. There are: id, sku, name,",
            unknown.Error,
            StringComparison.Ordinal
        );
        var csv = await InvRunner.RunAsync(gateway, "product", "list", "--json", "sku", "-o", "csv");
        Assert.Equal((2, "--json is for -o json, and says so by itself.\n"), (csv.Code, csv.Error));
    }

    [Fact]
    public async Task Fields_are_chosen_of_what_is_read_and_nothing_is_changed_for_them()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/products/LAMP-1", Things.Lamp)
            .On("PUT /api/v1/products/LAMP-1", Things.Lamp);
        var ran = await InvRunner.RunAsync(gateway, "product", "update", "LAMP-1", "--price", "3", "--json", "sku");
        Assert.Equal(2, ran.Code);
        Assert.Contains("Nothing was changed", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.Requests, seen => seen.Method == "PUT");
    }

    [Theory]
    [InlineData("-o csv", 3)]
    [InlineData("-o json", 3)]
    [InlineData("-o csv --limit 2", 1)]
    [InlineData("", 1)]
    public async Task Programs_get_all_of_a_list_and_eyes_a_screenful(string options, int pages)
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/products",
            seen =>
            {
                var (size, from) = (
                    int.Parse(seen["limit"], null),
                    seen["after"] is "" ? 0 : int.Parse(seen["after"], null)
                );
                var upTo = Math.Min(1_200, from + size);
                return Answer.Ok(
                    new Page<ProductResponse>(
                        [.. Enumerable.Range(from, upTo - from).Select(i => Things.Lamp with { Sku = $"L-{i}" })],
                        upTo == 1_200 ? null : $"{upTo}"
                    )
                );
            }
        );
        var ran = await InvRunner.RunAsync(
            gateway,
            ["product", "list", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]
        );
        Assert.Equal((0, pages), (ran.Code, gateway.Requests.Count));
        Assert.Equal(
            pages == 3 ? 1_200
                : options.Length > 0 ? 2
                : 50,
            System.Text.RegularExpressions.Regex.Count(ran.Out, @"L-\d+")
        );
        Assert.Equal(pages == 3, ran.Error.Length == 0);
    }
}
