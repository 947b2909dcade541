using Hansard.Cli.Output;
using Hansard.Client.Accounts;
using Spectre.Console;

namespace Hansard.Cli.Terminal;

/// <summary>Asks what only the person knows: in a terminal with a prompt, otherwise one line of standard input each.</summary>
internal static class Prompts
{
    /// <summary>Shortest passphrase that is accepted for a new key, in characters.</summary>
    private const int PassphraseMinimum = 8;

    public static RegistrationPrompts For(string number, Screen screen)
    {
        var (codes, passphrases) = (0, 0);
        return new(
            cancel =>
            {
                WarnAgain("code", codes++, RegistrationPrompts.CodeTries, screen);
                return Ask($"Code that was sent to {number}", secret: false, screen, cancel);
            },
            (use, cancel) =>
            {
                if (use == PassphraseUse.Choose) return ChoosePassphrase("your key", screen, cancel);
                WarnAgain("passphrase", passphrases++, RegistrationPrompts.PassphraseTries, screen);
                return Ask("Passphrase that you chose on your first device", secret: true, screen, cancel);
            });
    }

    /// <summary>Being asked a second time means that the first answer was wrong.</summary>
    private static void WarnAgain(string what, int tried, int most, Screen screen)
    {
        if (tried > 0) screen.Warn($"That {what} is wrong. Tries left: {most - tried}.");
    }

    /// <summary>The passphrase of a key that there is.</summary>
    public static Task<string> Passphrase(string ofWhat, Screen screen, CancellationToken cancel) => Ask($"Passphrase of {ofWhat}", secret: true, screen, cancel);

    /// <summary>One for a new key.</summary>
    public static async Task<string> ChoosePassphrase(string forWhat, Screen screen, CancellationToken cancel)
    {
        while (true)
        {
            var chosen = await Ask($"Choose a passphrase for {forWhat} (at least {PassphraseMinimum} characters)", secret: true, screen, cancel);
            if (chosen.Length >= PassphraseMinimum) return chosen;
            screen.Warn($"That has {chosen.Length} characters.");
        }
    }

    private static async Task<string> Ask(string question, bool secret, Screen screen, CancellationToken cancel)
    {
        if (Console.IsInputRedirected)
            return await Console.In.ReadLineAsync(cancel) ?? throw new EndOfStreamException($"Standard input ended; expected: {question}.");
        TextPrompt<string> prompt = new($"{question.EscapeMarkup()}:");
        return await (secret ? prompt.Secret() : prompt).ShowAsync(screen.Questions, cancel);
    }
}
