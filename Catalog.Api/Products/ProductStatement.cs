using System.Globalization;
using System.Text;
using Npgsql;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>The conditions of a statement, and what stands at its <c>$1</c>, <c>$2</c>, ...</summary>
internal sealed class ProductStatement
{
    private readonly StringBuilder _conditions = new();
    private readonly List<NpgsqlParameter> _values = [];

    public string Join { get; set; } = "";

    /// <summary>More columns, each with a comma before it.</summary>
    public string Columns { get; set; } = "";

    public string Conditions => _conditions.ToString();

    public void Where(string condition) =>
        _conditions.Append(_conditions.Length == 0 ? "WHERE " : " AND ").Append(condition);

    public void Where<T>(string before, T value, string after = "")
    {
        Where(before);
        Add(value, after);
    }

    public void Where<T1, T2>(string before, T1 first, string between, T2 second, string after)
    {
        Where(before, first, between);
        Add(second, after);
    }

    /// <summary>The place of one more value.</summary>
    public string Place<T>(T value)
    {
        _values.Add(new NpgsqlParameter<T> { TypedValue = value });
        return string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
    }

    public void Bind(NpgsqlParameterCollection parameters)
    {
        foreach (var value in _values)
            parameters.Add(value);
    }

    private void Add<T>(T value, string after) => _conditions.Append(Place(value)).Append(after);

    /// <summary>What <c>catalog.stock_levels l</c> of a state are like.</summary>
    public static string Like(LevelState state) =>
        state switch
        {
            LevelState.InStock => "l.on_hand > 0",
            LevelState.OutOfStock => "l.counted AND l.on_hand <= 0",
            LevelState.BelowZero => "l.on_hand < 0",
            LevelState.NeverCounted => "NOT l.counted",
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "is no state"),
        };

    /// <summary>The conditions that make a choice of <c>catalog.products p</c>, but for its search.</summary>
    /// <param name="choice">Which products.</param>
    /// <param name="archived">Null for archived ones as well as others.</param>
    public static ProductStatement Of(ProductChoice choice, bool? archived)
    {
        var text = new ProductStatement();
        if (archived is { } gone)
            text.Where(gone ? "archived" : "NOT archived");
        if (choice.Category is { } category)
        {
            var key = CategoryPath.KeyOf(category);
            text.Where("category_key >= ", key);
            text.Where("category_key < ", CategoryPath.EndOf(key));
        }
        if (choice.Tag is { } tag)
            text.Where("tags @> ARRAY[", tag, "]");
        if (choice.Status is { } status)
            text.Where("status = ", status.ToString());
        if (choice.Assignee is { Name: { } person })
            text.Where("assignee = ", person);
        else if (choice.Assignee is not null)
            text.Where("assignee IS NULL");
        if (choice.Attributes is { } attributes)
            text.Where("attributes @> ", attributes, "::jsonb");
        if (choice.Supplier is { } supplier)
            text.Where(
                "EXISTS (SELECT FROM catalog.supplier_terms o WHERE o.sku = p.sku AND o.supplier = ",
                supplier,
                ")"
            );
        if (choice.Location is not null || choice.Stock is not null)
        {
            const string Levels = "SELECT FROM catalog.stock_levels l WHERE l.sku = p.sku";
            var there = choice.Location is { } location ? $" AND l.location = {text.Place(location)}" : "";
            var like = choice.Stock is { } stock ? $" AND ({Like(stock)})" : "";
            var none = choice is { Location: null, Stock: LevelState.NeverCounted };
            text.Where($"(EXISTS ({Levels}{there}{like}){(none ? $" OR NOT EXISTS ({Levels})" : "")})");
        }
        return text;
    }

    /// <summary>
    /// The same with its search. The index of three letters each knows nothing of a term that has fewer in a row.
    /// </summary>
    public static ProductStatement Searching(ProductChoice choice) => Searching(choice, choice.Archived);

    /// <inheritdoc cref="Of"/>
    public static ProductStatement Searching(ProductChoice choice, bool? archived)
    {
        var text = Of(choice, archived);
        if (choice.Search is not { } term)
            return text;
        if (HasTrigram(term))
            text.Where("search_text LIKE ", $"%{Escape(term)}%");
        else
            text.Where("strpos(search_text, ", term, ") > 0");
        return text;
    }

    /// <summary>Whether there are three letters or digits in a row.</summary>
    public static bool HasTrigram(string term)
    {
        var run = 0;
        foreach (var c in term)
        {
            run = char.IsLetterOrDigit(c) ? run + 1 : 0;
            if (run == 3)
                return true;
        }
        return false;
    }

    /// <summary>A text for LIKE, in which nothing stands for anything else.</summary>
    public static string Escape(string term) =>
        term.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
}
