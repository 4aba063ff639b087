using System.Collections;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Keratin.Generators;

/// <summary>A class marked with [KerasObject], as far as generated code depends on it. Equal models give equal code.</summary>
internal sealed record ClassModel(
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string TypeName,
    string FullName,
    bool IsAbstract,
    bool IsSealed,
    bool HidesKerasClass,
    bool WritesItself,
    bool ReadsItself,
    bool NamesItself,
    Identity? Identity,
    EquatableArray<Member> Members,
    EquatableArray<Parameter> Parameters,
    EquatableArray<string> Ignored,
    EquatableArray<string> Keys,
    EquatableArray<LayerMember> Attributes,
    EquatableArray<Problem> Problems);

/// <summary>A field or property that holds layers, and the attribute's name in files.</summary>
internal sealed record LayerMember(string Member, string Name);

/// <summary>What Keras calls a class; absent on base classes.</summary>
internal sealed record Identity(
    string Name,
    EquatableArray<string> Aliases,
    string? Module,
    string? Keras2Name,
    string? Keras2Module,
    string? Package,
    string? LegacyPackage,
    bool Unexported);

/// <summary>A property marked with [Config], the class's own or an inherited one.</summary>
internal sealed record Member(
    string Property,
    string Key,
    string? Keras2Key,
    EquatableArray<string> Aliases,
    ValueCode Code,
    bool CanBeNull,
    int Dialects,
    int OmitNull,
    int Float32,
    int Tensor,
    string? Keras2Default,
    bool Inherited,
    Setting Setting,
    string DeclaringType);

/// <summary>How a value reaches a property.</summary>
internal enum Setting
{
    None,
    Constructor,
    Setter,

    /// <summary>An init or inaccessible setter, called past the compiler's checks.</summary>
    HiddenSetter,
}

/// <summary>A constructor parameter: which member's value it takes (-1: none, it keeps its default).</summary>
internal sealed record Parameter(string Name, int Member, ValueCode Code, string? Default);

/// <summary>A type in code, the expression that reads it from <c>{0}</c>, and the statement that writes <c>{0}</c>.</summary>
internal sealed record ValueCode(string Type, string Read, string Write);

/// <summary>A diagnostic with its place in the source.</summary>
internal sealed record Problem(DiagnosticDescriptor Descriptor, string Path, TextSpan Span, LinePositionSpan Lines, EquatableArray<string> Arguments)
{
    public static Problem At(DiagnosticDescriptor descriptor, Location? location, params string[] arguments)
    {
        var lines = location?.GetLineSpan() ?? default;
        return new Problem(descriptor, lines.Path ?? "", location?.SourceSpan ?? default, lines.Span, new(arguments));
    }

    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Descriptor, Path.Length == 0 ? null : Location.Create(Path, Span, Lines), [.. Arguments]);
}

/// <summary>An array that is equal to another with equal items, as incremental generators need.</summary>
internal readonly struct EquatableArray<T>(T[] items) : IEquatable<EquatableArray<T>>, IEnumerable<T>
{
    private readonly T[]? _items = items;

    public int Count => _items?.Length ?? 0;

    public T this[int index] => _items![index];

    public bool Equals(EquatableArray<T> other) => this.SequenceEqual(other);

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    public override int GetHashCode() => this.Aggregate(17, (hash, item) => unchecked(hash * 31 + (item?.GetHashCode() ?? 0)));

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)(_items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
