using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>A number as a type, so that the JIT compiles a kernel for each.</summary>
internal interface IConstant
{
    static abstract int Value { get; }
}

internal readonly struct N1 : IConstant
{
    public static int Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }
}

internal readonly struct N2 : IConstant
{
    public static int Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2;
    }
}

internal readonly struct N3 : IConstant
{
    public static int Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 3;
    }
}

internal readonly struct N4 : IConstant
{
    public static int Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }
}

internal readonly struct N5 : IConstant
{
    public static int Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 5;
    }
}

internal readonly struct N6 : IConstant
{
    public static int Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 6;
    }
}

internal readonly struct N7 : IConstant
{
    public static int Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 7;
    }
}

internal readonly struct N8 : IConstant
{
    public static int Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8;
    }
}

internal readonly struct N9 : IConstant
{
    public static int Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 9;
    }
}

internal readonly struct N10 : IConstant
{
    public static int Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 10;
    }
}

internal readonly struct N11 : IConstant
{
    public static int Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 11;
    }
}

internal readonly struct N12 : IConstant
{
    public static int Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 12;
    }
}
