using System.Diagnostics;
using SmartInventory.Cli.Hosting;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task A_problem_document_becomes_one_message_with_every_field()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "POST /api/v1/products",
            _ =>
                Answer.Problem(
                    400,
                    "One or more fields are not valid.",
                    errors: new Dictionary<string, string[]>
                    {
                        ["name"] = ["is required"],
                        ["price"] = ["must be at least 0", "must have at most 4 digits after the point"],
                    }
                )
        );

        var ran = await InvRunner.RunAsync(gateway, "product", "create", "--sku", "A", "--name", "", "--price", "-1");

        Assert.Equal(
            new Ran(
                2,
                "",
                "One or more fields are not valid.\n  name: is required\n"
                    + "  price: must be at least 0; must have at most 4 digits after the point\n"
            ),
            ran
        );
    }

    [Theory]
    [InlineData(true, "was '10', is '12' now, yours is nothing")]
    [InlineData(false, "is '12' now, yours is nothing")]
    public async Task Who_lost_a_race_reads_what_each_field_was_is_and_should_be(bool known, string expected)
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/products/A", Things.Lamp)
            .On(
                $"PUT /api/v1/products/{Things.Lamp.Sku}",
                _ => new Answer(
                    412,
                    new
                    {
                        title = "Too late.",
                        status = 412,
                        conflicts = new[]
                        {
                            new
                            {
                                field = "cost",
                                original = known ? "10" : null,
                                theirs = "12",
                            },
                        },
                        originalKnown = known,
                    }
                )
            );
        Assert.Equal(
            new Ran(5, "", $"Too late.\n  cost: {expected}\n"),
            await InvRunner.RunAsync(gateway, "product", "update", "A", "--name", "B")
        );
    }

    [Theory]
    [InlineData(400, 2)]
    [InlineData(401, 4)]
    [InlineData(403, 4)]
    [InlineData(404, 3)]
    [InlineData(409, 5)]
    [InlineData(412, 5)]
    [InlineData(422, 2)]
    [InlineData(500, 1)]
    public async Task A_status_becomes_an_exit_code(int status, int code)
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/products/A",
            _ => Answer.Problem(status, "No.", "Because.")
        );
        // Who is not let in learns how to get in; whose role would do does not.
        var said = status switch
        {
            401 => "Nobody is signed in. 'inv login' signs you in; a program has a token in SMARTINVENTORY_TOKEN.",
            _ => "No. Because.",
        };
        Assert.Equal(new Ran(code, "", said + "\n"), await InvRunner.RunAsync(gateway, "product", "show", "A"));
    }

    [Fact]
    public async Task Whose_role_is_too_low_learns_who_changes_it()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/products/A",
            _ => new Answer(403, new { title = "No.", needs = "planner" })
        );
        Assert.Equal(
            new Ran(4, "", "No. 'inv whoami' shows your role; an admin changes it with 'inv user update'.\n"),
            await InvRunner.RunAsync(gateway, "product", "show", "A")
        );
    }

    [Fact]
    public async Task Without_a_gateway_the_message_says_where_it_was_looked_for_and_how_to_start_it()
    {
        var ran = await InvRunner.RunAsync("http://127.0.0.1:9", "product", "list");
        Assert.Equal(
            new Ran(
                1,
                "",
                "No gateway answers at http://127.0.0.1:9. "
                    + "Start the system with 'dotnet run --project AppHost', "
                    + "or name another address with --gateway or INV_GATEWAY.\n"
            ),
            ran
        );
    }

    [Fact]
    public async Task The_option_names_the_gateway_before_the_environment_does()
    {
        await using var gateway = (await StubGateway.StartAsync()).On("GET /api/v1/status", Things.Status);
        Assert.Equal(0, (await InvRunner.RunAsync("http://127.0.0.1:9", "status", "--gateway", gateway.Address)).Code);
        Assert.Equal(
            0,
            (await InvRunner.RunAsync("http://127.0.0.1:9", "--gateway", gateway.Address + "/", "status")).Code
        );
    }

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("ftp://x")]
    [InlineData("nonsense")]
    public async Task An_address_that_is_none_is_a_usage_error(string address)
    {
        var ran = await InvRunner.RunAsync("http://127.0.0.1:9", "status", "--gateway", address);
        Assert.Equal(
            new Ran(2, "", $"'{address}' is no address of a gateway; give one like http://localhost:8080.\n"),
            ran
        );
    }

    [Fact]
    public async Task An_answer_that_is_no_json_is_no_crash()
    {
        await using var gateway = (await StubGateway.StartAsync()).On("GET /api/v1/status", new[] { "hello" });
        var ran = await InvRunner.RunAsync(gateway, "status");
        Assert.Equal(
            new Ran(
                1,
                "",
                $"The answer of {gateway.Address} cannot be understood: "
                    + "is that a SmartInventory gateway of this version?\n"
            ),
            ran
        );
    }

    [Fact]
    public async Task A_busy_service_is_asked_again_after_the_pause_that_it_wants()
    {
        var attempts = 0;
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/status",
            _ => attempts++ == 0 ? new Answer(503, new { title = "Busy." }, RetryAfter: "1") : Answer.Ok(Things.Status)
        );
        var started = Stopwatch.GetTimestamp();

        var ran = await InvRunner.RunAsync(gateway, "status");

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Equal(2, gateway.Requests.Count);
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task A_change_under_if_match_is_not_repeated_once_it_was_sent()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("GET /api/v1/products/LAMP-1", Things.Lamp)
            .On("DELETE /api/v1/products/LAMP-1", _ => Answer.Broken);
        var ran = await InvRunner.RunAsync(gateway, "product", "delete", "LAMP-1");
        Assert.Equal(
            new Ran(1, "", $"The connection to {gateway.Address} broke off in the middle of an answer. Try again.\n"),
            ran
        );
        Assert.Single(gateway.Requests, seen => seen.Method == "DELETE");
    }

    [Theory]
    [InlineData("--limit must be at least 1.", "product", "list", "--limit", "0")]
    [InlineData(
        "--sort: 'x' is none of: sku, name, price, revenue, units-sold, on-hand.",
        "product",
        "list",
        "--sort",
        "x"
    )]
    [InlineData("--price: '1,5' is no number; write it as 12 or 12.5.", "product", "update", "A", "--price", "1,5")]
    [InlineData("--from: '31.1.2026' is no date; write it as 2026-01-31.", "sale", "list", "--from", "31.1.2026")]
    [InlineData("Option '--sku' is required.", "sale", "record", "--quantity", "1")]
    [InlineData("--output: 'xml' is none of: table, json, csv.", "status", "-o", "xml")]
    public async Task A_misused_command_says_what_is_wrong_and_where_help_is(string message, params string[] args)
    {
        var ran = await InvRunner.RunAsync("http://127.0.0.1:9", args);
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.StartsWith(message + "\n'inv ", ran.Error, StringComparison.Ordinal);
        Assert.EndsWith(" --help' shows how.\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_stack_trace_unless_it_is_asked_for()
    {
        Assert.DoesNotContain(
            "   at ",
            (await InvRunner.RunAsync("http://127.0.0.1:9", "status")).Error,
            StringComparison.Ordinal
        );
        var debug = await InvRunner.RunAsync(
            ["status", "--gateway", "http://127.0.0.1:9"],
            name => name == "INV_DEBUG" ? "1" : null,
            CancellationToken.None
        );
        Assert.Contains("   at ", debug.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_has_gone_is_no_error()
    {
        await using var gateway = (await StubGateway.StartAsync()).On("GET /api/v1/status", Things.Status);
        await using var gone = new StreamWriter(new Gone());
        using var error = new StringWriter();
        var shell = new Shell(
            gone,
            error,
            false,
            false,
            TimeProvider.System,
            name => name == "INV_GATEWAY" ? gateway.Address : null
        );
        var code = await Inv.RunAsync(shell, ["status"], CancellationToken.None);
        Assert.Equal((0, ""), (code, error.ToString()));
    }

    private sealed class Gone : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) =>
            throw new OutputClosedException(new IOException("Broken pipe"));

        public override void Write(ReadOnlySpan<byte> buffer) =>
            throw new OutputClosedException(new IOException("Broken pipe"));
    }
}
