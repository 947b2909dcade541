using Hansard.Cli.Output;
using Hansard.Cli.Terminal;
using Hansard.Record.Verify;

namespace Hansard.Cli.Record.Retention;

/// <summary>What is decided about what leaves a record, for people.</summary>
internal static class DecidedText
{
    public static void Summarise(DecidedRetention decided, Screen screen)
    {
        foreach (var policy in decided.Policies) screen.TellPlain($"Policy {policy.Name}: {policy.Kind}, {policy.Days} days.");
        foreach (var hold in decided.Holds) screen.TellPlain($"Hold {hold.Name}: entry {hold.Entry}, placed {hold.Placed} by {Plain.Line(hold.By)}: {Plain.Line(hold.Reason)}");
        if (decided.Officers.Count > 0) screen.TellPlain($"Officers: {string.Join(", ", decided.Officers)}.");
        if (decided.Pending > 0) screen.TellPlain($"{decided.Pending} decisions have not taken effect yet.");
    }
}
