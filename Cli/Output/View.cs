using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;

namespace SmartInventory.Cli.Output;

/// <summary>What the person asked the data to look like.</summary>
/// <param name="Format">Table, JSON or CSV.</param>
/// <param name="Fields">Of JSON, only these; null for all.</param>
internal sealed record Form(OutputFormat Format, IReadOnlyList<string>? Fields = null);

/// <summary>How things of one kind are printed: a column per field, in all three formats.</summary>
internal sealed class View<TItem>
{
    private static readonly JsonSerializerOptions Json = new(ContractsJson.Options)
    {
        WriteIndented = true,
        // For eyes and jq, not for a web page: an apostrophe may stay one.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<Field> _fields = [];

    /// <param name="Name">In CSV.</param>
    /// <param name="Header">For people; null where only CSV has it.</param>
    /// <param name="InTable">Whether a table has it, and not only a card.</param>
    private sealed record Field(
        string Name,
        string? Header,
        Func<TItem, object?> Value,
        int Rank = 0,
        bool Whole = false,
        bool InTable = false,
        bool IsMoney = false
    );

    /// <summary>Whether its reader has to know a currency.</summary>
    public bool HasMoney => _fields.Any(f => f.IsMoney);

    /// <param name="field">The name in CSV.</param>
    /// <param name="header">The name in a table and on a card; null keeps it out of both.</param>
    /// <param name="value">Raw value.</param>
    /// <param name="rank">In a narrow terminal the highest is left out first; of equals, the last.</param>
    /// <param name="whole">A text that says nothing when it is cut.</param>
    public View<TItem> With(string field, string? header, Func<TItem, object?> value, int rank = 0, bool whole = false)
    {
        _fields.Add(new Field(field, header, value, rank, whole, header is not null));
        return this;
    }

    /// <summary>An amount, in the currency of the installation.</summary>
    public View<TItem> Money(string field, string header, Func<TItem, object?> value, int rank = 0)
    {
        _fields.Add(new Field(field, header, value, rank, InTable: true, IsMoney: true));
        return this;
    }

    /// <summary>What a card has, and no table.</summary>
    public View<TItem> Also(string field, string name, Func<TItem, object?> value, bool money = false)
    {
        _fields.Add(new Field(field, name, value, IsMoney: money));
        return this;
    }

    /// <param name="shell">Where to.</param>
    /// <param name="form">How.</param>
    /// <param name="items">What.</param>
    /// <param name="currency">Of all money; null where it is not known, and for programs.</param>
    public void Write(Shell shell, Form form, IReadOnlyList<TItem> items, Currency? currency = null)
    {
        switch (form.Format)
        {
            case OutputFormat.Json when form.Fields is { } fields:
                shell.Out.WriteLine(new JsonArray([.. items.Select(item => Chosen(item, fields))]).ToJsonString(Json));
                break;
            case OutputFormat.Json:
                shell.Out.WriteLine(JsonSerializer.Serialize(items, Json));
                break;
            case OutputFormat.Csv:
                CsvText.WriteRow(shell.Out, _fields.Select(field => field.Name));
                foreach (var item in items)
                    CsvText.WriteRow(shell.Out, _fields.Select(field => field.Value(item)));
                break;
            default:
                WriteTable(shell, items, currency);
                break;
        }
    }

    public void WriteOne(Shell shell, Form form, TItem item, Currency? currency)
    {
        switch (form.Format)
        {
            case OutputFormat.Json when form.Fields is { } fields:
                shell.Out.WriteLine(Chosen(item, fields).ToJsonString(Json));
                break;
            case OutputFormat.Json:
                shell.Out.WriteLine(JsonSerializer.Serialize(item, Json));
                break;
            case OutputFormat.Csv:
                Write(shell, form, [item], currency);
                break;
            default:
                Card.Write(
                    shell,
                    [
                        .. _fields
                            .Where(field => field.Header is not null)
                            .Select(field =>
                                (
                                    Name: Table.Header(field.Header!, field.IsMoney ? currency : null),
                                    Value: field.Value(item)
                                )
                            )
                            .Where(line => line.Value is not null),
                    ]
                );
                break;
        }
    }

    private void WriteTable(Shell shell, IReadOnlyList<TItem> items, Currency? currency)
    {
        if (items.Count == 0)
        {
            // Nothing is an answer, but no data: a pipe gets no rows.
            shell.Say(T("None."));
            return;
        }

        var shown = _fields.Where(field => field.InTable).ToList();
        Table.Write(
            shell,
            [
                .. shown.Select(field => new Table.Column(
                    field.Header!,
                    [.. items.Select(field.Value)],
                    field.Rank,
                    field.Whole,
                    field.IsMoney
                )),
            ],
            currency
        );
    }

    private static JsonObject Chosen(TItem item, IReadOnlyList<string> fields)
    {
        var known = Json.GetTypeInfo(typeof(TItem)).Properties.Select(property => property.Name).ToList();
        if (fields.FirstOrDefault(field => !known.Contains(field)) is { } unknown)
            throw new Failure(
                T($"--json: there is no field '{unknown}'. There are: {string.Join(", ", known)}."),
                ExitCode.Usage
            );
        var whole = JsonSerializer.SerializeToNode(item, Json)!.AsObject();
        // What is not known of it is said to be null: every object has what was asked for.
        return new JsonObject(fields.Distinct().Select(field => KeyValuePair.Create(field, whole[field]?.DeepClone())));
    }
}
