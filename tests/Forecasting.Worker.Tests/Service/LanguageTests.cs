using System.Net;
using System.Text;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Testing;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>What is refused, and what is put into words when it is asked for, is in the language of who asks.</summary>
public sealed class LanguageTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    private const string Worklist = "/api/v1/replenishment";
    private const string Policies = $"{Worklist}/policies";
    private const string Trends = "/api/v1/trends";
    private const string Forecasts = "/api/v1/forecasts";

    private async Task<SuggestionExplanation> Stock(string sku, long version, decimal onHand)
    {
        await worker.Publish(new StockChanged([new(sku, "LDN", version, onHand, 0, true)]));
        return (
            await worker.GetUntil<List<SuggestionExplanation>>(
                $"{Worklist}/{sku}",
                s => s is [var one] && one.Suggestion.OnHand == onHand
            )
        )[0];
    }

    private async Task<SuggestionExplanation> Suggested(string sku)
    {
        await worker.Publish(
            new ProductChanged([WorkerHost.Product(sku, 1, new SupplierTermState("ACME", 5, 0, 0, 2, true))])
        );
        await worker.Publish(WorkerHost.History(sku, 90));
        return await Stock(sku, 1, 12.5m);
    }

    [Fact]
    public async Task What_is_wrong_with_a_policy_is_said_in_Spanish_with_numbers_as_Spanish_has_them()
    {
        using var http = worker.As().Reading("es-ES");
        Assert.Equal(
            "400 Uno o más campos no son válidos.\n"
                + "policy: min-max es para un producto o una serie: sus niveles son unidades",
            await Problem.Read(http.Put($"{Policies}/one?scope=all", """{"policy":"min-max","min":1,"max":2}"""))
        );
        Assert.Equal(
            "400 Uno o más campos no son válidos.\nservice: debe ser como mínimo 0,5",
            await Problem.Read(http.Put($"{Policies}/one?scope=all", """{"service":0.2}"""))
        );
        Assert.Equal(
            "404 No hay ninguna política fijada para: celda CZ.",
            await Problem.Read(http.Get($"{Policies}/one?scope=segment&key=CZ"))
        );
    }

    [Fact]
    public async Task What_changed_and_what_comes_is_said_in_Spanish()
    {
        using var http = worker.As().Reading("es");
        await Suggested("WORDS-1");
        worker.Ahead = TimeSpan.FromDays(1);
        try
        {
            await Stock("WORDS-1", 2, 3);
            var changes = await http.Get($"{Worklist}/WORDS-1/changes").Read<List<SuggestionChange>>(HttpStatusCode.OK);
            Assert.Contains("Existencias: 3 en lugar de 12,5", changes[0].Changes);
        }
        finally
        {
            worker.Ahead = TimeSpan.Zero;
        }
        var matrix = await http.Get($"{Trends}/matrix").Read<TrendMatrix>(HttpStatusCode.OK);
        Assert.Contains(
            "Pida solo por encargo, o retírelo: tener existencias es una apuesta.",
            matrix.Cells.Select(c => c.Hint)
        );
    }

    /// <summary>What is stored is there for all, and in English.</summary>
    [Fact]
    public async Task What_is_kept_is_in_English_whoever_has_it_computed_anew()
    {
        using var http = worker.As().Reading("es");
        var before = await Suggested("WORDS-2");
        using var asked = await http.Post($"{Forecasts}/WORDS-2/refresh", "{}");
        Assert.True(asked.IsSuccessStatusCode);
        var after = await worker.GetUntil<List<SuggestionExplanation>>(
            $"{Worklist}/WORDS-2",
            s => s is [var one] && one.Suggestion.ComputedAt > before.Suggestion.ComputedAt
        );
        Assert.Equal(before.Steps.Select(s => s.What), after[0].Steps.Select(s => s.What));
    }

    [Fact]
    public async Task The_arithmetic_of_a_suggestion_is_said_in_the_language_of_who_reads()
    {
        using var http = worker.As().Reading("es-ES");
        var english = await Suggested("WORDS-5");
        var spanish = (await http.Get($"{Worklist}/WORDS-5").Read<List<SuggestionExplanation>>(HttpStatusCode.OK))[0];
        Assert.Equal(english.Steps.Select(s => (s.Result, s.Unit)), spanish.Steps.Select(s => (s.Result, s.Unit)));
        var position = spanish.Steps.Single(s => s.What.ToString() == "Posición de existencias");
        Assert.Equal("12,5 en existencias + 0 en pedido", position.Arithmetic.ToString());
        Assert.Equal("ACME es el proveedor preferido.", spanish.WhySupplier!.ToString());
        var forecast = (await http.Get($"{Forecasts}/WORDS-5").Read<List<ForecastResponse>>(HttpStatusCode.OK))[0];
        Assert.NotEqual(
            (await worker.Get<List<ForecastResponse>>($"{Forecasts}/WORDS-5"))![0].Why.ToString(),
            forecast.Why.ToString()
        );
    }

    [Fact]
    public async Task No_suggestion_and_no_forecast_says_anything_that_is_not_translated()
    {
        using var http = worker.As().Reading(Languages.Pseudo);
        await Suggested("WORDS-6");
        // Nobody delivers it, it was never counted, little is known of it, and an order is late.
        await worker.Publish(new ProductChanged([WorkerHost.Product("WORDS-7")]));
        await worker.Publish(WorkerHost.History("WORDS-7", 12));
        await worker.Publish(
            new StockChanged([
                new("WORDS-7", "LDN", 1, -3, 40, false)
                {
                    Arrivals = [new ArrivalState("PO-1", WorkerHost.Today.AddDays(-3), 40)],
                },
            ])
        );
        string[] known =
        [
            .. (string[])["WORDS-6", "WORDS-7", "LDN", "ACME", "PO-1", "each"],
            .. Forecaster.Methods.Append(Forecaster.Global),
            .. Languages.Reader.DateTimeFormat.AbbreviatedMonthNames.Where(m => m.Length > 0),
        ];
        var said = new List<string>();
        foreach (var sku in (string[])["WORDS-6", "WORDS-7"])
        {
            await worker.GetUntil<List<SuggestionExplanation>>($"{Worklist}/{sku}", s => s is [{ StockVersion: > 0 }]);
            var suggestion = (await http.Get($"{Worklist}/{sku}").Read<List<SuggestionExplanation>>(HttpStatusCode.OK))[
                0
            ];
            var forecast = (await http.Get($"{Forecasts}/{sku}").Read<List<ForecastResponse>>(HttpStatusCode.OK))[0];
            Sentence?[] sentences =
            [
                .. suggestion.Steps.SelectMany(s => (Sentence[])[s.What, s.Arithmetic]),
                .. suggestion.Notes,
                suggestion.WhySupplier,
                forecast.Why,
                .. forecast.Notes,
            ];
            said.AddRange(
                sentences
                    .Select(s => $"{s}")
                    .Where(text => text.Any(char.IsLetter))
                    .SelectMany(text => Readers.OutsideOfBrackets(text, known))
            );
        }
        Assert.Empty(said);
    }

    [Fact]
    public async Task What_the_catalogue_refuses_it_is_asked_in_the_language_of_who_decides()
    {
        using var http = worker.As().Reading("es-ES");
        await Suggested("WORDS-3");
        string? asked = null;
        worker.Catalogue = request =>
        {
            asked = request.Headers.AcceptLanguage.ToString();
            return Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.Conflict)
                {
                    Content = new StringContent(
                        """{"title":"x","detail":"La ubicación está cerrada."}""",
                        Encoding.UTF8,
                        "application/problem+json"
                    ),
                }
            );
        };
        Assert.Equal(
            "409 El catálogo rechaza el pedido.\nNo se decidió nada. Dice: La ubicación está cerrada.",
            await Problem.Read(
                http.Post(
                    $"{Worklist}/decisions",
                    """{"items":[{"sku":"WORDS-3","location":"LDN","action":"accept","quantity":5}]}"""
                )
            )
        );
        Assert.Equal("es-ES", asked);
    }

    [Fact]
    public async Task No_refusal_says_anything_that_is_not_translated()
    {
        using var http = worker.As().Reading(Languages.Pseudo);
        await Suggested("WORDS-4");
        await worker.Publish(new ProductChanged([WorkerHost.Product("NEVER-1")]));
        await worker.GetUntil<List<ForecastResponse>>($"{Forecasts}/NEVER-1", _ => true);

        var refusals = new Dictionary<string, Task<HttpResponseMessage>>(StringComparer.Ordinal)
        {
            ["worklist"] = http.Get($"{Worklist}?advice=x&location=!&supplier=!&after=x&limit=0"),
            ["worklist of all"] = http.Get($"{Worklist}?advice=order&all=true"),
            ["no product"] = http.Get($"{Worklist}/GHOST"),
            ["decide nothing"] = http.Post($"{Worklist}/decisions", "{}"),
            ["decide"] = http.Post(
                $"{Worklist}/decisions",
                """
                {"items":[
                  {"sku":"WORDS-4","location":"LDN","action":"reject","quantity":1,"supplier":"ACME","reason":"x",
                   "until":"2020-01-01","from":"LDN"},
                  {"sku":"WORDS-4","location":"LDN","action":"snooze"},
                  {"sku":"GHOST","location":"LDN","action":"snooze"}]}
                """
            ),
            ["snooze"] = http.Post(
                $"{Worklist}/decisions",
                """{"items":[{"sku":"WORDS-4","location":"LDN","action":"snooze"}]}"""
            ),
            ["transfer"] = http.Post(
                $"{Worklist}/decisions",
                """{"items":[{"sku":"WORDS-4","location":"LDN","action":"transfer","supplier":"ACME"}]}"""
            ),
            ["accept"] = http.Post(
                $"{Worklist}/decisions",
                """{"items":[{"sku":"WORDS-4","location":"LDN","action":"accept","until":"2020-01-01"}]}"""
            ),
            ["due"] = http.Post($"{Worklist}/decisions/accept-due", """{"atLeast":"none"}"""),
            ["nothing due"] = http.Post($"{Worklist}/decisions/accept-due", """{"supplier":"NOBODY"}"""),
            ["scores"] = http.Get($"{Worklist}/decisions/scores?from=2026-02-02&to=2026-02-01"),
            ["simulate"] = http.Post(
                $"{Worklist}/simulate",
                """{"serviceLevels":[],"proposed":{"service":2,"min":1},"days":1,"segment":"QQ"}"""
            ),
            ["simulate nothing"] = http.Post($"{Worklist}/simulate", """{"location":"GHOST"}"""),
            ["what if"] = http.Post($"{Worklist}/what-if", """{"scenarios":[]}"""),
            ["policy"] = http.Put($"{Policies}/one?scope=all&key=x", """{"policy":"min-max"}"""),
            ["no scope"] = http.Get($"{Policies}/one?scope=x"),
            ["policy of nobody"] = http.Put($"{Policies}/one?scope=supplier&key=NOBODY", """{"reviewDays":3}"""),
            ["empty policy"] = http.Put($"{Policies}/one?scope=product&key=WORDS-4", "{}"),
            ["series"] = http.Get($"{Policies}/one?scope=series&key=x"),
            ["no policy"] = http.Get($"{Policies}/one?scope=product&key=WORDS-4"),
            ["matrix"] = http.Get($"{Trends}/matrix?a=0.9&b=0.8&x=2&by=x"),
            ["totals"] = http.Get($"{Trends}/totals?from=2026-02-02&to=2026-02-01"),
            ["far totals"] = http.Get($"{Trends}/totals?from=1990-01-01&to=2026-02-01"),
            ["no trend"] = http.Get($"{Trends}/NEVER-1"),
            ["no pattern"] = http.Get($"{Trends}/NEVER-1/patterns"),
            ["no pattern there"] = http.Get($"{Trends}/WORDS-4/patterns?location=PAR"),
            ["marked days"] = http.Post(
                $"{Forecasts}/WORDS-4/marked-days",
                """{"location":"PAR","from":"2026-02-02","to":"2020-02-01","reason":"x"}"""
            ),
            ["days of nothing"] = http.Post($"{Forecasts}/WORDS-4/marked-days", "{}"),
            ["no days"] = http.Delete($"{Forecasts}/WORDS-4/marked-days/{Guid.NewGuid()}"),
        };
        string[] known =
        [
            .. from type in new[]
            {
                typeof(Advice),
                typeof(DecisionAction),
                typeof(OrderPolicy),
                typeof(PolicyScope),
                typeof(MatrixBy),
            }
            from name in Enum.GetNames(type)
            select string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{c}" : $"{c}")).ToLowerInvariant(),
            .. new[] { "GHOST", "NOBODY", "WORDS-4", "NEVER-1", "LDN", "PAR", "x" },
        ];
        var said = new List<string>();
        foreach (var (what, refusal) in refusals)
        {
            var text = await Problem.Read(refusal);
            said.AddRange(Readers.OutsideOfBrackets(text, known).Select(line => $"{what}: {line}"));
        }

        Assert.Empty(said);
    }
}
