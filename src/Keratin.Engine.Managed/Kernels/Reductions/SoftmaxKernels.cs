using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Softmax along the last axis, and the cross entropy of it.</summary>
internal static unsafe class SoftmaxKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "Softmax" => new NumericKernel(static b => Bind(b, log: false)) { MayRunInPlace = true },
        "LogSoftmax" => new NumericKernel(static b => Bind(b, log: true)),
        "SoftmaxCrossEntropyWithLogits" => new NumericKernel(CrossEntropy),
        "SparseSoftmaxCrossEntropyWithLogits" => new NumericKernel(SparseCrossEntropy),
        _ => null,
    };

    private static KernelBody Bind(KernelBinding binding, bool log)
    {
        var shape = binding.Inputs[0].Shape;
        int rows = checked((int)shape[..^1].ElementCount), columns = checked((int)shape[^1]);
        var stage = new Staging(binding, Wide(binding));
        if (binding.Inputs[0].DType == DType.Float64)
            return (in KernelArgs args) => Run(args.In<double>(0), rows, columns, args.Out<double>(0), log);
        return (in KernelArgs args) =>
        {
            Run((float*)stage.Input(args, 0), rows, columns, (float*)stage.Output(args), log);
            stage.Finish(args);
        };
    }

    private static void Run<T>(T* x, int rows, int columns, T* y, bool log) where T : unmanaged
    {
        if (log) Softmax.Log(x, rows, columns, y); else Softmax.Forward(x, rows, columns, y);
    }

    private static KernelBody CrossEntropy(KernelBinding binding)
    {
        Shape output = binding.Outputs[1].Shape;
        int rows = checked((int)output[0]), columns = checked((int)output[1]);
        // Features or labels of one row or one column broadcast: they are repeated in scratch memory.
        bool repeatFeatures = binding.Inputs[0].Shape != output, repeatLabels = binding.Inputs[1].Shape != output;
        var features = repeatFeatures ? Repeat(binding, 0) : null;
        var labels = repeatLabels ? Repeat(binding, 1) : null;
        nuint atFeatures = binding.Reserve(Wide(binding), repeatFeatures ? (nint)output.ElementCount : 0), atLabels = binding.Reserve(Wide(binding), repeatLabels ? (nint)output.ElementCount : 0);
        var stage = new Staging(binding, Wide(binding));
        bool wide = Wide(binding) == DType.Float64;
        var type = binding.Inputs[0].DType;
        return (in KernelArgs args) =>
        {
            void* x = stage.Input(args, 0), y = stage.Input(args, 1);
            if (features is not null)
            {
                features.Run((byte*)x, args.Scratch + atFeatures);
                x = args.Scratch + atFeatures;
            }
            if (labels is not null)
            {
                labels.Run((byte*)y, args.Scratch + atLabels);
                y = args.Scratch + atLabels;
            }
            if (wide) SoftmaxCrossEntropy.Dense((double*)x, (double*)y, rows, columns, (double*)stage.Output(args, 0), (double*)stage.Output(args, 1));
            else if (type != DType.Float32) NarrowCrossEntropy(type, (float*)x, (float*)y, rows, columns, (float*)stage.Output(args, 0), (float*)stage.Output(args, 1));
            else SoftmaxCrossEntropy.Dense((float*)x, (float*)y, rows, columns, (float*)stage.Output(args, 0), (float*)stage.Output(args, 1));
            stage.Finish(args);
        };
    }

    // TensorFlow computes in the narrow type, and its gradient shows it: every step is rounded, the sums at each summand.
    private static void NarrowCrossEntropy(DType type, float* x, float* labels, int rows, int columns, float* loss, float* gradient)
    {
        bool half = type == DType.Half;
        float Round(float value) => half ? (float)(Half)value : (BFloat16)value;
        for (int row = 0; row < rows; row++, x += columns, labels += columns, gradient += columns)
        {
            float max = float.NegativeInfinity, sum = 0, total = 0;
            for (int i = 0; i < columns; i++) max = MathF.Max(max, x[i]);
            for (int i = 0; i < columns; i++) sum = Round(sum + Round(MathF.Exp(Round(x[i] - max))));
            float log = Round(MathF.Log(sum));
            for (int i = 0; i < columns; i++)
            {
                float shifted = Round(x[i] - max);
                total = Round(total + (labels[i] == 0 ? 0 : Round(labels[i] * Round(log - shifted))));
                gradient[i] = Round(Round(Round(MathF.Exp(shifted)) / sum) - labels[i]);
            }
            loss[row] = total;
        }
    }

    private static StridedCopy Repeat(KernelBinding binding, int input)
    {
        Shape from = binding.Inputs[input].Shape, to = binding.Outputs[1].Shape;
        return StridedCopy.Create(Wide(binding).Size(), to.Dims, [from[0] == 1 ? 0 : from[1], from[1] == 1 ? 0 : 1], Moves.Strides(to));
    }

    private static KernelBody SparseCrossEntropy(KernelBinding binding)
    {
        var shape = binding.Inputs[0].Shape;
        int rows = checked((int)shape[0]), columns = checked((int)shape[1]);
        if (rows > 0 && columns == 0) throw binding.Error("there must be one class or more.");
        bool wide = Wide(binding) == DType.Float64, longLabels = binding.Inputs[1].DType == DType.Int64;
        if (!longLabels && binding.Inputs[1].DType != DType.Int32) throw binding.Error($"labels must be int32 or int64, not {binding.Inputs[1].DType.Name()}.");
        var stage = new Staging(binding, Wide(binding), static input => input == 0);
        return (in KernelArgs args) =>
        {
            void* x = stage.Input(args, 0), loss = stage.Output(args, 0), gradient = stage.Output(args, 1);
            if (wide) Sparse((double*)x, args.In<byte>(1), longLabels, rows, columns, (double*)loss, (double*)gradient);
            else Sparse((float*)x, args.In<byte>(1), longLabels, rows, columns, (float*)loss, (float*)gradient);
            stage.Finish(args);
        };
    }

    private static void Sparse<T>(T* x, void* labels, bool longLabels, int rows, int columns, T* loss, T* gradient) where T : unmanaged
    {
        if (longLabels) SoftmaxCrossEntropy.Sparse(x, (long*)labels, rows, columns, loss, gradient);
        else SoftmaxCrossEntropy.Sparse(x, (int*)labels, rows, columns, loss, gradient);
    }

    private static DType Wide(KernelBinding binding) =>
        binding.Inputs[0].DType.IsFloating() ? WideningCode.Computed(binding.Inputs[0].DType) : throw binding.Error($"is not defined for {binding.Inputs[0].DType.Name()}.");
}
