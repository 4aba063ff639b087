using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Diagonals out of matrices and into them; bands of matrices. All is a few strided copies over a whole batch.</summary>
internal static class DiagonalKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "MatrixDiag" => Moving(static b => Diag(b, [0], null)),
        "MatrixDiagV2" or "MatrixDiagV3" => Moving(static b => Diag(b, b.RequiredIntegers(1), 4)),
        "MatrixDiagPart" => Moving(static b => DiagPart(b, [0], null)),
        "MatrixDiagPartV2" or "MatrixDiagPartV3" => Moving(static b => DiagPart(b, b.RequiredIntegers(1), 2)),
        "MatrixSetDiag" => Moving(static b => SetDiag(b, [0])),
        "MatrixSetDiagV2" or "MatrixSetDiagV3" => Moving(static b => SetDiag(b, b.RequiredIntegers(2))),
        "MatrixBandPart" => Moving(BandPart),
        "Diag" => Moving(static b => OneDiagonal(b, b.Inputs[0].Shape, into: true)),
        "DiagPart" => Moving(static b => OneDiagonal(b, b.Outputs[0].Shape, into: false)),
        _ => null,
    };

    private static NumericKernel Moving(KernelFactory bind) => new(bind) { MovesElements = true };

    private static KernelBody Diag(KernelBinding binding, long[] k, int? padding)
    {
        var moves = new List<Move> { Moves.Everywhere(binding, padding ?? Move.Zero) };
        AddDiagonals(moves, binding, binding.Outputs[0].Shape, k, input: 0, into: true);
        return Moves.Body([.. moves]);
    }

    private static KernelBody DiagPart(KernelBinding binding, long[] k, int? padding)
    {
        var moves = new List<Move> { Moves.Everywhere(binding, padding ?? Move.Zero) };
        AddDiagonals(moves, binding, binding.Inputs[0].Shape, k, input: 0, into: false);
        return Moves.Body([.. moves]);
    }

    private static KernelBody SetDiag(KernelBinding binding, long[] k)
    {
        var moves = new List<Move> { Moves.Whole(binding) };
        AddDiagonals(moves, binding, binding.Outputs[0].Shape, k, input: 1, into: true);
        return Moves.Body([.. moves]);
    }

    /// <summary>One copy for each diagonal, between packed rows and matrices.</summary>
    private static void AddDiagonals(List<Move> moves, KernelBinding binding, Shape matrices, long[] k, int input, bool into)
    {
        var geometry = DiagonalGeometry.Of(k, matrices[^2], matrices[^1], DiagonalGeometry.Align(binding.Attrs), binding.Error);
        long batch = matrices[..^2].ElementCount, size = matrices[^2] * matrices[^1], packedSize = geometry.Count * geometry.Longest;
        for (long diagonal = geometry.Highest; diagonal >= geometry.Lowest; diagonal--)
        {
            long[] counts = [batch, geometry.Length(diagonal)], packed = [packedSize, 1], matrix = [size, matrices[^1] + 1];
            long packedStart = geometry.PackedStart(diagonal), matrixStart = geometry.MatrixStart(diagonal);
            moves.Add(new(input, 0, into
                ? StridedCopy.Create(binding.Size(input), counts, packed, matrix, packedStart, matrixStart)
                : StridedCopy.Create(binding.Size(input), counts, matrix, packed, matrixStart, packedStart)));
        }
    }

    private static KernelBody BandPart(KernelBinding binding)
    {
        var shape = binding.Outputs[0].Shape;
        long rows = shape[^2], columns = shape[^1], batch = shape[..^2].ElementCount;
        long below = binding.RequiredIntegers(1)[0], above = binding.RequiredIntegers(2)[0];
        if (below > rows || above > columns) throw binding.Error($"a band of {below} below and {above} above the diagonal does not fit matrices of {rows} × {columns}.");
        var moves = new List<Move> { Moves.Everywhere(binding, Move.Zero) };
        for (long row = 0; row < rows; row++)
        {
            long first = below < 0 ? 0 : Math.Max(0, row - below), last = above < 0 ? columns : Math.Min(columns, row + above + 1);
            if (first >= last) continue;
            long start = (row * columns) + first;
            moves.Add(new(0, 0, StridedCopy.Create(binding.Size(), [batch, last - first], [rows * columns, 1], [rows * columns, 1], start, start)));
        }
        return Moves.Body([.. moves]);
    }

    // The diagonal of a tensor whose axes come twice.
    private static KernelBody OneDiagonal(KernelBinding binding, Shape diagonal, bool into)
    {
        long count = diagonal.ElementCount;
        var copy = StridedCopy.Create(binding.Size(), [count], [into ? 1 : count + 1], [into ? count + 1 : 1]);
        return into ? Moves.Body(Moves.Everywhere(binding, Move.Zero), new Move(0, 0, copy)) : Moves.Body(new Move(0, 0, copy));
    }
}
