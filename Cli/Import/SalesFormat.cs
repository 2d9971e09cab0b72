using System.Text.Json;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Import;

/// <summary>One line, ready to be sent. Empty spans and nulls are left to the server's defaults.</summary>
internal ref struct SaleRow
{
    public ReadOnlySpan<char> Sku;
    public ReadOnlySpan<byte> Location;
    public ReadOnlySpan<byte> Channel;
    public ReadOnlySpan<byte> ExternalId;
    public ReadOnlySpan<byte> Customer;
    public decimal Quantity;
    public decimal? UnitPrice;
    public DateTimeOffset? SoldAt;
    public bool IsReturn;
}

/// <summary>Why a row is no sale: the word it is counted under, and the reason in words.</summary>
internal readonly record struct Rejection(string Reason, string Detail);

/// <summary>How rows of one kind of file become sales. It keeps state over a file, so each reading needs a new one.</summary>
internal abstract class SalesFormat
{
    /// <summary>Finds the columns; ends with a failure that names those that are wrong.</summary>
    public abstract void Bind(CsvReader header);

    /// <summary>The sale in the current record, or why it is none.</summary>
    public abstract Rejection? Map(CsvReader record, ref SaleRow sale);

    /// <summary>Notes what <see cref="Products"/> needs of a row that became a sale.</summary>
    public virtual void Observe(CsvReader record, ref SaleRow sale)
    {
    }

    /// <summary>The location that the sales need; null when the file names locations itself.</summary>
    public virtual CreateLocation? Location => null;

    /// <summary>The products that the observed sales need, in the order of the file.</summary>
    public virtual IEnumerable<CreateProduct> Products => [];

    /// <summary>The row as the line of NDJSON that the import takes.</summary>
    public static void Write(Utf8JsonWriter json, ref SaleRow sale)
    {
        json.WriteStartObject();
        json.WriteString(Names.Sku, sale.Sku);
        if (!sale.Location.IsEmpty) json.WriteString(Names.Location, sale.Location);
        json.WriteNumber(Names.Quantity, sale.Quantity);
        if (sale.IsReturn) json.WriteString(Names.Kind, Names.Return);
        if (sale.UnitPrice is { } price) json.WriteNumber(Names.UnitPrice, price);
        if (sale.SoldAt is { } time) json.WriteString(Names.SoldAt, time.UtcDateTime);
        if (!sale.Channel.IsEmpty) json.WriteString(Names.Channel, sale.Channel);
        if (!sale.ExternalId.IsEmpty) json.WriteString(Names.ExternalId, sale.ExternalId);
        if (!sale.Customer.IsEmpty) json.WriteString(Names.Customer, sale.Customer);
        json.WriteEndObject();
    }

    private static class Names
    {
        public static readonly JsonEncodedText Sku = JsonEncodedText.Encode("sku");
        public static readonly JsonEncodedText Location = JsonEncodedText.Encode("location");
        public static readonly JsonEncodedText Quantity = JsonEncodedText.Encode("quantity");
        public static readonly JsonEncodedText Kind = JsonEncodedText.Encode("kind");
        public static readonly JsonEncodedText Return = JsonEncodedText.Encode("return");
        public static readonly JsonEncodedText UnitPrice = JsonEncodedText.Encode("unitPrice");
        public static readonly JsonEncodedText SoldAt = JsonEncodedText.Encode("soldAt");
        public static readonly JsonEncodedText Channel = JsonEncodedText.Encode("channel");
        public static readonly JsonEncodedText ExternalId = JsonEncodedText.Encode("externalId");
        public static readonly JsonEncodedText Customer = JsonEncodedText.Encode("customer");
    }
}
