using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Kernels.Functions;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>An input of a loop over registers: it advances, or it is one register full of the same number.</summary>
internal unsafe ref struct Lanes<T> where T : unmanaged
{
    private const int LargestRegister = 64;

    /// <summary>Where to load next.</summary>
    public T* At;

    /// <summary>1, or 0 if it stands still.</summary>
    public readonly nint Step;

    /// <param name="source">The elements.</param>
    /// <param name="repeated">Whether the first stands for all.</param>
    /// <param name="room">Memory of <see cref="LargestRegister"/> bytes for the register that is repeated.</param>
    public Lanes(void* source, bool repeated, byte* room)
    {
        At = (T*)source;
        Step = 1;
        if (!repeated) return;
        new Span<T>(room, LargestRegister / sizeof(T)).Fill(*At);
        At = (T*)room;
        Step = 0;
    }
}

/// <summary>A function of one float or double over memory.</summary>
internal sealed unsafe class SimdCode<T, TFunction>(int cost) : ElementwiseCode where T : unmanaged where TFunction : struct, IFunction
{
    public override int Cost => cost;

    public override void Run(void** inputs, uint scalars, void* output, nint count)
    {
        var body = new Body { X = (T*)inputs[0], Output = (T*)output, Count = count };
        Widest.Run<Body, T>(ref body);
    }

    private ref struct Body : ISimdBody<T>
    {
        public T* X, Output;
        public nint Count;

        public readonly void Run<V>() where V : struct, ISimd<V, T> => Loops<V, T>.Map<TFunction>(X, Output, Count);
    }
}

/// <summary>A function of two floats or doubles over memory. The second is an attribute of the op where <paramref name="constant"/> is given.</summary>
internal sealed unsafe class SimdCode2<T, TFunction>(int cost, double? constant = null) : ElementwiseCode where T : unmanaged where TFunction : struct, IFunction2
{
    public override int Cost => cost;

    public override void Run(void** inputs, uint scalars, void* output, nint count)
    {
        byte* room = stackalloc byte[128];
        T parameter = Simd.Scalar<T>(constant ?? 0);
        var body = new Body
        {
            X = new(inputs[0], (scalars & 1) != 0, room),
            Y = constant is null ? new(inputs[1], (scalars & 2) != 0, room + 64) : new(&parameter, true, room + 64),
            Output = (T*)output,
            Count = count,
        };
        Widest.Run<Body, T>(ref body);
    }

    private ref struct Body : ISimdBody<T>
    {
        public Lanes<T> X, Y;
        public T* Output;
        public nint Count;

        [MethodImpl(Simd.Loop)]
        public readonly void Run<V>() where V : struct, ISimd<V, T>
        {
            T* x = X.At, y = Y.At, output = Output;
            nint xStep = X.Step * V.Count, yStep = Y.Step * V.Count, rest = Count;
            for (; rest >= V.Count; rest -= V.Count, x += xStep, y += yStep, output += V.Count)
                V.Store(TFunction.Of<V, T>(V.Load(x), V.Load(y)), output);
            if (rest > 0) V.StoreFirst(TFunction.Of<V, T>(V.LoadFirst(x, rest), V.LoadFirst(y, rest)), output, rest);
        }
    }
}

/// <summary>A function of three floats or doubles over memory. The third is an attribute of the op where <paramref name="constant"/> is given.</summary>
internal sealed unsafe class SimdCode3<T, TFunction>(int cost, double? constant = null) : ElementwiseCode where T : unmanaged where TFunction : struct, IFunction3
{
    public override int Cost => cost;

    public override void Run(void** inputs, uint scalars, void* output, nint count)
    {
        byte* room = stackalloc byte[192];
        T parameter = Simd.Scalar<T>(constant ?? 0);
        var body = new Body
        {
            X = new(inputs[0], (scalars & 1) != 0, room),
            Y = new(inputs[1], (scalars & 2) != 0, room + 64),
            Z = constant is null ? new(inputs[2], (scalars & 4) != 0, room + 128) : new(&parameter, true, room + 128),
            Output = (T*)output,
            Count = count,
        };
        Widest.Run<Body, T>(ref body);
    }

    private ref struct Body : ISimdBody<T>
    {
        public Lanes<T> X, Y, Z;
        public T* Output;
        public nint Count;

        [MethodImpl(Simd.Loop)]
        public readonly void Run<V>() where V : struct, ISimd<V, T>
        {
            T* x = X.At, y = Y.At, z = Z.At, output = Output;
            nint xStep = X.Step * V.Count, yStep = Y.Step * V.Count, zStep = Z.Step * V.Count, rest = Count;
            for (; rest >= V.Count; rest -= V.Count, x += xStep, y += yStep, z += zStep, output += V.Count)
                V.Store(TFunction.Of<V, T>(V.Load(x), V.Load(y), V.Load(z)), output);
            if (rest > 0) V.StoreFirst(TFunction.Of<V, T>(V.LoadFirst(x, rest), V.LoadFirst(y, rest), V.LoadFirst(z, rest)), output, rest);
        }
    }
}
