namespace Hansard.Server.Networks;

/// <summary><see cref="Admission"/> as operators write it and as it is stored.</summary>
internal static class AdmissionNames
{
    public const string Open = "open", Listed = "listed";

    public static string Name(this Admission admission) => admission is Admission.Listed ? Listed : Open;

    /// <summary>Null for anything that is none.</summary>
    public static Admission? Parse(string? name) => name switch
    {
        Open => Admission.Open,
        Listed => Admission.Listed,
        _ => null,
    };
}
