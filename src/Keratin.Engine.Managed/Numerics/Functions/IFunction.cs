namespace Keratin.Engines.Managed.Numerics;

/// <summary>A function of one number, for each lane of a register; a type, so that loops inline it.</summary>
internal interface IFunction
{
    static abstract V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged;
}

/// <summary>A function of two numbers, for each lane of a register.</summary>
internal interface IFunction2
{
    static abstract V Of<V, T>(V x, V y)
        where V : struct, ISimd<V, T>
        where T : unmanaged;
}
