using Keratin.Engines.Managed.Numerics;

namespace Keratin.Tests.Engines.Managed.Numerics;

/// <summary>Normalisation of rows or columns by its definition; its gradient by differences of a weighted sum of the results.</summary>
internal static unsafe class NormalizationReference
{
    private const double Epsilon = 1e-3;

    public static void Check(int rows, int columns, bool byRow, bool training)
    {
        Random random = new((rows * 31) + columns);
        double[] x = Numbers.Random(random, rows * columns), dy = Numbers.Random(random, x.Length);
        double[] gamma = Numbers.Random(random, columns), beta = Numbers.Random(random, columns);
        int groups = byRow ? rows : columns, size = x.Length / groups;
        int Place(int group, int i) => byRow ? (group * columns) + i : (i * columns) + group;
        double[] mean = new double[groups], variance = new double[groups], y = new double[x.Length], dx = new double[x.Length];
        double[] dgamma = new double[columns], dbeta = new double[columns];
        for (int g = 0; g < groups; g++)
        {
            double[] values = [.. Enumerable.Range(0, size).Select(i => x[Place(g, i)])];
            mean[g] = training ? values.Average() : 0.25;
            variance[g] = training ? values.Average(v => (v - mean[g]) * (v - mean[g])) : 2;
            double rstd = 1 / Math.Sqrt(variance[g] + Epsilon), sum = 0, products = 0;
            for (int i = 0; i < size; i++)
            {
                int p = Place(g, i), c = p % columns;
                double n = (x[p] - mean[g]) * rstd;
                y[p] = (n * gamma[c]) + beta[c];
                dgamma[c] += dy[p] * n;
                dbeta[c] += dy[p];
                sum += dy[p] * gamma[c];
                products += dy[p] * gamma[c] * n;
            }

            for (int i = 0; i < size; i++)
            {
                int p = Place(g, i);
                double n = (x[p] - mean[g]) * rstd, direct = dy[p] * gamma[p % columns];
                dx[p] = rstd * (training ? direct - (sum / size) - (n * products / size) : direct);
            }
        }

        using Buffer<float> px = Numbers.ToBuffer<float>(x), pdy = Numbers.ToBuffer<float>(dy), pgamma = Numbers.ToBuffer<float>(gamma), pbeta = Numbers.ToBuffer<float>(beta);
        using Buffer<float> py = new(x.Length), pdx = new(x.Length), pdgamma = new(columns), pdbeta = new(columns);
        using Buffer<float> pmean = Numbers.ToBuffer<float>(mean), pspread = Numbers.ToBuffer<float>(variance);
        if (byRow)
        {
            LayerNorm.Forward(px.Pointer, rows, columns, pgamma.Pointer, pbeta.Pointer, Epsilon, py.Pointer, pmean.Pointer, pspread.Pointer);
            LayerNorm.Backward(px.Pointer, pdy.Pointer, rows, columns, pgamma.Pointer, pmean.Pointer, pspread.Pointer, pdx.Pointer, pdgamma.Pointer, pdbeta.Pointer);
        }
        else
        {
            if (training)
            {
                BatchNorm.Statistics(px.Pointer, rows, columns, pmean.Pointer, pspread.Pointer);
                Numbers.AssertClose(pmean, mean, new double[groups], "mean");
                Numbers.AssertClose(pspread, variance, new double[groups], "variance");
            }

            BatchNorm.Normalize(px.Pointer, rows, columns, pmean.Pointer, pspread.Pointer, pgamma.Pointer, pbeta.Pointer, Epsilon, py.Pointer);
            BatchNorm.Backward(px.Pointer, pdy.Pointer, rows, columns, pmean.Pointer, pspread.Pointer, pgamma.Pointer, Epsilon, training, pdx.Pointer, pdgamma.Pointer, pdbeta.Pointer);
        }

        // A tiny variance magnifies what rounding did to x.
        double[] scale = new double[x.Length], columnScale = Array.ConvertAll(dgamma, _ => (double)rows);
        for (int p = 0; p < x.Length; p++)
        {
            double rstd = 1 / Math.Sqrt(variance[byRow ? p / columns : p % columns] + Epsilon);
            scale[p] = 10 * rstd * rstd;
            columnScale[p % columns] = Math.Max(columnScale[p % columns], rows * rstd * rstd);
        }

        Numbers.AssertClose(py, y, scale, $"y of {rows} × {columns}");
        Numbers.AssertClose(pdx, dx, scale, $"dx of {rows} × {columns}");
        Numbers.AssertClose(pdgamma, dgamma, columnScale, $"dgamma of {rows} × {columns}");
        Numbers.AssertClose(pdbeta, dbeta, columnScale, $"dbeta of {rows} × {columns}");
    }
}
