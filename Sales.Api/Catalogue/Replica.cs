using MassTransit;
using Npgsql;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Sales.Api.Catalogue;

/// <summary>
/// Writes the replica: the newest version of each key wins, so order and repetition of messages do no harm. On a
/// connection of its own: what the catalogue told stays known when the sale that asked for it is refused.
/// </summary>
internal sealed class Replica(NpgsqlDataSource source)
{
    public async Task SaveAsync(IEnumerable<ProductState> states, CancellationToken ct)
    {
        // One row per key, in key order: an upsert touches a row once, and two of them never wait in a circle.
        var newest = states
            .GroupBy(p => p.Sku, StringComparer.Ordinal)
            .Select(g => g.MaxBy(p => p.Version)!)
            .OrderBy(p => p.Sku, StringComparer.Ordinal)
            .ToArray();
        await using var command = source.CreateCommand(
            """
            INSERT INTO sales.products AS known (sku, version, whole_units, price, archived)
            SELECT * FROM unnest($1, $2, $3, $4, $5)
            ON CONFLICT (sku) DO UPDATE SET version = excluded.version, whole_units = excluded.whole_units,
                price = excluded.price, archived = excluded.archived
            WHERE excluded.version > known.version
            """
        );
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(newest, p => p.Sku) });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = Array.ConvertAll(newest, p => p.Version) });
        command.Parameters.Add(
            new NpgsqlParameter<bool[]> { TypedValue = Array.ConvertAll(newest, p => p.WholeUnits) }
        );
        command.Parameters.Add(new NpgsqlParameter<decimal[]> { TypedValue = Array.ConvertAll(newest, p => p.Price) });
        command.Parameters.Add(new NpgsqlParameter<bool[]> { TypedValue = Array.ConvertAll(newest, p => p.Archived) });
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task SaveAsync(IEnumerable<KnownLocation> states, CancellationToken ct)
    {
        var newest = states
            .GroupBy(l => l.Code, StringComparer.Ordinal)
            .Select(g => g.MaxBy(l => l.Version)!)
            .OrderBy(l => l.Code, StringComparer.Ordinal)
            .ToArray();
        await using var command = source.CreateCommand(
            """
            INSERT INTO sales.locations AS known (code, version, time_zone, archived)
            SELECT * FROM unnest($1, $2, $3, $4)
            ON CONFLICT (code) DO UPDATE
            SET version = excluded.version, time_zone = excluded.time_zone, archived = excluded.archived
            WHERE excluded.version > known.version
            """
        );
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(newest, l => l.Code) });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = Array.ConvertAll(newest, l => l.Version) });
        command.Parameters.Add(
            new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(newest, l => l.TimeZone) }
        );
        command.Parameters.Add(new NpgsqlParameter<bool[]> { TypedValue = Array.ConvertAll(newest, l => l.Archived) });
        await command.ExecuteNonQueryAsync(ct);
    }
}

internal sealed class ProductChangedConsumer(Replica replica) : IConsumer<ProductChanged>
{
    public Task Consume(ConsumeContext<ProductChanged> context) =>
        replica.SaveAsync(context.Message.Items, context.CancellationToken);
}

internal sealed class LocationChangedConsumer(Replica replica) : IConsumer<LocationChanged>
{
    public Task Consume(ConsumeContext<LocationChanged> context) =>
        replica.SaveAsync(
            context.Message.Items.Select(l => new KnownLocation
            {
                Code = l.Code,
                Version = l.Version,
                TimeZone = l.TimeZone,
                Archived = l.Archived,
            }),
            context.CancellationToken
        );
}
