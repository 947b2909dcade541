using System.Reflection;

namespace Hansard.Protocol.Tests;

public sealed class StatusTests
{
    [Fact]
    public void The_statuses_are_a_public_contract()
    {
        string[] frozen =
        [
            "conflict", "forbidden", "incompleteKeys", "internal", "invalid", "notFound", "ok", "tooManyRequests", "unauthenticated",
            "unsupported",
        ];
        Assert.Equal(frozen, ConstantsOf(typeof(Status)));
    }

    [Fact]
    public void Each_failure_carries_the_status_of_its_name()
    {
        var makers = typeof(Failure).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.ReturnType == typeof(Failure)).ToList();
        Assert.Equal(9, makers.Count);
        Assert.All(makers, maker =>
        {
            var failure = (Failure)maker.Invoke(null, ["Why."])!;
            Assert.Equal(maker.Name, failure.Status, ignoreCase: true);
            Assert.Equal("Why.", failure.Description);
        });
    }

    internal static IEnumerable<string> ConstantsOf(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal);
}
