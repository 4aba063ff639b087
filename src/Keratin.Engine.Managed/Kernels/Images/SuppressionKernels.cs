using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Non-maximum suppression: of boxes that overlap, the one of the best score is selected.</summary>
internal static class SuppressionKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "NonMaxSuppression" or "NonMaxSuppressionV2" or "NonMaxSuppressionV3" or "NonMaxSuppressionV4" or "NonMaxSuppressionV5" => new ObjectKernel(Run),
        _ => null,
    };

    private static EagerTensor[] Run(Operation operation, EagerTensor[] inputs)
    {
        string op = operation.Op.Name;
        var (boxes, scores) = (inputs[0], inputs[1]);
        if (boxes.Rank != 2 || boxes.Shape[1] != 4) throw new OpException(operation, $"boxes must be a matrix of 4 columns; their shape is {boxes.Shape}.");
        if (scores.Rank != 1 || scores.Shape[0] != boxes.Shape[0]) throw new OpException(operation, $"there must be a score for each of {boxes.Shape[0]} boxes; the scores' shape is {scores.Shape}.");
        for (int i = 2; i < inputs.Length; i++)
            if (inputs[i].Rank != 0) throw new OpException(operation, $"input {i} must be a scalar; its shape is {inputs[i].Shape}.");
        int most = inputs[2].Item<int>();
        if (most < 0) throw new OpException(operation, $"max_output_size is {most}; it must be 0 or more.");
        float overlap = inputs.Length > 3 ? Floats(operation, inputs[3])[0] : operation.Attrs.Float("iou_threshold");
        if (!(overlap is >= 0 and <= 1)) throw new OpException(operation, $"iou_threshold is {overlap}; it must be in [0, 1].");
        float least = inputs.Length > 4 ? Floats(operation, inputs[4])[0] : float.MinValue;
        float sigma = inputs.Length > 5 ? Floats(operation, inputs[5])[0] : 0;

        var selected = new Suppression(Floats(operation, boxes), overlap, least, sigma).Select(Floats(operation, scores), most);
        int valid = selected.Count;
        if (op is "NonMaxSuppressionV4" or "NonMaxSuppressionV5" && operation.Attrs.Bool("pad_to_max_output_size"))
            while (selected.Count < most) selected.Add((0, 0));
        var indices = Tensor.From(selected.ConvertAll(static choice => choice.Box).ToArray());
        return op switch
        {
            "NonMaxSuppressionV4" => [indices, Tensor.Scalar(valid)],
            "NonMaxSuppressionV5" => [indices, FromFloats(operation, scores.DType, selected.ConvertAll(static choice => choice.Score).ToArray()), Tensor.Scalar(valid)],
            _ => [indices],
        };
    }

    private static unsafe float[] Floats(Operation operation, EagerTensor tensor)
    {
        var conversion = Conversions.Find(tensor.DType, DType.Float32) ?? throw new OpException(operation, $"{tensor.DType.Name()} is no type of numbers.");
        var floats = new float[tensor.Shape.ElementCount];
        fixed (float* target = floats) conversion(tensor.Pointer, target, floats.Length);
        GC.KeepAlive(tensor);
        return floats;
    }

    private static unsafe EagerTensor FromFloats(Operation operation, DType dtype, float[] floats)
    {
        var conversion = Conversions.Find(DType.Float32, dtype) ?? throw new OpException(operation, $"{dtype.Name()} is no type of numbers.");
        var tensor = EagerTensor.Allocate(dtype, [floats.Length]);
        fixed (float* source = floats) conversion(source, tensor.Pointer, floats.Length);
        return tensor;
    }
}
