using System.Data.Common;
using Dapper;

namespace Hansard.Server.Accounts;

/// <summary>
/// So much of something in a window of time. The window begins with the first use. What was spent is stored, so a restart refills nothing:
/// limits on guessing fail closed.
/// </summary>
internal readonly record struct Budget(string Subject, int Most, long WindowMicroseconds)
{
    public const long HourMicroseconds = 3_600_000_000, DayMicroseconds = 24 * HourMicroseconds;

    /// <summary>Spends one; false when nothing is left.</summary>
    public bool TrySpend(DbConnection sql, long now)
    {
        long spent = sql.ExecuteScalar<long>("""
            INSERT INTO budgets (subject, window_start, spent) VALUES (@Subject, @now, 1)
            ON CONFLICT (subject) DO UPDATE SET
                spent = CASE WHEN budgets.window_start <= @expired THEN 1 ELSE budgets.spent + 1 END,
                window_start = CASE WHEN budgets.window_start <= @expired THEN @now ELSE budgets.window_start END
            RETURNING budgets.spent
            """, new { Subject, now, expired = now - WindowMicroseconds });
        return spent <= Most;
    }

    /// <summary>Forgets windows that are over; nobody's allowance changes by it.</summary>
    public static void Sweep(DbConnection sql, long now) =>
        sql.Execute("DELETE FROM budgets WHERE window_start <= @expired", new { expired = now - DayMicroseconds });
}
