using System.Buffers;

namespace Keratin.Saving;

/// <summary>A tensor's bytes as memory that keeps the tensor alive, in pieces: memory ends below 2 GiB, a tensor need not.</summary>
internal sealed unsafe class TensorMemory : MemoryManager<byte>
{
    /// <summary>Large enough to be read or written at full speed, small enough for several threads to share a large tensor. A multiple of all element sizes.</summary>
    public const int PieceLength = 32 << 20;

    /// <summary>The most that a piece can be, for what has to be in one. A multiple of all element sizes, too.</summary>
    public const int LargestPiece = int.MaxValue / 64 * 64;

    private readonly EagerTensor tensor;
    private readonly long start;
    private readonly int length;

    private TensorMemory(EagerTensor tensor, long start, int length) => (this.tensor, this.start, this.length) = (tensor, start, length);

    /// <summary>The pieces, to be filled in.</summary>
    /// <param name="tensor">A tensor of numbers.</param>
    /// <param name="pieceLength">Of all pieces but the last.</param>
    public static Memory<byte>[] Pieces(EagerTensor tensor, int pieceLength = PieceLength)
    {
        long total = (long)tensor.ByteLength;
        var pieces = new Memory<byte>[(total + pieceLength - 1) / pieceLength];
        for (int i = 0; i < pieces.Length; i++)
        {
            long start = (long)i * pieceLength;
            pieces[i] = new TensorMemory(tensor, start, (int)Math.Min(pieceLength, total - start)).Memory;
        }
        return pieces;
    }

    /// <summary>The pieces, to be looked at.</summary>
    public static ReadOnlyMemory<byte>[] ReadOnlyPieces(EagerTensor tensor) => Array.ConvertAll(Pieces(tensor), static piece => (ReadOnlyMemory<byte>)piece);

    public override Span<byte> GetSpan() => new((byte*)tensor.Pointer + start, length);
    public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)tensor.Pointer + start + elementIndex, pinnable: this);
    public override void Unpin() { }
    protected override void Dispose(bool disposing) { }
}
