using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Kernels.Functions;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>
/// Powers of float32: e^(y · log x) in double precision, block by block, where x is positive and all is finite; else one by one. A constant
/// exponent that is a small integer is done by multiplication.
/// </summary>
internal sealed unsafe class PowerCode : ElementwiseCode
{
    private const int Block = 256;
    private static readonly ElementwiseCode Log = new SimdCode<double, Log>(1), Exp = new SimdCode<double, Exp>(1);

    public override int Cost => 20;

    [SkipLocalsInit]
    [MethodImpl(Simd.Loop)]
    public override void Run(void** inputs, uint scalars, void* output, nint count)
    {
        float* x = (float*)inputs[0], y = (float*)inputs[1], z = (float*)output;
        nint xStep = (scalars & 1) != 0 ? 0 : 1, yStep = (scalars & 2) != 0 ? 0 : 1;
        if (yStep == 0 && *y is 1 or 2 or 3)
        {
            float exponent = *y;
            for (nint i = 0; i < count; i++) z[i] = exponent == 1 ? x[i] : exponent == 2 ? x[i] * x[i] : x[i] * x[i] * x[i];
            return;
        }
        double* logs = stackalloc double[Block];
        void* at = logs;
        for (; count > 0; count -= Block, x += xStep * Block, y += yStep * Block, z += Block)
        {
            nint size = Math.Min(Block, count);
            bool plain = true;
            for (nint i = 0; i < size; i++)
            {
                float b = x[i * xStep], e = y[i * yStep];
                plain &= b > 0 & b < float.PositiveInfinity & MathF.Abs(e) < float.PositiveInfinity;
                logs[i] = b;
            }
            if (!plain)
            {
                for (nint i = 0; i < size; i++) z[i] = (float)Power.OfDouble(x[i * xStep], y[i * yStep]);
                continue;
            }
            Log.Run(&at, 0, logs, size);
            for (nint i = 0; i < size; i++) logs[i] *= y[i * yStep];
            Exp.Run(&at, 0, logs, size);
            for (nint i = 0; i < size; i++) z[i] = (float)logs[i];
        }
    }
}
