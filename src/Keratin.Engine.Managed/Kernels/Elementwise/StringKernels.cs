using Keratin.Engines;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>The few elementwise ops that byte strings know as well as numbers.</summary>
internal static class StringKernels
{
    public static EagerTensor[] Add(Operation operation, EagerTensor[] inputs) =>
        [new(DType.String, OutputShape(operation, inputs), Map(operation, inputs, static x => (object)(byte[])[.. (byte[])x[0], .. (byte[])x[1]]))];

    public static EagerTensor[] Equal(Operation operation, EagerTensor[] inputs) => Compare(operation, inputs, equal: true);

    public static EagerTensor[] NotEqual(Operation operation, EagerTensor[] inputs) => Compare(operation, inputs, equal: false);

    public static EagerTensor[] Select(Operation operation, EagerTensor[] inputs)
    {
        var condition = inputs[0].AsSpan<bool>();
        var boxed = new object[condition.Length];
        for (int i = 0; i < boxed.Length; i++) boxed[i] = condition[i];
        var shape = inputs[0].Shape;
        // A vector of conditions of the first version chooses among whole rows.
        if (operation.Op.Name == "Select" && shape.Rank == 1 && inputs[1].Rank > 1)
        {
            var dims = new long[inputs[1].Rank];
            Array.Fill(dims, 1);
            dims[0] = shape[0];
            shape = Shape.Create(dims);
        }
        EagerTensor[] all = [new(DType.Variant, shape, boxed), inputs[1], inputs[2]];
        return [new(inputs[1].DType, OutputShape(operation, inputs), Map(operation, all, OutputShape(operation, inputs), static x => (bool)x[0] ? x[1] : x[2]))];
    }

    private static EagerTensor[] Compare(Operation operation, EagerTensor[] inputs, bool equal)
    {
        object[] results = Map(operation, inputs, x => ((byte[])x[0]).AsSpan().SequenceEqual((byte[])x[1]) == equal);
        return [Tensor.From(Array.ConvertAll(results, static result => (bool)result), OutputShape(operation, inputs))];
    }

    private static Shape OutputShape(Operation operation, EagerTensor[] inputs) => EagerExecution.OutputSpecs(operation, inputs)[0].Shape;

    private static object[] Map(Operation operation, EagerTensor[] inputs, Func<object[], object> function) =>
        Map(operation, inputs, OutputShape(operation, inputs), function);

    private static object[] Map(Operation operation, EagerTensor[] inputs, Shape output, Func<object[], object> function)
    {
        var shapes = Array.ConvertAll(inputs, static input => input.Shape);
        var broadcast = Broadcast.Of(shapes, output, Array.ConvertAll(inputs, static _ => 1), message => new OpException(operation, message));
        var results = new object[broadcast.Count];
        var arguments = new object[inputs.Length];
        for (long i = 0; i < results.Length; i++)
        {
            for (int k = 0; k < arguments.Length; k++) arguments[k] = inputs[k].Objects[(int)broadcast.Offset(k, i / broadcast.Inner, i % broadcast.Inner)];
            results[i] = function(arguments);
        }
        return results;
    }
}
