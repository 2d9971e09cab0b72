using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace SmartInventory.ServiceDefaults.Data;

/// <summary>What the database refused, by SqlState and constraint name, never by message text.</summary>
public static class Violations
{
    /// <summary>
    /// True when the named unique index or constraint refused the row: somebody has that key already.
    /// </summary>
    public static bool IsTaken(this DbUpdateException exception, string constraint) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } inner
        && inner.ConstraintName == constraint;
}
