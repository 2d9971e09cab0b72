using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;

namespace SmartInventory.Cli.Tests;

/// <summary>The commands against the operations of the API.</summary>
public sealed class OperationsTests
{
    /// <summary>What no command does, and why.</summary>
    private static readonly Dictionary<string, string> Without = new(StringComparer.Ordinal)
    {
        ["ICatalogApi.CountInbox"] = "The number at the dashboard's bell: inv inbox lists what it counts.",
        ["ICatalogApi.CreatePurchaseOrders"] = "Many at once, for services: replenish accept-due makes them.",
        ["ICatalogApi.GetMovement"] = "What a page asks before it offers to undo: stock undo says it as well.",
        ["ICatalogApi.StockTotals"] = "A side of the books: inv status compares all of them.",
        ["IForecastingApi.DemandTotals"] = "A side of the books: inv status compares all of them.",
        ["IIdentityApi.ChooseLanguage"] = "The language of pages and letters: chosen on a page; inv speaks English.",
        ["IIdentityApi.ListViews"] = "The filters of pages under names: in a shell an alias does that.",
        ["IIdentityApi.SaveView"] = "The filters of pages under names: in a shell an alias does that.",
        ["ISalesApi.DailySales"] = "Days for the dashboard's chart: sale totals gives days, weeks and months.",
        ["ISalesApi.RecordSales"] = "Many at once, for tills: inv import sales sends files of any length.",
        ["ISalesApi.SalesTotals"] = "A side of the books: inv status compares all of them.",
    };

    [Fact]
    public void Every_operation_of_the_API_has_a_command_or_a_reason_to_have_none()
    {
        var called = CallsOf(typeof(Inv).Assembly).Concat(CallsOf(typeof(SalesKinds).Assembly)).ToHashSet();
        var operations = typeof(ICatalogApi)
            .Assembly.GetExportedTypes()
            .Where(type => type.IsInterface && type.Name.EndsWith("Api", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}"))
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.InRange(operations.Count, 100, 300);

        var missing = operations.Where(operation => !called.Contains(operation)).ToList();
        Assert.Equal(Without.Keys.Order(StringComparer.Ordinal), missing);
        Assert.All(Without.Values, reason => Assert.NotEmpty(reason));
    }

    /// <summary>The members of other assemblies that one calls.</summary>
    private static List<string> CallsOf(System.Reflection.Assembly assembly)
    {
        using var file = File.OpenRead(assembly.Location);
        using var image = new PEReader(file);
        var reader = image.GetMetadataReader();
        return
        [
            .. reader
                .MemberReferences.Select(reader.GetMemberReference)
                .Where(member => member.Parent.Kind == HandleKind.TypeReference)
                .Select(member =>
                    $"{reader.GetString(reader.GetTypeReference((TypeReferenceHandle)member.Parent).Name)}."
                    + reader.GetString(member.Name)
                ),
        ];
    }
}
