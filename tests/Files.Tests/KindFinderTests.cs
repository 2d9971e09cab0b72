using System.Text;

namespace SmartInventory.Files.Tests;

/// <summary>What a file is, and what its messages call the settings that would change it.</summary>
public sealed class KindFinderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("files-tests-");

    [Theory]
    [InlineData("Artikel;Menge;Datum", "Artikel", "Menge", "Datum")]
    [InlineData("Order Date,Item SKU,Qty sold", "Item SKU", "Qty sold", "Order Date")]
    [InlineData("Código;Cantidad;Fecha", "Código", "Cantidad", "Fecha")]
    [InlineData("a,b,c", null, null, null)]
    public void Columns_that_may_fit_are_guessed_by_their_names(string header, params string?[] expected)
    {
        using var file = Open(header + "\n");

        Assert.Equal(["sku", "quantity", "soldAt"], KindFinder.Guess(file.ReadHeader()).Select(guess => guess.Field));
        Assert.Equal(expected, KindFinder.Guess(file.ReadHeader()).Select(guess => guess.Column));
    }

    [Theory]
    [InlineData(
        "Fecha;Hora;Artículo;Nombre;Piezas;Importe",
        "sku=Artículo quantity=Piezas soldAt=Fecha+Hora lineTotal=Importe name=Nombre"
    )]
    [InlineData("Day,Item,Qty,Price,Amount,Store", "sku=Item quantity=Qty soldAt=Day unitPrice=Price location=Store")]
    [InlineData("Date,SKU,Units,Order Total,Discount Amount,Shop order", "sku=SKU quantity=Units soldAt=Date")]
    [InlineData("Time,SKU,Units", "sku=SKU quantity=Units soldAt=Time")]
    public void More_is_guessed_only_where_it_is_called_so(string header, string expected)
    {
        using var file = Open(header + "\n");

        Assert.Equal(
            expected,
            string.Join(' ', KindFinder.Guess(file.ReadHeader()).Select(guess => $"{guess.Field}={guess.Column}"))
        );
    }

    [Fact]
    public void What_nobody_says_and_no_header_shows_is_not_known()
    {
        using var file = Open("a,b\n1,2\n");

        Assert.Null(KindFinder.Find(file, file.ReadHeader(), null, null, mapping => mapping, maps: false, says: false));
    }

    [Fact]
    public void Messages_call_settings_what_they_are_called_where_the_file_was_opened()
    {
        using var file = Open("day\n3/4/2026\n");
        var reader = file.Read();
        Assert.True(reader.Read() && reader.Read());
        var dates = new FileDates(DateOrder.DayFirst, null);
        Assert.True(dates.TryRead(reader, reader[0], out _));

        var refused = Assert.Throws<ImportException>(() => dates.Decide(file.Say));

        Assert.EndsWith(
            "nothing in the file decides. Say date-format dd/MM/yyyy or date-format MM/dd/yyyy.",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.Null(dates.Explain());
    }

    [Fact]
    public void The_name_in_messages_is_the_owners()
    {
        var path = Path.Combine(_folder.FullName, "7f3");
        File.WriteAllBytes(path, []);

        var refused = Assert.Throws<ImportException>(() =>
            TableFile.Open(path, FileEncoding.Utf8, Words.Plain, "orders.csv")
        );

        Assert.Equal("The file 'orders.csv' is empty.", refused.Message);
    }

    [Theory]
    [InlineData("../till")]
    [InlineData("")]
    [InlineData("A")]
    public void A_mapping_is_kept_under_names_that_are_no_paths(string name)
    {
        var store = new MappingStore(_folder.FullName);

        Assert.Equal(
            ImportFault.Usage,
            Assert.Throws<ImportException>(() => store.Save(name, new SalesMapping())).Fault
        );
        store.Save("till", new SalesMapping { Sku = "Article", Discount = "Off" });
        Assert.Equal(["till"], store.Names);
        Assert.Equal("Off", store.Load("till").Discount);
        store.Remove("till");
        Assert.Equal(ImportFault.NotFound, Assert.Throws<ImportException>(() => store.Load("till")).Fault);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private TableFile Open(string text)
    {
        var path = Path.Combine(_folder.FullName, "file.csv");
        File.WriteAllText(path, text, Encoding.UTF8);
        return TableFile.Open(path, FileEncoding.Utf8, Words.Plain);
    }
}
