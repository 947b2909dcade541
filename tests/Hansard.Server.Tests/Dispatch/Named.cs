using System.Reflection;
using Hansard.Protocol;

namespace Hansard.Server.Tests.Dispatch;

/// <summary>What a request can name.</summary>
internal static class Named
{
    /// <summary>The types of ids in a record, at any depth.</summary>
    public static HashSet<Type> Ids(Type record)
    {
        HashSet<Type> ids = [], seen = [];
        Collect(record, ids, seen);
        return ids;
    }

    private static void Collect(Type declared, HashSet<Type> ids, HashSet<Type> seen)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (!seen.Add(type)) return;
        if (type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IWireId<>))) ids.Add(type);
        else if (type.IsGenericType) foreach (Type argument in type.GetGenericArguments()) Collect(argument, ids, seen);
        else if (type.Assembly == typeof(UserId).Assembly && type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length) is { } constructor)
            foreach (ParameterInfo member in constructor.GetParameters()) Collect(member.ParameterType, ids, seen);
    }
}
