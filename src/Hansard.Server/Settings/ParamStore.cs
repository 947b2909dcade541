using System.Data.Common;
using Dapper;

namespace Hansard.Server.Settings;

/// <summary>The params table.</summary>
internal static class ParamStore
{
    public static List<(string Name, string Value)> AllOf(DbConnection sql, long userKey) =>
        sql.Query<(string, string)>("SELECT name, value FROM params WHERE user_key = @userKey ORDER BY name", new { userKey }).AsList();

    /// <summary>How many there are beside this one, and the characters of their values together.</summary>
    public static (long Count, long Characters) Others(DbConnection sql, long userKey, string name) => sql.QuerySingle<(long, long)>(
        "SELECT COUNT(*), COALESCE(SUM(LENGTH(value)), 0) FROM params WHERE user_key = @userKey AND name <> @name", new { userKey, name });

    public static void Set(DbConnection sql, long userKey, string name, string value) => sql.Execute("""
        INSERT INTO params (user_key, name, value) VALUES (@userKey, @name, @value)
        ON CONFLICT (user_key, name) DO UPDATE SET value = excluded.value
        """, new { userKey, name, value });
}
