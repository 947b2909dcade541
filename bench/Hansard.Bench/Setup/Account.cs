using System.Security.Cryptography;
using System.Text;

namespace Hansard.Bench.Setup;

/// <summary>A user of the load with one installation; everything follows from the index.</summary>
internal sealed record Account(int Index)
{
    public string Number { get; } = $"+1555{Index:d7}";

    public string UserId => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Number)));

    public string ApplicationUuid => $"{Index:x8}-b00c-4000-8000-000000000000";

    public void Authenticate(Caller caller) =>
        caller.Call("RequestAuthenticationByApplication", new { userId = UserId, uuid = ApplicationUuid });
}
