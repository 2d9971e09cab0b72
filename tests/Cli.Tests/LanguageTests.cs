using System.Diagnostics;
using System.Text;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

/// <summary>inv speaks the language of the shell that it is typed in.</summary>
public sealed class LanguageTests
{
    private const string Spanish = "es_ES.UTF-8";

    [Theory]
    [InlineData("", "en")]
    [InlineData("LANG=es_MX.UTF-8", "es-MX")]
    [InlineData("LANG=es", "es")]
    [InlineData("LANG=de_DE.UTF-8", "en")]
    [InlineData("LANG=es_ES.UTF-8 LC_MESSAGES=en_US.UTF-8", "en-US")]
    [InlineData("LANG=en_US.UTF-8 LC_MESSAGES=es_AR.UTF-8", "es-AR")]
    [InlineData("LC_ALL=es_ES LC_MESSAGES=en_US LANG=en_US", "es-ES")]
    [InlineData("LC_ALL= LANG=es_ES.UTF-8@euro", "es-ES")]
    [InlineData("LC_ALL=C LANG=es_ES.UTF-8", "en")]
    [InlineData("LANG=C.UTF-8 LANGUAGE=es", "en")]
    [InlineData("LANG=en_US.UTF-8 LANGUAGE=de:es_CL:en", "es-CL")]
    [InlineData("LANGUAGE=es", "en")]
    public void The_locale_says_which_language(string variables, string language)
    {
        var environment = variables
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var shell = new Shell(
            TextWriter.Null,
            TextWriter.Null,
            false,
            false,
            TimeProvider.System,
            environment.GetValueOrDefault
        );
        Assert.Equal(language, shell.Language.Name);
    }

    [Theory]
    [InlineData("es_ES.UTF-8", "1.234", "24,9")]
    [InlineData("es_MX.UTF-8", "1,234", "24.9")]
    public async Task A_list_has_its_headings_and_numbers_as_the_reader_writes_them(
        string locale,
        string onHand,
        string price
    )
    {
        await using var gateway = await ShopAsync();

        var ran = await InvRunner.SpokenAsync(gateway.Address, locale, "product", "list");

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Matches("^SKU +Nombre +Categoría +Precio +Existencias +Pendiente de recibir +Vendido", ran.Out);
        Assert.Contains($" {onHand} ", ran.Out, StringComparison.Ordinal);
        Assert.Contains($" {price} ", ran.Out, StringComparison.Ordinal);
        Assert.Equal(locale[..5].Replace('_', '-'), gateway.Requests.Single().Headers.AcceptLanguage.ToString());
    }

    [Fact]
    public async Task A_card_names_its_fields_in_it()
    {
        await using var gateway = await ShopAsync();

        var ran = await InvRunner.SpokenAsync(gateway.Address, Spanish, "product", "show", "LAMP-1");

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        foreach (var line in (string[])["Nombre +Desk lamp", "Coste +11", "Unidades enteras +sí", "Archivado +no"])
            Assert.Matches($"(^|\n){line}", ran.Out);
    }

    [Fact]
    public async Task What_programs_read_is_the_same_in_every_language()
    {
        await using var gateway = await ShopAsync();
        foreach (
            var command in (string[])["product list -o csv", "product show LAMP-1 -o json", "forecast accuracy -o csv"]
        )
        {
            var english = await InvRunner.RunAsync(gateway, command.Split(' '));
            var spanish = await InvRunner.SpokenAsync(gateway.Address, Spanish, command.Split(' '));
            Assert.NotEmpty(english.Out);
            Assert.Equal(english, spanish);
        }
        Assert.All(gateway.Requests, seen => Assert.Equal("en", seen.Headers.AcceptLanguage.ToString()));
    }

    [Theory]
    [InlineData("product lsit", 2, "'inv product' no tiene ningún comando 'lsit'. ¿Quería decir list?")]
    [InlineData(
        "product list --limt 3",
        2,
        "'inv product list' no tiene ninguna opción '--limt'. ¿Quería decir --limit?"
    )]
    [InlineData("product list --limit 0", 2, "--limit debe ser al menos 1.")]
    [InlineData("sale list --from x", 2, "--from: 'x' no es una fecha; escríbala como 2026-01-31.")]
    [InlineData("product list --limt 3", 2, "'inv product list --help' muestra cómo.")]
    [InlineData("order receive PO-18 --quantity 2", 2, "--quantity se refiere a una línea: indíquela con --sku.")]
    [InlineData("ask LAMP-9", 3, "No hay ningún producto 'LAMP-9'. ¿Quería decir uno de estos?")]
    [InlineData("import sales no-such-file", 1, "No hay ningún archivo 'no-such-file'.")]
    [InlineData("product list --limit x", 2, "'x'")]
    [InlineData("watch --every x", 2, "'x'")]
    [InlineData("sample load --days 3", 2, "--days debe estar entre 30 y 3650.")]
    [InlineData("policy show", 2, "Indique una sola cosa: --all-products")]
    public async Task An_error_is_said_in_it_with_the_same_exit_code(string command, int code, string message)
    {
        await using var gateway = await ShopAsync();

        var ran = await InvRunner.SpokenAsync(gateway.Address, Spanish, command.Split(' '));

        Assert.Equal((code, ""), (ran.Code, ran.Out));
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_service_says_is_asked_for_in_it()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/products/LAMP-1",
            seen => Answer.Problem(404, seen.Headers.AcceptLanguage == "es-ES" ? "No existe." : "There is none.")
        );

        var ran = await InvRunner.SpokenAsync(gateway.Address, Spanish, "product", "show", "LAMP-1");

        Assert.Equal((3, "No existe.\n"), (ran.Code, ran.Error));
    }

    // The whole program: what it brings along, and the environment it is started in.
    [Fact]
    public async Task The_librarys_own_words_are_in_it_too()
    {
        var help = await StartAsync("es_MX.UTF-8", "product", "create", "--help");

        Assert.Equal((0, ""), (help.Code, help.Error));
        foreach (var heading in (string[])["Descripción:", "Uso:", "Opciones:", "Ejemplo:"])
            Assert.Contains($"{heading}\n", help.Out, StringComparison.Ordinal);
        Assert.Contains("--sku <new> (REQUERIDO)  ", help.Out, StringComparison.Ordinal);
        Assert.Contains("Mostrar ayuda e información de uso", help.Out, StringComparison.Ordinal);

        var missing = await StartAsync(Spanish, "product", "show");
        Assert.Equal((2, ""), (missing.Code, missing.Out));
        Assert.Equal(
            "Falta el argumento requerido para el comando: 'show'.\n'inv product show --help' muestra cómo.\n",
            missing.Error
        );
    }

    private static async Task<Ran> StartAsync(string locale, params string[] args)
    {
        var ct = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "inv.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var variable in (string[])["LANGUAGE", "LC_ALL", "LC_MESSAGES"])
            start.Environment.Remove(variable);
        start.Environment["LANG"] = locale;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return new Ran(process.ExitCode, await output, await error);
    }

    [Theory]
    [InlineData("s", true)]
    [InlineData("Sí", true)]
    [InlineData("si", true)]
    [InlineData("yes", true)]
    [InlineData("n", false)]
    [InlineData("", false)]
    public async Task A_question_is_answered_in_it_or_in_English(string answer, bool agreed)
    {
        var import = new
        {
            id = Things.Id,
            name = "till.csv",
            state = "finished",
            startedAt = Things.Noon,
        };
        await using var gateway = (await StubGateway.StartAsync())
            .On($"GET /api/v1/sales/imports/{Things.Id}", import)
            .On($"POST /api/v1/sales/imports/{Things.Id}/undo", import);

        var ran = await InvRunner.SpokenAsync(
            gateway.Address,
            Spanish,
            ["import", "undo", Things.Id.ToString()],
            answers: answer + "\n"
        );

        Assert.StartsWith(
            "¿Retirar 0 líneas de 'till.csv' del 2026-01-31 12:00 UTC? [s/N] ",
            ran.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(agreed, gateway.Requests.Any(seen => seen.Method == "POST"));
    }

    [Fact]
    public async Task A_terminal_without_accents_gets_the_letters_alone()
    {
        await using var output = new MemoryStream();
        await using (var writer = new StreamWriter(output, Output.AsciiEncoding.Instance, leaveOpen: true))
            await writer.WriteAsync("¿Categoría del año? «Sí», 12\u00a0%");
        Assert.Equal("?Categoria del ano? \"Si\", 12 %", Encoding.ASCII.GetString(output.ToArray()));
    }

    private static async Task<StubGateway> ShopAsync() =>
        (await StubGateway.StartAsync())
            .On("GET /api/v1/products", new Page<ProductResponse>([Things.Lamp], null))
            .On("GET /api/v1/products/LAMP-1", Things.Lamp)
            .On("GET /api/v1/purchase-orders/PO-18", Things.Order)
            .On("GET /api/v1/forecasts/accuracy", Things.Accuracy);
}
