using Keratin.Engines;
using Keratin.Graphs;
using Keratin.Layers;

namespace Keratin.Training;

/// <summary>
/// A step (train, test or predict) traced once for a kind of batch and compiled by the engine. Batches of another size run the same
/// trace, batches of other dtypes or ranks are traced anew.
/// </summary>
internal sealed class StepFunction(string name, Func<Batch, Tensors> step, bool runEagerly)
{
    private readonly Dictionary<string, (IExecutable Executable, Tensors Arrangement)> compiled = [];

    public Tensors Run(in Batch batch)
    {
        var tensors = batch.Flatten();
        if (runEagerly) return step(batch);
        string key = Key(batch, tensors);
        if (!compiled.TryGetValue(key, out var entry)) compiled.Add(key, entry = Trace(batch, tensors));
        var outputs = entry.Executable.Run(tensors);
        return entry.Arrangement.Count == 0 ? default : entry.Arrangement.With(outputs);
    }

    private (IExecutable, Tensors) Trace(Batch batch, Tensor[] tensors)
    {
        var specs = Array.ConvertAll(tensors, static tensor => new TensorSpec(tensor.DType, tensor.Rank > 0 ? tensor.Shape.With(0, -1) : tensor.Shape));
        Tensors arrangement = default;
        var function = Function.Trace(name, specs, arguments => (arrangement = step(batch.With(arguments))).ToArray());
        return (function.Compile(), arrangement);
    }

    // The first axis is the batch; the others belong to the trace.
    private static string Key(in Batch batch, Tensor[] tensors)
    {
        var key = new System.Text.StringBuilder();
        key.Append(batch.X.Count).Append('|').Append(batch.Y.Count).Append('|').Append(batch.SampleWeight.Count);
        foreach (var tensor in tensors)
        {
            key.Append('|').Append((int)tensor.DType);
            for (int i = 1; i < tensor.Rank; i++) key.Append(',').Append(tensor.Shape[i]);
            key.Append(tensor.Rank);
        }
        return key.ToString();
    }
}
