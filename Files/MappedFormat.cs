using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Csv;

namespace SmartInventory.Files;

/// <summary>
/// Rows of any file by a <see cref="SalesMapping"/>. A row without a name of its own is named by what it says and,
/// among rows that say the same, by its running number, so that a second import knows it again: 24 bytes are kept per
/// different row.
/// </summary>
/// <param name="mapping">What stands where.</param>
/// <param name="strict">Every column that the mapping names must be there; else only those that it cannot do
/// without.</param>
/// <param name="rules">How the file writes numbers and dates, and what its locations are called here.</param>
internal sealed class MappedFormat(SalesMapping mapping, bool strict, FileRules rules)
    : SalesFormat(rules.Numbers, rules.Dates)
{
    private const int MaxOffsets = 1_000;
    private const string Accented = "ÀÁÂÃÄÅĄÇĆČĎÈÉÊËĘĚÌÍÎÏŁÑŃŇÒÓÔÕÖØŐŘŚŠŤÙÚÛÜŮŰÝŸŹŻŽ";
    private const string Unaccented = "AAAAAAACCCDEEEEEEIIIILNNNOOOOOOORSSTUUUUUUYYZZZ";

    private readonly Dictionary<string, Seen> _products = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeZoneInfo?> _zones = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, int> _equal = [];
    private readonly Dictionary<(DateTime Day, TimeSpan Offset), LocationTime> _offsets = [];
    private readonly ArrayBufferWriter<byte> _content = new(512);
    private readonly byte[] _externalId = new byte[64];
    private readonly char[] _sku = new char[64];
    private readonly char[] _text = new char[Limits.MaxRowBytes];
    private readonly Dictionary<int, byte[]> _joined = [];

    private string[] _names = [];
    private int[] _quantity = [];
    private int[]? _skuAt,
        _soldAt,
        _price,
        _total,
        _locationAt,
        _zoneAt,
        _externalIdAt,
        _order,
        _kind,
        _customer,
        _discount,
        _promotion,
        _receipt,
        _name,
        _channelAt;
    private (int Column, string Value)[] _skip = [];
    private (int Column, string Value)[] _returns = [];
    private byte[] _channel = [];
    private Place? _default,
        _last;
    private TimeZoneInfo? _zone;
    private byte[] _lastOrder = [];
    private byte[]?[] _carried = [];
    private int[] _ofOrder = [];

    private sealed class Seen
    {
        public decimal? Price { get; set; }
        public string? Name { get; set; }
        public bool Fractions { get; set; }
    }

    /// <summary>A location as the file calls it.</summary>
    private sealed record Place(string Text, string Code, byte[] Utf8)
    {
        public TimeZoneInfo? Zone { get; set; }
    }

    public override IEnumerable<CreateLocation> Locations =>
        _places
            .Values.Where(place => place.Code.Length > 0)
            .Select(place => new CreateLocation
            {
                Code = place.Code,
                Name = place.Text,
                TimeZone =
                    place.Zone is { } zone ? Zones.Iana(zone)
                    : _offsets.Count > 0 ? Zones.Fitting(_offsets.Values)
                    : "UTC",
            });

    public override IEnumerable<CreateProduct> Products =>
        _products.Select(product => new CreateProduct
        {
            Sku = product.Key,
            Name = product.Value.Name ?? product.Key,
            Price = product.Value.Price ?? 0,
            WholeUnits = product.Value.Fractions ? false : null,
        });

    public override void Bind(RecordReader reader)
    {
        var header = new FileHeader(reader);
        _names = [.. header.Names.Select(name => name.Trim())];
        _carried = new byte[_names.Length][];
        _quantity = header.Places(mapping.Quantity ?? throw Missing("quantity", header), "quantity")!;
        _skuAt = header.Places(mapping.Sku ?? throw Missing("sku", header), "sku")!;
        _soldAt = Optional(mapping.SoldAt, "soldAt");
        _price = Optional(mapping.UnitPrice, "unitPrice");
        _total = Optional(mapping.LineTotal, "lineTotal");
        _locationAt = Optional(mapping.LocationFrom, "location");
        _externalIdAt = Optional(mapping.ExternalId, "externalId");
        _order = Optional(mapping.Order, "order");
        _kind = Optional(mapping.Kind, "kind");
        _customer = Optional(mapping.Customer, "customer");
        _discount = Optional(mapping.Discount, "discount");
        _promotion = Optional(mapping.Promotion, "promotion");
        // The lines of an order were bought at once.
        _receipt = Optional(mapping.Receipt, "receipt") ?? _order;
        _name = Optional(mapping.Name, "name");
        _channelAt = Optional(mapping.ChannelFrom, "channel");
        _skip = Conditions(mapping.Skip, "skip");
        _returns = Conditions(mapping.Returns, "returns");
        _channel = Encoding.UTF8.GetBytes(mapping.Channel ?? "");
        // An order has one time, place and state; its lines have each their own product and money.
        _ofOrder =
        [
            .. new[] { _soldAt, _locationAt, _customer, _channelAt }.SelectMany(source => source ?? []),
            .. _skip.Concat(_returns).Select(condition => condition.Column),
        ];
        if (mapping.Zone is { } zone)
        {
            _zoneAt = header.Places(zone, use: null);
            _zone = _zoneAt is null ? Zones.Find(zone) : null;
            if (strict && _zoneAt is null && _zone is null)
                throw new ImportException(
                    T($"'{zone}' is neither a column nor a time zone like Europe/Berlin. The columns are {header}.")
                );
        }

        if (mapping.Location is { } code && !Code.TryParse(code, out _))
            throw new ImportException(T($"The location '{code}' {Code.Rule}."));

        int[]? Optional(string? source, string use) => header.Places(source, strict ? rules.Say(use) : null);

        (int, string)[] Conditions(IReadOnlyList<string> texts, string setting)
        {
            var conditions = new List<(int, string)>();
            foreach (var text in texts)
            {
                var split = text.IndexOf('=', StringComparison.Ordinal);
                if (split <= 0)
                    throw new ImportException(T($"{rules.Say(setting)} '{text}' is not of the form Column=Value."));
                if (header.Places(text[..split], strict ? rules.Say(setting) : null) is [var column])
                    conditions.Add((column, text[(split + 1)..].Trim()));
            }

            return [.. conditions];
        }
    }

    private ImportException Missing(string field, FileHeader header) =>
        new(T($"Which column is the {field}? Say {rules.Say("map", field + "=COLUMN")}. The columns are {header}."));

    public override Rejection? Map(RecordReader record, ref SaleRow sale)
    {
        if (record.Count != _names.Length)
            return new Rejection("columns", T($"has {record.Count} fields and not {_names.Length}"));
        Carry(record);
        // Numbers first, whatever becomes of the row: all rows say how the file writes them.
        decimal? discount = null;
        var number = Number(record, _quantity[0], NumberSigns.None);
        var knownKind = TryKind(record, number ?? 0, out var isReturn);
        var unclear = Money(record, isReturn, out var money) ?? Discount(record, out discount);
        foreach (var (column, value) in _skip)
        {
            if (Is(record, column, value))
                return new Rejection(
                    "skipped",
                    T($"{_names[column]} is {FieldText.Show(Field(record, column))}"),
                    _names[column]
                );
        }

        if (!TrySku(record, out var sku, out var rejection))
            return rejection;
        if (number is not { } quantity)
            return NoNumber("quantity", record, _quantity[0]);
        if (quantity == 0)
            return new Rejection("quantity", T($"{Name(_quantity)} is 0: nothing was sold"), Name(_quantity));
        if (!knownKind)
            return new Rejection("kind", T($"{Show(record, _kind!)} is neither sale nor return"), Name(_kind!));
        if (unclear is not null)
            return unclear;
        if (!TryPromotion(record, out var promotion))
            return new Rejection(
                "promotion",
                T($"{Show(record, _promotion!)} is neither true nor false"),
                Name(_promotion!)
            );
        if (!TryTime(record, out var soldAt, out var zone, out rejection))
            return rejection;
        if (!TryPlace(record, zone, out var place))
            return new Rejection(
                "location",
                T($"{Show(record, _locationAt!)} is no location: its code {Code.Rule}"),
                Name(_locationAt!)
            );

        sale.Sku = sku;
        sale.Location = place is null ? default : place.Utf8;
        sale.Channel = _channelAt is null ? _channel : Text(record, _channelAt);
        sale.Quantity = Math.Abs(quantity);
        sale.IsReturn = isReturn;
        sale.Discount = discount;
        sale.Promotion = promotion;
        sale.LineTotal = _total is null ? null : money;
        // Nearer to the total than four digits the API does not take it.
        sale.UnitPrice =
            _total is null || money is null
                ? money
                : Math.Round((money.Value + (discount ?? 0)) / sale.Quantity, 4, MidpointRounding.AwayFromZero);
        sale.SoldAt = soldAt;
        sale.Customer = _customer is null ? default : Text(record, _customer);
        sale.Receipt = _receipt is null ? default : Text(record, _receipt);
        var own = _externalIdAt is null ? default : Text(record, _externalIdAt);
        sale.ExternalId = own.IsEmpty ? Name(record, ref sale, place) : own;
        return own.IsEmpty || _channelAt is not null || IsFirst(own, record, ref sale, place)
            ? null
            : new Rejection(
                "external-id",
                T(
                    $"{Show(record, _externalIdAt!)} names another row before: where it names an order and not a line, "
                        + $"say {rules.Say("map", "order=")} instead"
                ),
                Name(_externalIdAt!)
            );
    }

    public override void Observe(RecordReader record, ref SaleRow sale)
    {
        var products = _products.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!products.TryGetValue(sale.Sku, out var seen))
            products[sale.Sku] = seen = new Seen();
        seen.Price ??= sale.UnitPrice;
        seen.Fractions |= !decimal.IsInteger(sale.Quantity);
        if (seen.Name is null && _name is not null && Text(record, _name) is { IsEmpty: false } name)
            seen.Name = Encoding.UTF8.GetString(name);
        // A clock is guessed only from offsets that the file itself writes.
        if (sale.SoldAt is { Offset: { } offset } time && _zone is null && _zoneAt is null)
        {
            if (_offsets.Count < MaxOffsets)
                _offsets.TryAdd((time.Clock.Date, offset), time);
        }
    }

    // What is empty in a later line of an order is as in the first.
    private void Carry(RecordReader record)
    {
        if (!mapping.CarriesOrder || _order is null)
            return;
        var order = FieldText.Trim(record[_order[0]]);
        if (order.SequenceEqual(_lastOrder))
            return;
        _lastOrder = order.ToArray();
        foreach (var column in _ofOrder)
            _carried[column] = FieldText.Trim(record[column]).ToArray();
    }

    private ReadOnlySpan<byte> Field(RecordReader record, int column)
    {
        var text = FieldText.Trim(record[column]);
        return text.IsEmpty && mapping.CarriesOrder && _carried[column] is { } first ? first : text;
    }

    private ReadOnlySpan<byte> Text(RecordReader record, int[] source)
    {
        if (source.Length == 1)
            return Field(record, source[0]);
        // Joined texts are few and short, and each needs its own room until the row is sent.
        var length = 0;
        foreach (var column in source)
            length += Field(record, column).Length + 1;
        ref var room = ref CollectionsMarshal.GetValueRefOrAddDefault(_joined, source[0], out _);
        if (room is null || room.Length < length)
            room = new byte[length];
        length = 0;
        foreach (var column in source)
        {
            var text = Field(record, column);
            if (text.IsEmpty)
                continue;
            if (length > 0)
                room[length++] = (byte)' ';
            text.CopyTo(room.AsSpan(length));
            length += text.Length;
        }

        return room.AsSpan(0, length);
    }

    private ReadOnlySpan<char> Chars(ReadOnlySpan<byte> text) => _text.AsSpan(0, Encoding.UTF8.GetChars(text, _text));

    private bool Is(RecordReader record, int column, string value)
    {
        var text = Field(record, column);
        return value == "*" ? !text.IsEmpty : Chars(text).Equals(value, StringComparison.OrdinalIgnoreCase);
    }

    private string Show(RecordReader record, int[] source) => $"{Name(source)} {FieldText.Show(Text(record, source))}";

    private string Name(int[] source) => string.Join('+', source.Select(column => _names[column]));

    private decimal? Number(RecordReader record, int column, NumberSigns signs) =>
        Numbers.Read(record, column, _names[column], signs);

    private Rejection NoNumber(string reason, RecordReader record, int column)
    {
        var (name, text) = (_names[column], FieldText.Show(record[column]));
        return new Rejection(
            reason,
            Numbers.Mark == DecimalMark.Comma
                ? T($"{name} {text} is no number with a decimal comma")
                : T($"{name} {text} is no number with a decimal point"),
            name
        );
    }

    private bool TrySku(RecordReader record, out ReadOnlySpan<char> sku, out Rejection? rejection)
    {
        sku = default;
        rejection = null;
        var text = Text(record, _skuAt!);
        if (FieldText.TrySku(text, _sku, out sku))
            return true;
        if (text.IsEmpty && mapping.NameAsSku && _name is not null && !Text(record, _name).IsEmpty)
        {
            var name = Encoding.UTF8.GetString(Text(record, _name));
            var made = Slug(name, 64);
            var first = _named.TryGetValue(made, out var known) ? known : _named[made] = name;
            if (made.Length > 0 && string.Equals(first, name, StringComparison.OrdinalIgnoreCase))
            {
                sku = made;
                return true;
            }

            rejection = new Rejection(
                "sku",
                made.Length == 0
                    ? T($"there is none, and '{name}' makes none")
                    : T($"'{first}' and '{name}' would be one"),
                Name(_name)
            );
            return false;
        }

        rejection = new Rejection("sku", T($"{Show(record, _skuAt!)} {Sku.Rule}"), Name(_skuAt!));
        return false;
    }

    private bool TryKind(RecordReader record, decimal quantity, out bool isReturn)
    {
        isReturn = quantity < 0;
        foreach (var (column, value) in _returns)
            isReturn |= Is(record, column, value);
        if (_kind is null)
            return true;
        var kind = Text(record, _kind);
        isReturn |= Ascii.EqualsIgnoreCase(kind, "return"u8);
        return isReturn || kind.IsEmpty || Ascii.EqualsIgnoreCase(kind, "sale"u8);
    }

    private Rejection? Money(RecordReader record, bool isReturn, out decimal? money)
    {
        money = null;
        var source = _total ?? _price;
        if (source is null)
            return null;
        var reason = _total is null ? "unit-price" : "line-total";
        foreach (var column in source)
        {
            if (FieldText.Trim(record[column]).IsEmpty)
                continue;
            if (Number(record, column, NumberSigns.Currency) is not { } amount)
                return NoNumber(reason, record, column);
            money = (money ?? 0) + amount;
        }

        if (money < 0 && !isReturn)
            return new Rejection(
                reason,
                T($"{Show(record, source)} is below zero, but nothing came back"),
                Name(source)
            );
        money = money is { } signed ? Math.Abs(signed) : null;
        return null;
    }

    /// <summary>Files write money off with a sign or without; none is what an empty field says.</summary>
    private Rejection? Discount(RecordReader record, out decimal? discount)
    {
        discount = null;
        foreach (var column in _discount ?? [])
        {
            if (FieldText.Trim(record[column]).IsEmpty)
                continue;
            if (Number(record, column, NumberSigns.Currency) is not { } amount)
                return NoNumber("discount", record, column);
            discount = (discount ?? 0) + Math.Abs(amount);
        }

        return null;
    }

    private bool TryPromotion(RecordReader record, out bool? promotion)
    {
        promotion = null;
        var text = _promotion is null ? default : Text(record, _promotion);
        if (text.IsEmpty)
            return true;
        if (
            Ascii.EqualsIgnoreCase(text, "true"u8)
            || Ascii.EqualsIgnoreCase(text, "yes"u8)
            || text.SequenceEqual("1"u8)
        )
            promotion = true;
        else if (
            Ascii.EqualsIgnoreCase(text, "false"u8)
            || Ascii.EqualsIgnoreCase(text, "no"u8)
            || text.SequenceEqual("0"u8)
        )
            promotion = false;
        return promotion is not null;
    }

    private bool TryTime(
        RecordReader record,
        out LocationTime? soldAt,
        out TimeZoneInfo? zone,
        out Rejection? rejection
    )
    {
        soldAt = null;
        rejection = null;
        zone = _zone;
        if (_zoneAt is not null)
        {
            var name = Chars(Text(record, _zoneAt));
            var zones = _zones.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!zones.TryGetValue(name, out zone))
                zones[name] = zone = Zones.Find(name.ToString());
            if (zone is null)
                rejection = new Rejection(
                    "zone",
                    T($"{Show(record, _zoneAt)} is no time zone that is known here"),
                    Name(_zoneAt)
                );
        }

        if (_soldAt is null || rejection is not null)
            return rejection is null;
        var text = Text(record, _soldAt);
        if (text.IsEmpty && mapping.MayLackTime)
            return true;
        if (!Dates.TryRead(record, text, out var time))
        {
            rejection = new Rejection("sold-at", T($"{Show(record, _soldAt)} is no date or time"), Name(_soldAt));
            return false;
        }

        soldAt =
            zone is not null && time.Offset is null
                ? LocationTime.FromDateTimeOffset(new DateTimeOffset(time.Clock, zone.GetUtcOffset(time.Clock)))
                : time;
        return true;
    }

    private bool TryPlace(RecordReader record, TimeZoneInfo? zone, out Place? place)
    {
        var text = _locationAt is null ? default : Chars(Text(record, _locationAt));
        if (text.IsEmpty)
            place = mapping.Location is { } code ? _default ??= Register(code) : null;
        else if (_last is not null && text.SequenceEqual(_last.Text))
            place = _last;
        else if (!_places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out place))
            place = Register(text.ToString());
        if (place is null)
            return true;
        _last = place;
        place.Zone ??= zone;
        return place.Code.Length > 0;
    }

    private Place Register(string text)
    {
        var code = Code.TryParse(text, out var parsed) ? parsed.Value : Slug(text, 32).Replace('/', '-');
        code = rules.Codes.GetValueOrDefault(text, code);
        return _places[text] = new Place(text, code, Encoding.UTF8.GetBytes(code));
    }

    /// <summary>A text as a name in the catalogue: upper case, with a dash for what such a name cannot have.</summary>
    private static string Slug(string text, int most)
    {
        var made = new StringBuilder(text.Length);
        foreach (var letter in text.ToUpperInvariant())
        {
            var accent = Accented.IndexOf(letter, StringComparison.Ordinal);
            var c = accent < 0 ? letter : Unaccented[accent];
            if (char.IsAsciiLetterOrDigit(c) || (c is '.' or '_' or '/' && made.Length > 0))
                made.Append(c);
            else if (made.Length > 0 && made[^1] != '-')
                made.Append('-');
        }

        var slug = made.ToString();
        return (slug.Length > most ? slug[..most] : slug).TrimEnd('-');
    }

    /// <summary>False when a row that says something else has this name: the server would drop this one.</summary>
    private bool IsFirst(ReadOnlySpan<byte> name, RecordReader record, scoped ref SaleRow sale, Place? place)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(record, ref sale, place, hash);
        var content = MemoryMarshal.Read<int>(hash);
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_equal, Fnv1a.Hash(name), out var exists);
        if (!exists)
            known = content;
        return known == content;
    }

    /// <summary>The name of a row that has none.</summary>
    private ReadOnlySpan<byte> Name(RecordReader record, scoped ref SaleRow sale, Place? place)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(record, ref sale, place, hash);
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_equal, MemoryMarshal.Read<ulong>(hash), out _);
        number++;
        Convert.TryToHexStringLower(hash[..16], _externalId, out var length);
        if (number > 1)
        {
            _externalId[length++] = (byte)'-';
            number.TryFormat(_externalId.AsSpan(length), out var digits, provider: CultureInfo.InvariantCulture);
            length += digits;
        }

        return _externalId.AsSpan(0, length);
    }

    /// <summary>What a row says, whatever else stands in it.</summary>
    private void Hash(RecordReader record, scoped ref SaleRow sale, Place? place, scoped Span<byte> hash)
    {
        _content.ResetWrittenCount();
        Add(_order is null ? default : Text(record, _order));
        Span<byte> sku = stackalloc byte[64 * 3];
        Add(sku[..Encoding.UTF8.GetBytes(sale.Sku, sku)]);
        // What the file calls it: what it is called here may change.
        Add(place is null ? default : Encoding.UTF8.GetBytes(place.Text));
        Add(sale.IsReturn ? sale.Quantity * -1 : sale.Quantity);
        Add(sale.UnitPrice ?? -1);
        if (sale.SoldAt is { } time)
        {
            time.Clock.TryFormat(_content.GetSpan(32), out var written, "yyyyMMddHHmmss.FFFFFFF", null);
            _content.Advance(written);
            Add(time.Offset?.Ticks ?? 1);
        }

        SHA256.HashData(_content.WrittenSpan, hash);
    }

    private void Add(ReadOnlySpan<byte> text)
    {
        _content.Write(text);
        _content.Write("\n"u8);
    }

    private void Add(decimal number)
    {
        // 2 and 2.0 are one number.
        Utf8Formatter.TryFormat(number / 1.0000000000000000000000000000m, _content.GetSpan(40), out var written);
        _content.Advance(written);
        _content.Write("\n"u8);
    }
}
