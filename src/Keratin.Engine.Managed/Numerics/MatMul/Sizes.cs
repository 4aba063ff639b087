using System.Runtime.InteropServices;

namespace Keratin.Engines.Managed.Numerics;

// Numbers as types, so that the JIT compiles a kernel for each: N7 has seven bytes. It knows sizes before it inlines
// anything, so what a kernel does not need costs nothing.

[StructLayout(LayoutKind.Sequential, Size = 1)]
internal readonly struct N1;

[StructLayout(LayoutKind.Sequential, Size = 2)]
internal readonly struct N2;

[StructLayout(LayoutKind.Sequential, Size = 3)]
internal readonly struct N3;

[StructLayout(LayoutKind.Sequential, Size = 4)]
internal readonly struct N4;

[StructLayout(LayoutKind.Sequential, Size = 5)]
internal readonly struct N5;

[StructLayout(LayoutKind.Sequential, Size = 6)]
internal readonly struct N6;

[StructLayout(LayoutKind.Sequential, Size = 7)]
internal readonly struct N7;

[StructLayout(LayoutKind.Sequential, Size = 8)]
internal readonly struct N8;

[StructLayout(LayoutKind.Sequential, Size = 9)]
internal readonly struct N9;

[StructLayout(LayoutKind.Sequential, Size = 10)]
internal readonly struct N10;

[StructLayout(LayoutKind.Sequential, Size = 11)]
internal readonly struct N11;

[StructLayout(LayoutKind.Sequential, Size = 12)]
internal readonly struct N12;
