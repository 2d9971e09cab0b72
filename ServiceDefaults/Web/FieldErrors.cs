using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>
/// Collects every bad field of a request, so that one answer names them all. The methods return the parsed value, or a
/// harmless default after adding an error.
/// </summary>
public sealed class FieldErrors
{
    /// <summary>The largest quantity, and the largest amount of money.</summary>
    public const decimal MaxAmount = 1_000_000_000m;

    /// <summary>Digits after the point in quantities and money.</summary>
    public const int MaxScale = 4;

    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public void Add(string field, string reason)
    {
        if (!_errors.TryGetValue(field, out var reasons))
            _errors[field] = reasons = [];
        reasons.Add(reason);
    }

    /// <summary>Takes in what is wrong with a part, such as a row.</summary>
    /// <param name="at">What its fields are called in the whole: <c>sales[3].</c></param>
    /// <param name="part">The part's.</param>
    public void Add(string at, FieldErrors part)
    {
        foreach (var (field, reasons) in part._errors)
            reasons.ForEach(reason => Add($"{at}{field}", reason));
    }

    public IReadOnlyDictionary<string, string[]> ToDictionary() =>
        _errors.ToDictionary(e => e.Key, e => e.Value.ToArray(), StringComparer.Ordinal);

    /// <summary>400 with every field.</summary>
    public ValidationProblem ToProblem() =>
        TypedResults.ValidationProblem(
            _errors.ToDictionary(e => e.Key, e => e.Value.ToArray(), StringComparer.Ordinal),
            title: T("One or more fields are not valid.")
        );

    /// <summary>A SKU; required.</summary>
    public string Sku(string field, string? text) =>
        Contracts.Sku.TryParse(text, out var sku) ? sku : Refuse(field, text, Contracts.Sku.Rule);

    /// <summary>The code of a location or supplier, or the number of an order; required.</summary>
    public string Code(string field, string? text) =>
        Contracts.Code.TryParse(text, out var code) ? code : Refuse(field, text, Contracts.Code.Rule);

    /// <summary>A SKU, or null where there is none.</summary>
    public string? OptionalSku(string field, string? text) => string.IsNullOrWhiteSpace(text) ? null : Sku(field, text);

    /// <summary>A code, or null where there is none.</summary>
    public string? OptionalCode(string field, string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : Code(field, text);

    /// <summary>Trimmed text without control characters; null when empty.</summary>
    public string? Text(string field, string? text, int maxLength, bool required = false)
    {
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed))
        {
            if (required)
                Add(field, T("is required"));
            return null;
        }

        if (trimmed.Length > maxLength)
            Add(field, T($"must be at most {maxLength} characters"));
        // Control characters break terminals and CSV; NUL and lone surrogates cannot be stored at all.
        if (trimmed.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || !IsWellFormed(trimmed))
            Add(field, T("must not contain control characters or broken Unicode"));
        return trimmed;
    }

    /// <summary>A quantity above zero.</summary>
    public decimal Quantity(string field, decimal? value, decimal? otherwise = null) =>
        Number(field, value ?? otherwise, decimal.Zero, MaxAmount, exclusive: true);

    /// <summary>Money, zero or more.</summary>
    public decimal Money(string field, decimal? value) => Number(field, value, 0m, MaxAmount);

    /// <summary>A number within bounds, with at most <see cref="MaxScale"/> digits after the point; required.</summary>
    public decimal Number(string field, decimal? value, decimal min, decimal max, bool exclusive = false)
    {
        if (value is not { } number)
        {
            Add(field, T("is required"));
            return 0;
        }

        if (exclusive && number <= min)
            Add(field, T($"must be above {min:0.####}"));
        else if (number < min)
            Add(field, T($"must be at least {min:0.####}"));
        else if (number > max)
            Add(field, T($"must be at most {max:0.####}"));
        else if (decimal.Round(number, MaxScale) != number)
            Add(field, T($"must have at most {MaxScale} digits after the point"));
        return number;
    }

    /// <returns>A number within the bounds, also where another was refused: what is reckoned with it before the refusal
    /// is sent stays within its own.</returns>
    public int Whole(string field, int? value, int min, int max, int? otherwise = null)
    {
        if ((value ?? otherwise) is not { } number)
        {
            Add(field, T("is required"));
            return min;
        }

        if (number < min || number > max)
            Add(field, T($"must be between {min} and {max}"));
        return Math.Clamp(number, min, max);
    }

    /// <summary>A moment that lies in the past, or at most a day ahead (clocks differ); default now. In UTC.</summary>
    public DateTimeOffset Moment(string field, DateTimeOffset? value, DateTimeOffset now)
    {
        var moment = (value ?? now).ToUniversalTime();
        if (moment > now.AddDays(1))
            Add(field, T("must be at most a day ahead"));
        else if (moment < DateTimeOffset.UnixEpoch)
            Add(field, T("must be in 1970 or later"));
        return moment;
    }

    /// <summary>A day, from a query; null when absent or bad.</summary>
    public DateOnly? Day(string field, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 1900 and <= 9000
        )
            return day;
        Add(field, T("must be a day like 2026-01-31"));
        return null;
    }

    /// <summary>One of an enum's words in kebab-case, from a query; null when absent or bad.</summary>
    public TEnum? Word<TEnum>(string field, string? text)
        where TEnum : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
            return null;
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (Words.Of(value) == text)
                return value;
        }

        Add(field, T($"must be one of {Words.All<TEnum>()}"));
        return null;
    }

    private string Refuse(string field, string? text, string rule)
    {
        Add(field, string.IsNullOrWhiteSpace(text) ? T("is required") : rule);
        return "";
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }
}

/// <summary>Enum values as the API writes them.</summary>
public static class Words
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>All of them, for a sentence.</summary>
    public static string All<TEnum>()
        where TEnum : struct, Enum => string.Join(", ", Enum.GetValues<TEnum>().Select(Of));
}
