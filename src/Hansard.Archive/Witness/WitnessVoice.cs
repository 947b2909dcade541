namespace Hansard.Archive.Witness;

/// <summary>Where asking witnesses tells people how it goes.</summary>
/// <param name="Troubled">In a sentence, at each round in which one gave no signature.</param>
/// <param name="Well">In a sentence, at each round after which all have signed.</param>
/// <param name="Alarm">A witness has seen another log: somebody must look. Once for each.</param>
public sealed record WitnessVoice(Action<string> Troubled, Action<string> Well, Action<string> Alarm);
