using System.Text;
using Keratin.Models;
using Keratin.Serialization;

namespace Keratin.Saving;

/// <summary>The architecture alone, as <c>model.to_json</c> writes it.</summary>
internal static class ModelJson
{
    public static string Write(Model model, Dialect dialect)
    {
        if (dialect == Dialect.Keras3) return Encoding.UTF8.GetString(KerasSerializer.Serialize(model, dialect).Span);
        var writer = new ConfigWriter(dialect);
        writer.Object(model, ObjectForm.Legacy, more: _ =>
        {
            writer.Key("keras_version");
            writer.Value(KerasVersion.Keras2);
            writer.Key("backend");
            writer.Value("tensorflow");
        });
        return Encoding.UTF8.GetString(writer.Finish().Span);
    }
}
