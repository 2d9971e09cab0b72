using SmartInventory.Contracts.Forecasting;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

/// <summary>Days that are marked at the command line.</summary>
public sealed class MarkedDaysTests
{
    private const string Path = "/api/v1/forecasts/LAMP-1/marked-days";

    private static readonly MarkedStretch Promotion = new(
        new("0192d7a2-3c4e-7a55-9d31-2f1f6f0a9b10"),
        "LAMP-1",
        "BERLIN",
        new(2026, 11, 27),
        new(2026, 11, 29),
        MarkKind.Promotion,
        "Black Friday",
        "ada",
        DateTimeOffset.UnixEpoch
    )
    {
        Effect = new(3, 84, 30, 1.8),
    };

    [Fact]
    public async Task Days_are_marked_by_the_word_of_the_api_and_shown_with_what_a_promotion_did()
    {
        MarkDays? sent = null;
        await using var gateway = (await StubGateway.StartAsync())
            .On($"GET {Path}", new[] { Promotion })
            .On(
                $"POST {Path}",
                request =>
                {
                    sent = request.Read<MarkDays>();
                    return Answer.Ok(Promotion);
                }
            );

        string[] days = ["--location", "BERLIN", "--from", "2026-11-27", "--to", "2026-11-29"];
        var ran = await InvRunner.RunAsync(
            gateway,
            ["forecast", "mark", "LAMP-1", .. days, "--as", "promotion", "--reason", "Black Friday"]
        );
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Equal(
            new MarkDays
            {
                Location = "BERLIN",
                From = new(2026, 11, 27),
                To = new(2026, 11, 29),
                Kind = MarkKind.Promotion,
                Reason = "Black Friday",
            },
            sent
        );

        var listed = await InvRunner.RunAsync(gateway, "forecast", "marked", "LAMP-1");
        Assert.Contains("promotion", listed.Out, StringComparison.Ordinal);
        Assert.Contains("+180%", listed.Out, StringComparison.Ordinal);

        // What is not said is left to the service.
        await InvRunner.RunAsync(gateway, ["forecast", "mark", "LAMP-1", .. days, "--reason", "Trade fair"]);
        Assert.Null(sent!.Kind);
        var wrong = await InvRunner.RunAsync(gateway, ["forecast", "mark", "LAMP-1", .. days, "--as", "sale"]);
        Assert.Equal(2, wrong.Code);
        Assert.Contains("does-not-count, counts, promotion", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_is_taken_back_by_its_id()
    {
        string? deleted = null;
        await using var gateway = (await StubGateway.StartAsync()).On(
            $"DELETE {Path}/*",
            request =>
            {
                deleted = request.Path;
                return Answer.Ok(new { });
            }
        );

        var ran = await InvRunner.RunAsync(gateway, "forecast", "unmark", "LAMP-1", $"{Promotion.Id}");

        Assert.Equal(0, ran.Code);
        Assert.Equal($"{Path}/{Promotion.Id}", deleted);
    }
}
