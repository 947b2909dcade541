using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Protocol;

/// <summary>
/// A number that is stored as a double stays one: <c>1643191581119.0</c> keeps its <c>.0</c>, without which a document store
/// would take it for an integer. The shortest text that reads back to the same number.
/// </summary>
internal sealed class DoubleJsonConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.Number) throw new JsonException();
        var value = reader.GetDouble();
        return double.IsFinite(value) ? value : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        writer.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0");
    }
}
