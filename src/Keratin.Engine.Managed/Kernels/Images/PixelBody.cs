using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>A pixel of three channels.</summary>
internal readonly record struct Pixel<T>(T First, T Second, T Third) where T : unmanaged;

/// <summary>What becomes of a pixel; a type, so that loops inline it.</summary>
internal interface IPixelFunction<T> where T : unmanaged
{
    Pixel<T> Of(Pixel<T> pixel);
}

/// <summary>Applies a function to pixels, on all threads.</summary>
internal static unsafe class Pixels
{
    private const int Grain = 2048;

    public static void Map<T, TFunction>(T* x, T* y, nint pixels, TFunction function) where T : unmanaged where TFunction : struct, IPixelFunction<T> =>
        WorkerPool.For(checked((int)((pixels + Grain - 1) / Grain)), 1, new Body<T, TFunction>(x, y, pixels, function));

    private readonly struct Body<T, TFunction>(T* x, T* y, nint pixels, TFunction function) : IParallelBody where T : unmanaged where TFunction : struct, IPixelFunction<T>
    {
        private readonly Pixel<T>* x = (Pixel<T>*)x;
        private readonly Pixel<T>* y = (Pixel<T>*)y;

        public void Run(int start, int end)
        {
            for (nint i = (nint)start * Grain; i < Math.Min((nint)end * Grain, pixels); i++) y[i] = function.Of(x[i]);
        }
    }
}
