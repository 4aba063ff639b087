using System.Numerics;
using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Numerics;
using Keratin.Engines.Managed.Kernels.Functions;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>A function of one element at a time.</summary>
internal sealed unsafe class ScalarCode<TIn, TOut, TFunction>(int cost = 1) : ElementwiseCode
    where TIn : unmanaged where TOut : unmanaged where TFunction : struct, IScalar<TIn, TOut>
{
    public override int Cost => cost;

    [MethodImpl(Simd.Loop)]
    public override void Run(void** inputs, uint scalars, void* output, nint count)
    {
        var x = (TIn*)inputs[0];
        var z = (TOut*)output;
        for (nint i = 0; i < count; i++) z[i] = TFunction.Of(x[i]);
    }
}

/// <summary>A function of two elements at a time.</summary>
internal sealed unsafe class ScalarCode2<TIn, TOut, TFunction>(int cost = 1) : ElementwiseCode
    where TIn : unmanaged where TOut : unmanaged where TFunction : struct, IScalar2<TIn, TOut>
{
    public override int Cost => cost;

    [MethodImpl(Simd.Loop)]
    public override void Run(void** inputs, uint scalars, void* output, nint count)
    {
        TIn* x = (TIn*)inputs[0], y = (TIn*)inputs[1];
        nint xStep = (scalars & 1) != 0 ? 0 : 1, yStep = (scalars & 2) != 0 ? 0 : 1;
        var z = (TOut*)output;
        for (nint i = 0; i < count; i++, x += xStep, y += yStep) z[i] = TFunction.Of(*x, *y);
    }
}

/// <summary>A function of three elements at a time.</summary>
internal sealed unsafe class ScalarCode3<T, TFunction>(int cost = 1) : ElementwiseCode where T : unmanaged where TFunction : struct, IScalar3<T>
{
    public override int Cost => cost;

    [MethodImpl(Simd.Loop)]
    public override void Run(void** inputs, uint scalars, void* output, nint count)
    {
        T* x = (T*)inputs[0], y = (T*)inputs[1], z = (T*)inputs[2];
        nint xStep = (scalars & 1) != 0 ? 0 : 1, yStep = (scalars & 2) != 0 ? 0 : 1, zStep = (scalars & 4) != 0 ? 0 : 1;
        var result = (T*)output;
        for (nint i = 0; i < count; i++, x += xStep, y += yStep, z += zStep) result[i] = TFunction.Of(*x, *y, *z);
    }
}

/// <summary>A function of two integers, whole registers at a time.</summary>
internal sealed unsafe class VectorCode2<T, TFunction> : ElementwiseCode where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> where TFunction : struct, IIntegerFunction2
{
    [MethodImpl(Simd.Loop)]
    public override void Run(void** inputs, uint scalars, void* output, nint count)
    {
        byte* room = stackalloc byte[128];
        Lanes<T> x = new(inputs[0], (scalars & 1) != 0, room), y = new(inputs[1], (scalars & 2) != 0, room + 64);
        var z = (T*)output;
        nint width = Vector<T>.Count;
        for (; count >= width; count -= width, x.At += x.Step * width, y.At += y.Step * width, z += width)
            TFunction.OfVector(*(Vector<T>*)x.At, *(Vector<T>*)y.At).Store(z);
        for (nint i = 0; i < count; i++) z[i] = TFunction.OfInteger(x.At[i * x.Step], y.At[i * y.Step]);
    }
}
