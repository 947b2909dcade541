using System.Diagnostics;
using Hansard.Bench.Setup;

namespace Hansard.Bench.Existence;

/// <summary>
/// Whether the time of an answer tells a stranger that somebody is registered: the same question about people whom the caller does not know and
/// about ids that nobody has, in random order. How far apart the two distributions are is a measurement, not something that passes or fails.
/// </summary>
internal sealed class ExistenceTiming(string workFolder, string hansard, TextWriter output) : IDisposable
{
    private const int People = 200;

    /// <summary>Beyond the indices of the accounts that are registered.</summary>
    private const int FirstNobody = 1_000_000;

    /// <summary>Answers before the measured ones, for each side.</summary>
    private const int WarmUp = 2_000;

    private readonly HansardServer server = new(workFolder, hansard, "existence", Recorded.No);
    private readonly Random random = new(1);

    /// <param name="rounds">Answers measured for each side and question.</param>
    public bool Run(int rounds)
    {
        Account[] registered = [.. Enumerable.Range(1, People).Select(index => new Account(index))];
        Account[] nobody = [.. Enumerable.Range(FirstNobody, People).Select(index => new Account(index))];
        var asking = new Account(0);
        server.Accounts.Register([asking, .. registered], withKeys: true);
        using var caller = Caller.Open(server.Address);
        asking.Authenticate(caller);
        output.WriteLine($"{rounds} answers for each side; 50 % says nothing, 100 % tells them apart by one answer");
        Measure("RequestGetUserInfo", id => new { userId = id }, caller, registered, nobody, rounds);
        Measure("RequestGetUserInfoMulti of 100", id => new { userIds = Enumerable.Repeat(id, 100) }, caller, registered, nobody, rounds / 20);
        return true;
    }

    public void Dispose() => server.Dispose();

    private void Measure(string question, Func<string, object> body, Caller caller, Account[] registered, Account[] nobody, int rounds)
    {
        var type = question.Split(' ')[0];
        long[] here = new long[rounds], notHere = new long[rounds];
        for (var round = -Math.Min(WarmUp, rounds); round < rounds; round++)
        {
            var place = random.Next(People);
            var hereFirst = random.Next(2) == 0;
            foreach (var isHere in (bool[])[hereFirst, !hereFirst])
            {
                caller.Ask(type, body((isHere ? registered : nobody)[place].UserId), out var took);
                if (round >= 0) (isHere ? here : notHere)[round] = took;
            }
        }
        var (share, error) = Separation.Of(here, notHere);
        output.WriteLine($"{question,-32} median {Microseconds(here):0.0} us here, {Microseconds(notHere):0.0} us not; here is the slower one in {share:0.00%} of pairs, +- {1.96 * error:0.00%}");
    }

    private static double Microseconds(long[] ticks) => ticks.Order().ElementAt(ticks.Length / 2) * 1e6 / Stopwatch.Frequency;
}
