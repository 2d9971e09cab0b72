using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class WatchTests
{
    [Fact]
    public async Task What_changes_is_told_line_by_line_until_it_is_interrupted()
    {
        using var end = new CancellationTokenSource();
        var looks = 0;
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/sales", _ => Answer.Ok(new Page<SaleResponse>(looks == 0 ? [] : [Things.Sale], null)))
            .On(
                "GET /api/v1/replenishment",
                _ =>
                {
                    var quantity = looks++ == 0 ? 48 : 60;
                    if (looks == 4)
                        end.Cancel();
                    // A service that is away for a moment does not end it.
                    return looks == 3
                        ? Answer.Problem(500, "Away.")
                        : Answer.Ok(
                            new Page<SuggestionResponse>([Things.Suggestion with { OrderQuantity = quantity }], null)
                        );
                }
            );
        var ran = await InvRunner.RunAsync(
            ["watch", "--every", "1"],
            name => name == "INV_GATEWAY" ? gateway.Address : null,
            end.Token
        );

        Assert.Equal((0, "1 to order. What changes is told.\nAway.\n"), (ran.Code, ran.Error));
        Assert.Equal(
            1,
            ran.Out.Split('\n').Count(line => line.Contains("LAMP-1 at BERLIN: Order 60", StringComparison.Ordinal))
        );
        Assert.DoesNotContain("Order 48", ran.Out, StringComparison.Ordinal);
        Assert.Contains($"{Things.Sale.Sku} at {Things.Sale.Location}: ", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', ran.Out);
    }

    [Fact]
    public async Task On_a_terminal_it_draws_over_what_was_there()
    {
        using var end = new CancellationTokenSource();
        var looks = 0;
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/sales", new Page<SaleResponse>([.. Enumerable.Repeat(Things.Sale, 8)], null))
            .On(
                "GET /api/v1/replenishment",
                _ =>
                {
                    if (++looks == 3)
                        end.Cancel();
                    return Answer.Ok(
                        new Page<SuggestionResponse>([.. Enumerable.Repeat(Things.Suggestion, 100)], null)
                    );
                }
            );
        using var files = new SalesFiles();
        using var output = new StringWriter();
        var shell = new Shell(
            output,
            TextWriter.Null,
            true,
            true,
            TimeProvider.System,
            name =>
                name switch
                {
                    "INV_GATEWAY" => gateway.Address,
                    "INV_CONFIG" => files.Folder,
                    _ => null,
                }
        );
        Assert.Equal(0, await Inv.RunAsync(shell, ["watch", "--every", "1"], end.Token));

        var frames = output.ToString().Split("\e[H", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, frames.Length);
        Assert.All(frames, frame => Assert.InRange(frame.Split('\n').Length, 15, 24));
        Assert.All(frames, frame => Assert.EndsWith("\e[J", frame, StringComparison.Ordinal));
        Assert.Contains("LAMP-1", frames[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_answers_at_first_it_does_not_begin()
    {
        var ran = await InvRunner.RunAsync("http://127.0.0.1:9", "watch");
        Assert.Equal(1, ran.Code);
        Assert.StartsWith("No gateway answers", ran.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await InvRunner.RunAsync("http://127.0.0.1:9", "watch", "-o", "csv")).Code);
    }
}
