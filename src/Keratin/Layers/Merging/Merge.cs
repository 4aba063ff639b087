using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What layers have in common that combine several inputs element by element; shapes are broadcast, batch axes kept together.</summary>
[KerasObject]
public abstract partial class Merge : Layer
{
    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    /// <summary>Combines the result so far with one more input.</summary>
    private protected abstract Tensor Combine(Tensor left, Tensor right);

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count < 1 || (inputs.Count < 2 && Dialect == Dialect.Keras2))
            throw new ArgumentException($"Layer '{Name}' ({ClassName}) needs a list of at least 2 inputs; {inputs.Count} was given.");
    }

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context)
    {
        int rank = 0;
        foreach (var input in inputs) rank = Math.Max(rank, input.Rank);
        Tensor? result = null;
        foreach (var input in inputs)
        {
            var aligned = input;
            // Axes are added behind the batch, so that samples stay with samples.
            while (aligned.Rank > 0 && aligned.Rank < rank) aligned = Ops.ExpandDims(aligned, 1);
            result = result is null ? aligned : Combine(result, aligned);
        }
        return Finish(result!, inputs.Count);
    }

    private protected virtual Tensor Finish(Tensor result, int count) => result;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Tensor?> ComputeMask(Tensors inputs, IReadOnlyList<Tensor?> masks, int outputCount)
    {
        // Keras 2 counts what counts in every mask there is; Keras 3 what counts in any, if every input has a mask.
        bool isKeras3 = Dialect == Dialect.Keras3;
        Tensor? result = null;
        foreach (var mask in masks)
        {
            if (mask is null && isKeras3) return [null];
            if (mask is not null) result = result is null ? mask : isKeras3 ? Ops.LogicalOr(result, mask) : Ops.LogicalAnd(result, mask);
        }
        return [result];
    }
}

/// <summary>The sum of the inputs. Keras: <c>keras.layers.Add</c>.</summary>
[KerasObject("Add")]
public sealed partial class Add : Merge
{
    private protected override Tensor Combine(Tensor left, Tensor right) => left + right;
}

/// <summary>The first input minus the second. Keras: <c>keras.layers.Subtract</c>.</summary>
[KerasObject("Subtract")]
public sealed partial class Subtract : Merge
{
    private protected override Tensor Combine(Tensor left, Tensor right) => left - right;

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 2) throw new ArgumentException($"Layer '{Name}' (Subtract) needs exactly 2 inputs; {inputs.Count} were given.");
    }
}

/// <summary>The product of the inputs. Keras: <c>keras.layers.Multiply</c>.</summary>
[KerasObject("Multiply")]
public sealed partial class Multiply : Merge
{
    private protected override Tensor Combine(Tensor left, Tensor right) => left * right;
}

/// <summary>The mean of the inputs. Keras: <c>keras.layers.Average</c>.</summary>
[KerasObject("Average")]
public sealed partial class Average : Merge
{
    private protected override Tensor Combine(Tensor left, Tensor right) => left + right;

    // Integers have a mean that is none.
    private protected override Tensor Finish(Tensor result, int count) => result.DType.IsInteger() ? Ops.Cast(result, DType.Float64) / (double)count : result / (double)count;
}

/// <summary>The largest of the inputs. Keras: <c>keras.layers.Maximum</c>.</summary>
[KerasObject("Maximum")]
public sealed partial class Maximum : Merge
{
    private protected override Tensor Combine(Tensor left, Tensor right) => Ops.Maximum(left, right);
}

/// <summary>The smallest of the inputs. Keras: <c>keras.layers.Minimum</c>.</summary>
[KerasObject("Minimum")]
public sealed partial class Minimum : Merge
{
    private protected override Tensor Combine(Tensor left, Tensor right) => Ops.Minimum(left, right);
}
