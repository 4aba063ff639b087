using Keratin.Engines;
using Keratin.Graphs;
using Keratin.Layers;
using Keratin.Models;

namespace Keratin.Training;

/// <summary>Runs a model from span to span: the compiled predict step, prepared for each number of samples that occurs.</summary>
internal sealed class DirectPredictor
{
    // Services use few batch sizes; beyond this many the oldest preparation is given up.
    private const int MaxPrepared = 32;

    private readonly Model model;
    private readonly IExecutable executable;
    private readonly Shape inputShape;
    private readonly long inputSize;
    private readonly Lock gate = new();
    private volatile Prepared[] prepared = [];

    public DirectPredictor(Model model)
    {
        this.model = model;
        if (model is not Functional { IsConnected: true, Inputs.Count: 1, Outputs.Count: 1 } functional || functional.Inputs[0].DType != DType.Float32 || functional.Outputs[0].DType != DType.Float32)
            throw new InvalidOperationException($"Prediction from span to span needs a built model with one float32 input and one float32 output; '{model.Name}' is none. Use the form over tensors.");
        inputShape = functional.Inputs[0].Shape;
        inputSize = inputShape[1..].ElementCount;
        if (inputSize <= 0) throw new InvalidOperationException($"The input of model '{model.Name}' has the shape {inputShape}; prediction from span to span needs all sizes but the first. Use the form over tensors.");
        var function = Function.Trace("predict", [new TensorSpec(DType.Float32, inputShape.With(0, -1))], arguments => model.Apply((Tensors)arguments[0], training: false).ToArray());
        executable = function.Compile();
    }

    public unsafe void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        if (input.Length == 0 || input.Length % inputSize != 0)
            throw new ArgumentException($"A sample of model '{model.Name}' has {inputSize} numbers (shape {inputShape}); {input.Length} numbers are no whole samples.", nameof(input));
        var ready = For(input.Length / inputSize);
        if (output.Length != ready.OutputLength)
            throw new ArgumentException($"{input.Length / inputSize} samples give {ready.OutputLength} numbers of output; the span has {output.Length}.", nameof(output));
        fixed (float* source = input, target = output)
        {
            if (ready.Specialization is { } specialization) specialization.Run([(nint)source], [(nint)target]);
            else executable.Run([Tensor.From(input, inputShape.With(0, input.Length / inputSize))])[0].AsSpan<float>().CopyTo(output);
        }
    }

    private Prepared For(long samples)
    {
        foreach (var entry in prepared)
            if (entry.Samples == samples) return entry;
        lock (gate)
        {
            foreach (var entry in prepared)
                if (entry.Samples == samples) return entry;
            var shape = inputShape.With(0, samples);
            var specialization = executable.Specialize([shape]);
            long outputLength = specialization?.Outputs[0].Shape.ElementCount ?? executable.Run([Tensor.Zeros(shape)])[0].Shape.ElementCount;
            var made = new Prepared(samples, specialization, outputLength);
            prepared = [made, .. prepared.Take(MaxPrepared - 1)];
            return made;
        }
    }

    private sealed record Prepared(long Samples, ISpecialization? Specialization, long OutputLength);
}
