using Keratin.Layers;

namespace Keratin.Models;

public abstract partial class Model
{
    /// <summary>A table of the layers with output shapes and parameter counts, as <c>model.summary()</c> prints it.</summary>
    public string Summary() => ModelSummary.Write(this);
}
