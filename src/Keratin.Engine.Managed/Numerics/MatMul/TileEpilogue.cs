using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>The activation of a tile: those that only bound run inside the kernel, the others right after it.</summary>
internal static unsafe class TileEpilogue<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    public static void SetBounds(ref Tile<T> tile, Activation activation)
    {
        tile.Clamp = IsBound(activation);
        tile.Low = default;
        tile.High = Simd.Scalar<T>(activation == Activation.Relu6 ? 6 : double.PositiveInfinity);
    }

    [MethodImpl(Simd.Loop)]
    public static void Apply(in Tile<T> tile, in Epilogue<T> epilogue, nint rows, nint columns)
    {
        if (epilogue.Activation == Activation.None || IsBound(epilogue.Activation))
        {
            return;
        }

        for (nint row = 0; row < rows; row++)
        {
            Activations<V, T>.Apply(epilogue.Activation, epilogue.Alpha, tile.C + (row * tile.CStride), columns);
        }
    }

    private static bool IsBound(Activation activation) => activation is Activation.Relu or Activation.Relu6;
}
