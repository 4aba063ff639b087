namespace Keratin;

/// <summary>
/// Memory for many tensors that come and go together, such as all weights that a file holds: they lie side by side in a few large
/// buffers, which cost less to make and to collect than a buffer each. A buffer stays as long as one of its tensors does.
/// </summary>
internal sealed class TensorArena
{
    // Buffers grow with what is asked for, so that little is taken for little.
    private const nuint First = 1 << 16, Most = 1 << 25;

    private TensorBuffer? buffer;
    private nuint used, next = First;

    /// <summary>Memory for one tensor, not cleared.</summary>
    public EagerTensor Allocate(DType dtype, Shape shape)
    {
        nuint length = checked((nuint)shape.ElementCount * (nuint)dtype.Size());
        if (length >= Most / 4) return EagerTensor.Allocate(dtype, shape);
        if (buffer is null || length > buffer.ByteLength - used)
        {
            buffer = TensorBuffer.Allocate(Math.Max(next, length));
            (used, next) = (0, Math.Min(Most, next * 4));
        }
        var tensor = new EagerTensor(dtype, shape, buffer, used);
        used = Math.Min(buffer.ByteLength, (used + length + TensorBuffer.Alignment - 1) / TensorBuffer.Alignment * TensorBuffer.Alignment);
        return tensor;
    }
}
