using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>
/// The steps of optimizers, each one pass over memory on all threads. The sparse form of an op does the same to each row
/// that is named, one after the other, so that a row named twice is updated twice.
/// </summary>
internal static unsafe class OptimizerKernels
{
    private const string Dense = "ResourceApply", Sparse = "ResourceSparseApply";

    public static Kernel? Find(string op) => op.StartsWith(Dense, StringComparison.Ordinal) ? FindStep(op[Dense.Length..])
        : op.StartsWith(Sparse, StringComparison.Ordinal) ? FindStep(op[Sparse.Length..]) : null;

    private static NumericKernel? FindStep(string optimizer) => optimizer switch
    {
        "Adam" => Of(Adam, Adam),
        "AdamWithAmsgrad" => Of(AdamWithAmsgrad, AdamWithAmsgrad),
        "GradientDescent" => Of(GradientDescent, GradientDescent),
        "Momentum" => Of(Momentum, Momentum),
        "KerasMomentum" => Of(KerasMomentum, KerasMomentum),
        "RMSProp" => Of(RmsProp, RmsProp),
        "CenteredRMSProp" => Of(CenteredRmsProp, CenteredRmsProp),
        "Adagrad" => Of(Adagrad, Adagrad),
        "AdagradV2" => Of(AdagradV2, AdagradV2),
        "AdagradDA" => Of(AdagradDualAveraging, AdagradDualAveraging),
        "Adadelta" => Of(Adadelta, Adadelta),
        "AdaMax" => Of(AdaMax, AdaMax),
        "Ftrl" => Of(Ftrl, Ftrl),
        "FtrlV2" => Of(FtrlV2, FtrlV2),
        "AddSign" => Of(AddSign, AddSign),
        "PowerSign" => Of(PowerSign, PowerSign),
        "ProximalAdagrad" => Of(ProximalAdagrad, ProximalAdagrad),
        "ProximalGradientDescent" => Of(ProximalGradientDescent, ProximalGradientDescent),
        _ => null,
    };

    private static NumericKernel Of(UpdateStep<float> single, UpdateStep<double> wide) => new(SmallFloats.Widened(binding =>
    {
        var signature = new UpdateSignature(binding);
        return binding.Inputs[0].DType switch
        {
            DType.Float32 => Bind(binding, signature, single),
            DType.Float64 => Bind(binding, signature, wide),
            var other => throw binding.Error($"a variable of {other.Name()} can't be trained; only floating-point ones can."),
        };
    })) { UpdatesVariables = true };

    private static KernelBody Bind<T>(KernelBinding binding, UpdateSignature signature, UpdateStep<T> step) where T : unmanaged
    {
        var shape = binding.Inputs[0].Shape;
        if (signature.Indices < 0)
        {
            nint count = (nint)shape.ElementCount;
            return (in KernelArgs args) => step(new(args, signature, 0, 0), count);
        }
        nint rows = (nint)shape[0], row = (nint)shape[1..].ElementCount, named = (nint)binding.Inputs[signature.Indices].Shape[0];
        bool wide = binding.IsWide(binding.Inputs[signature.Indices].DType);
        return (in KernelArgs args) =>
        {
            void* indices = args.In<byte>(signature.Indices);
            for (nint i = 0; i < named; i++)
            {
                long index = wide ? ((long*)indices)[i] : ((int*)indices)[i];
                if ((ulong)index >= (ulong)rows) throw binding.Error($"index {index} at {i} is out of range for {rows} rows.");
                step(new(args, signature, (nint)index * row, i * row), row);
            }
        };
    }

    private static void Adam<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<Adam<T>, T>(count, new()
    {
        Variable = o.Variable(0), First = o.Variable(1), Second = o.Variable(2), Gradient = o.Gradient,
        Rate = Numerics.Adam<T>.CorrectedRate(o.Number(2), o.Number(0), o.Number(1)), Beta1 = o.Number(3), Beta2 = o.Number(4), Epsilon = o.Number(5), Nesterov = o.Flag,
    });

    private static void AdamWithAmsgrad<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<Adam<T>, T>(count, new()
    {
        Variable = o.Variable(0), First = o.Variable(1), Second = o.Variable(2), MaxSecond = o.Variable(3), Gradient = o.Gradient,
        Rate = Numerics.Adam<T>.CorrectedRate(o.Number(2), o.Number(0), o.Number(1)), Beta1 = o.Number(3), Beta2 = o.Number(4), Epsilon = o.Number(5),
    });

    private static void GradientDescent<T>(UpdateOperands<T> o, nint count) where T : unmanaged =>
        Updates.Run<Sgd<T>, T>(count, new() { Variable = o.Variable(0), Gradient = o.Gradient, Rate = o.Number(0) });

    private static void Momentum<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<Momentum<T>, T>(count, new()
    {
        Variable = o.Variable(0), Accumulator = o.Variable(1), Gradient = o.Gradient, Rate = o.Number(0), Factor = o.Number(1), Nesterov = o.Flag,
    });

    private static void KerasMomentum<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<KerasMomentum<T>, T>(count, new()
    {
        Variable = o.Variable(0), Accumulator = o.Variable(1), Gradient = o.Gradient, Rate = o.Number(0), Factor = o.Number(1), Nesterov = o.Flag,
    });

    private static void RmsProp<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<RmsProp<T>, T>(count, new()
    {
        Variable = o.Variable(0), MeanSquare = o.Variable(1), Moment = o.Variable(2), Gradient = o.Gradient,
        Rate = o.Number(0), Rho = o.Number(1), Momentum = o.Number(2), Epsilon = o.Number(3),
    });

    private static void CenteredRmsProp<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<RmsProp<T>, T>(count, new()
    {
        Variable = o.Variable(0), MeanGradient = o.Variable(1), MeanSquare = o.Variable(2), Moment = o.Variable(3), Gradient = o.Gradient,
        Rate = o.Number(0), Rho = o.Number(1), Momentum = o.Number(2), Epsilon = o.Number(3),
    });

    private static void Adagrad<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<Adagrad<T>, T>(count, new()
    {
        Variable = o.Variable(0), Accumulator = o.Variable(1), Gradient = o.Gradient, Rate = o.Number(0), Frozen = !o.Flag,
    });

    private static void AdagradV2<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<Adagrad<T>, T>(count, new()
    {
        Variable = o.Variable(0), Accumulator = o.Variable(1), Gradient = o.Gradient, Rate = o.Number(0), Epsilon = o.Number(1), Frozen = !o.Flag,
    });

    private static void AdagradDualAveraging<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<AdagradDualAveraging<T>, T>(count, new()
    {
        Variable = o.Variable(0), Sum = o.Variable(1), SumOfSquares = o.Variable(2), Gradient = o.Gradient,
        Rate = o.Number(0), L1 = o.Number(1), L2 = o.Number(2), Steps = o.Number(3),
    });

    private static void Adadelta<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<Adadelta<T>, T>(count, new()
    {
        Variable = o.Variable(0), MeanSquare = o.Variable(1), MeanStep = o.Variable(2), Gradient = o.Gradient, Rate = o.Number(0), Rho = o.Number(1), Epsilon = o.Number(2),
    });

    private static void AdaMax<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<AdaMax<T>, T>(count, new()
    {
        Variable = o.Variable(0), First = o.Variable(1), Largest = o.Variable(2), Gradient = o.Gradient,
        Rate = o.Number(1) / (1 - o.Number(0)), Beta1 = o.Number(2), Beta2 = o.Number(3), Epsilon = o.Number(4),
    });

    private static void Ftrl<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<Ftrl<T>, T>(count, new()
    {
        Variable = o.Variable(0), Accumulator = o.Variable(1), Linear = o.Variable(2), Gradient = o.Gradient,
        Rate = o.Number(0), L1 = o.Number(1), L2 = o.Number(2), Power = o.Number(3), LinearByRate = o.Flag,
    });

    private static void FtrlV2<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<Ftrl<T>, T>(count, new()
    {
        Variable = o.Variable(0), Accumulator = o.Variable(1), Linear = o.Variable(2), Gradient = o.Gradient,
        Rate = o.Number(0), L1 = o.Number(1), L2 = o.Number(2), Shrinkage = o.Number(3), Power = o.Number(4), LinearByRate = o.Flag,
    });

    private static void AddSign<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<SignUpdate<T>, T>(count, new()
    {
        Variable = o.Variable(0), Moment = o.Variable(1), Gradient = o.Gradient, Rate = o.Number(0), Alpha = o.Number(1), Decay = o.Number(2), Beta = o.Number(3),
    });

    private static void PowerSign<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<SignUpdate<T>, T>(count, new()
    {
        Variable = o.Variable(0), Moment = o.Variable(1), Gradient = o.Gradient, Rate = o.Number(0), Alpha = o.Number(1), Decay = o.Number(2), Beta = o.Number(3), Power = true,
    });

    private static void ProximalAdagrad<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<ProximalUpdate<T>, T>(count, new()
    {
        Variable = o.Variable(0), Accumulator = o.Variable(1), Gradient = o.Gradient, Rate = o.Number(0), L1 = o.Number(1), L2 = o.Number(2),
    });

    private static void ProximalGradientDescent<T>(UpdateOperands<T> o, nint count) where T : unmanaged => Updates.Run<ProximalUpdate<T>, T>(count, new()
    {
        Variable = o.Variable(0), Gradient = o.Gradient, Rate = o.Number(0), L1 = o.Number(1), L2 = o.Number(2),
    });
}
