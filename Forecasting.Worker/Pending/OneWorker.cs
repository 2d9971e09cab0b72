using Npgsql;

namespace SmartInventory.Forecasting.Pending;

/// <summary>Work that one of all workers on a database does at a time.</summary>
internal static class OneWorker
{
    /// <summary>
    /// Does the work, unless another worker is at it. The lock belongs to the connection: a worker that dies gives it
    /// back.
    /// </summary>
    /// <param name="source">Of the database.</param>
    /// <param name="key">Names the work.</param>
    /// <param name="work">What to do.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task RunAsync(NpgsqlDataSource source, long key, Func<Task> work, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var take = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection)
        {
            Parameters = { new() { Value = key } },
        };
        if (await take.ExecuteScalarAsync(ct) is not true)
            return;
        try
        {
            await work();
        }
        finally
        {
            await using var give = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection)
            {
                Parameters = { new() { Value = key } },
            };
            await give.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }
}
