using System.Collections.Concurrent;
using System.Data;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace SmartInventory.ServiceDefaults.Data;

/// <summary>A row of which versions arrive in any order; the newest one counts.</summary>
public interface IVersioned
{
    long Version { get; }
}

/// <summary>
/// Many rows in one statement, which is made once per type from EF's model: a new property of a row is written without
/// another line. Rows are written in the order of their keys, by the characters' codes, so that two transactions never
/// wait for each other in a circle.
/// </summary>
public static class BulkRows
{
    private static readonly ConcurrentDictionary<(IEntityType Type, string Keep), Statement> Statements = new();

    /// <summary>
    /// Inserts rows, or replaces stored ones by newer versions; of several versions of a key only the newest is looked
    /// at.
    /// </summary>
    /// <returns>The rows that were stored because they are new or newer, in the order of their keys.</returns>
    public static Task<List<TRow>> UpsertNewestAsync<TRow>(
        this DbContext db,
        IEnumerable<TRow> rows,
        CancellationToken ct
    )
        where TRow : class, IVersioned
    {
        var statement = Of<TRow>(db, []);
        return statement.WriteAsync(db, statement.Newest(rows, r => r.Version), ct);
    }

    /// <summary>Inserts rows, or replaces the stored ones of the same keys.</summary>
    /// <param name="db">The context, whose transaction is used where there is one.</param>
    /// <param name="rows">One per key.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="keep">Properties that a stored row keeps, as somebody else writes them.</param>
    public static async Task UpsertAsync<TRow>(
        this DbContext db,
        IEnumerable<TRow> rows,
        CancellationToken ct,
        params Expression<Func<TRow, object?>>[] keep
    )
        where TRow : class
    {
        var statement = Of<TRow>(db, [.. keep.Select(NameOf)]);
        await statement.WriteAsync(db, statement.Sorted(rows), ct);
    }

    private static Statement Of<TRow>(DbContext db, string[] keep)
    {
        var type =
            db.Model.FindEntityType(typeof(TRow))
            ?? throw new InvalidOperationException($"{typeof(TRow).Name} is no table of {db.GetType().Name}.");
        return Statements.GetOrAdd((type, string.Join(',', keep)), _ => new Statement(type, keep));
    }

    private static string NameOf<TRow>(Expression<Func<TRow, object?>> property) =>
        (property.Body is UnaryExpression { Operand: var inner } ? inner : property.Body) is MemberExpression member
            ? member.Member.Name
            : throw new ArgumentException("Must name a property.", nameof(property));

    private sealed class Statement
    {
        private readonly Column[] _columns;
        private readonly Column[] _key;
        private readonly string _sql;

        public Statement(IEntityType type, string[] keep)
        {
            var table = StoreObjectIdentifier.Table(type.GetTableName()!, type.GetSchema());
            _columns =
            [
                .. type.GetProperties()
                    .Where(p => p.GetComputedColumnSql(table) is null && p.GetColumnName(table) is not (null or "xmin"))
                    .Select(p => new Column(p, p.GetColumnName(table)!)),
            ];
            _key = [.. type.FindPrimaryKey()!.Properties.Select(p => _columns.Single(c => c.Property == p))];
            var changed = _columns.Except(_key).Where(c => !keep.Contains(c.Property.Name)).ToArray();
            var (names, key) = (Names(_columns, ""), Names(_key, ""));
            var versioned = type.ClrType.IsAssignableTo(typeof(IVersioned));
            var version = versioned ? _columns.Single(c => c.Property.Name == nameof(IVersioned.Version)).Name : null;
            var arrays = string.Join(", ", _columns.Select((_, i) => $"${i + 1}"));
            var update =
                changed.Length == 0
                    ? "NOTHING"
                    : $"UPDATE SET {string.Join(", ", changed.Select(c => $"{c.Name} = excluded.{c.Name}"))}"
                        + (version is null ? "" : $" WHERE stored.{version} < excluded.{version}");
            _sql = $"""
                WITH given AS (
                    SELECT * FROM unnest({arrays}) WITH ORDINALITY AS given ({names}, place)),
                written AS (
                    INSERT INTO "{table.Schema}"."{table.Name}" AS stored ({names})
                    SELECT {names} FROM given ORDER BY place
                    ON CONFLICT ({key}) DO {update}
                    RETURNING {Names(_key, "stored.")})
                SELECT CAST(place - 1 AS int) FROM given JOIN written USING ({key}) ORDER BY place
                """;
        }

        public TRow[] Newest<TRow>(IEnumerable<TRow> rows, Func<TRow, long> version)
            where TRow : class
        {
            var sorted = Sorted(rows);
            var newest = new List<TRow>(sorted.Length);
            foreach (var row in sorted)
            {
                if (newest.Count == 0 || Compare(newest[^1], row) != 0)
                    newest.Add(row);
                else if (version(row) > version(newest[^1]))
                    newest[^1] = row;
            }

            return [.. newest];
        }

        public TRow[] Sorted<TRow>(IEnumerable<TRow> rows)
            where TRow : class
        {
            var sorted = rows.ToArray();
            Array.Sort(sorted, Compare);
            return sorted;
        }

        public async Task<List<TRow>> WriteAsync<TRow>(DbContext db, TRow[] rows, CancellationToken ct)
            where TRow : class
        {
            if (rows.Length == 0)
                return [];
            await db.Database.OpenConnectionAsync(ct);
            try
            {
                await using var command = new NpgsqlCommand(_sql, (NpgsqlConnection)db.Database.GetDbConnection());
                command.Transaction = (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
                foreach (var column in _columns)
                    command.Parameters.Add(column.Parameter(rows));
                var stored = new List<TRow>(rows.Length);
                await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, ct);
                while (await reader.ReadAsync(ct))
                    stored.Add(rows[reader.GetInt32(0)]);
                return stored;
            }
            finally
            {
                await db.Database.CloseConnectionAsync();
            }
        }

        private int Compare(object a, object b)
        {
            foreach (var column in _key)
            {
                var (x, y) = (column.Value(a), column.Value(b));
                var order = x is string text
                    ? string.CompareOrdinal(text, (string)y!)
                    : Comparer<object>.Default.Compare(x, y);
                if (order != 0)
                    return order;
            }

            return 0;
        }

        private static string Names(IEnumerable<Column> columns, string prefix) =>
            string.Join(", ", columns.Select(c => prefix + c.Name));
    }

    /// <summary>One property of a row, and the array of its values.</summary>
    private sealed class Column
    {
        private readonly RelationalTypeMapping _mapping;
        private readonly IClrPropertyGetter _getter;
        private readonly Type _element;

        public Column(IProperty property, string name)
        {
            Property = property;
            Name = $"\"{name}\"";
            _getter = property.GetGetter();
            _mapping = property.GetRelationalTypeMapping();
            var provided = _mapping.Converter?.ProviderClrType ?? property.ClrType;
            var value = Nullable.GetUnderlyingType(provided) ?? provided;
            _element = property.IsNullable && value.IsValueType ? typeof(Nullable<>).MakeGenericType(value) : value;
        }

        public IProperty Property { get; }
        public string Name { get; }

        public object? Value(object row)
        {
            var value = _getter.GetClrValue(row);
            return _mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value;
        }

        public NpgsqlParameter Parameter(object[] rows)
        {
            var values = Array.CreateInstance(_element, rows.Length);
            for (var i = 0; i < rows.Length; i++)
                values.SetValue(Value(rows[i]), i);
            return new NpgsqlParameter { Value = values, DataTypeName = _mapping.StoreTypeNameBase + "[]" };
        }
    }
}
