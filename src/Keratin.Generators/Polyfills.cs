namespace System.Runtime.CompilerServices;

/// <summary>What records need and netstandard2.0 doesn't have.</summary>
internal static class IsExternalInit;
