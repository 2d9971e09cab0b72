using System.Text.RegularExpressions;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Policies;

/// <summary>What a policy is set for, from a query.</summary>
internal static partial class PolicyName
{
    private const int MaxCategory = 200;

    /// <summary>The scope and its key as people write it; what is bad goes into <paramref name="errors"/>.</summary>
    public static (PolicyScope Scope, string? Name) Read(FieldErrors errors, string? scope, string? key)
    {
        if (string.IsNullOrEmpty(scope))
            errors.Add("scope", T($"must be one of {Words.All<PolicyScope>()}"));
        if (errors.Word<PolicyScope>("scope", scope) is not { } parsed)
            return default;
        return (
            parsed,
            parsed switch
            {
                PolicyScope.All => None(errors, key),
                PolicyScope.Location or PolicyScope.Supplier => errors.Code("key", key),
                PolicyScope.Category => Category(errors, key),
                PolicyScope.Segment => Segment(errors, key),
                PolicyScope.Product => errors.Sku("key", key),
                _ => Series(errors, key),
            }
        );
    }

    private static string? None(FieldErrors errors, string? key)
    {
        if (!string.IsNullOrEmpty(key) && key != "all")
            errors.Add("key", T("of scope all must be all, or left out"));
        return null;
    }

    private static string? Category(FieldErrors errors, string? key)
    {
        if (errors.Text("key", key, MaxCategory, required: true) is not { } path)
            return null;
        return string.Join('/', path.Split('/', StringSplitOptions.TrimEntries));
    }

    /// <summary>A cell of the matrix; what is none goes into the errors.</summary>
    public static string? Segment(FieldErrors errors, string? key, string field = "key")
    {
        var cell = key?.Trim().ToUpperInvariant() ?? "";
        if (!Cell().IsMatch(cell))
            errors.Add(field, T("must be a cell of the matrix, from AX to CZ"));
        return cell;
    }

    private static string? Series(FieldErrors errors, string? key)
    {
        if (
            key?.Split('@') is [var product, var place]
            && Sku.TryParse(product, out var sku)
            && Code.TryParse(place, out var location)
        )
            return StoredPolicy.SeriesName(sku, location);
        errors.Add("key", T("must be a product and a location, as LAMP-1@LDN"));
        return null;
    }

    [GeneratedRegex(@"\A[ABC][XYZ]\z", RegexOptions.CultureInvariant)]
    private static partial Regex Cell();
}
