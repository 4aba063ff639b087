using Keratin.Serialization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Keratin.Generators;

/// <summary>The code that reads and writes values, by type.</summary>
internal static class ValueCodes
{
    public static readonly SymbolDisplayFormat FullName = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The code for a type, or null when a config can't hold it.</summary>
    public static ValueCode? Of(ITypeSymbol type, int nesting = 0)
    {
        var inner = Unwrapped(type, out bool isNullable);
        string name = type.ToDisplayString(FullName);
        if (Plain(inner, nesting) is not { } code)
        {
            return null;
        }

        if (!isNullable)
        {
            return code with { Type = name };
        }

        string read = $"({{0}}.IsNull ? default({name}) : {code.Read})";
        bool writesNull = inner.SpecialType is not (SpecialType.None or SpecialType.System_Enum) && code.Write == ValueOf("{0}");
        string unwrapped = inner.IsValueType ? "{0}.Value" : "{0}";
        string write = writesNull ? code.Write : $"if ({{0}} is null) {{ writer.Null(); }} else {{ {code.Write.Replace("{0}", unwrapped)} }}";
        return new ValueCode(name, read, write);
    }

    /// <summary>Whether null is among the type's values.</summary>
    public static bool IsNullable(ITypeSymbol type)
    {
        Unwrapped(type, out bool isNullable);
        return isNullable;
    }

    private static ITypeSymbol Unwrapped(ITypeSymbol type, out bool isNullable)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            isNullable = true;
            return nullable.TypeArguments[0];
        }

        isNullable = type.IsReferenceType && type.NullableAnnotation == NullableAnnotation.Annotated;
        return type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
    }

    private static ValueCode? Plain(ITypeSymbol type, int nesting)
    {
        string name = type.ToDisplayString(FullName);
        ValueCode Simple(string read) => new(name, "{0}." + read, ValueOf("{0}"));
        switch (type.SpecialType)
        {
            case SpecialType.System_Int32: return Simple("AsInt32()");
            case SpecialType.System_Int64: return Simple("AsInt64()");
            case SpecialType.System_Double: return Simple("AsDouble()");
            case SpecialType.System_Single: return Simple("AsSingle()");
            case SpecialType.System_Boolean: return Simple("AsBoolean()");
            case SpecialType.System_String: return Simple("AsString()");
            case SpecialType.System_Object: return new(name, "{0}.AsAny()", "writer.Any({0});");
        }

        return name switch
        {
            "global::Keratin.Shape" => Simple("AsShape()"),
            "global::Keratin.DType" => Simple("AsDType()"),
            "global::Keratin.EagerTensor" => Simple("AsTensor()"),
            _ when type.TypeKind == TypeKind.Enum => Enumeration((INamedTypeSymbol)type, name),
            _ when ImplementsConfigValue(type) => new(name, name + ".ReadConfig({0})", "{0}.WriteConfig(writer);"),
            _ when DerivesFrom(type, "KerasObject") => new(name, $"{{0}}.AsObject<{name}>()", "writer.Object({0});"),
            _ when type.TypeKind == TypeKind.Delegate => new(name, $"{{0}}.AsCustomFunction<{name}>()", "writer.Function({0});"),
            _ => Composite(type, name, nesting),
        };
    }

    private static ValueCode? Composite(ITypeSymbol type, string name, int nesting)
    {
        string item = "item" + nesting;
        if (type is IArrayTypeSymbol { Rank: 1 } array)
        {
            return List(array.ElementType, name, item, nesting, "{0}");
        }

        if (type is not INamedTypeSymbol named || named.TypeArguments.Length == 0)
        {
            return null;
        }

        if (named.IsTupleType && named.TupleElements.Length is 2 or 3)
        {
            return Of(named.TypeArguments[0], nesting + 1) is { } element
                && named.TypeArguments.All(other => SymbolEqualityComparer.Default.Equals(other, named.TypeArguments[0]))
                ? new ValueCode(
                    name,
                    $"{{0}}.{(named.TupleElements.Length == 2 ? "AsPair" : "AsTriple")}<{element.Type}>(static {item} => {element.Read.Replace("{0}", item)})",
                    "writer.BeginList(); " + string.Concat(named.TupleElements.Select((_, i) => element.Write.Replace("{0}", $"{{0}}.Item{i + 1}") + " ")) + "writer.EndList();")
                : null;
        }

        switch (named.OriginalDefinition.ToDisplayString())
        {
            case "System.Collections.Generic.IReadOnlyList<T>" or "System.Collections.Generic.IReadOnlyCollection<T>" or "System.Collections.Generic.IEnumerable<T>":
                return List(named.TypeArguments[0], name, item, nesting, "{0}");
            case "System.Collections.Generic.List<T>" or "System.Collections.Generic.IList<T>" or "System.Collections.Immutable.ImmutableArray<T>":
                return List(named.TypeArguments[0], name, item, nesting, $"({name})[.. {{0}}]");
            case "System.Collections.Generic.IReadOnlyDictionary<TKey, TValue>" or "System.Collections.Generic.Dictionary<TKey, TValue>" or "System.Collections.Generic.IDictionary<TKey, TValue>"
                when named.TypeArguments[0].SpecialType == SpecialType.System_String && Of(named.TypeArguments[1], nesting + 1) is { } value:
                return new ValueCode(
                    name,
                    $"{{0}}.AsDictionary<{value.Type}>(static {item} => {value.Read.Replace("{0}", item)})",
                    $"writer.BeginObject(); foreach (var {item} in {{0}}) {{ writer.Key({item}.Key); {value.Write.Replace("{0}", item + ".Value")} }} writer.EndObject();");
            default:
                return null;
        }
    }

    private static ValueCode? List(ITypeSymbol element, string name, string item, int nesting, string conversion)
    {
        if (Of(element, nesting + 1) is not { } code)
        {
            return null;
        }

        string read = element.SpecialType == SpecialType.System_Int32
            ? "{0}.AsInts()"
            : $"{{0}}.AsArray<{code.Type}>(static {item} => {code.Read.Replace("{0}", item)})";
        return new ValueCode(
            name,
            conversion.Replace("{0}", read),
            $"writer.BeginList(); foreach (var {item} in {{0}}) {{ {code.Write.Replace("{0}", item)} }} writer.EndList();");
    }

    private static ValueCode Enumeration(INamedTypeSymbol type, string name)
    {
        var members = type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue)
            .GroupBy(field => field.ConstantValue).Select(group => group.First()).ToArray();
        var strings = members.SelectMany(member => NamesOf(member).Select(text => (Member: member, Text: text))).ToArray();
        string read = string.Join(", ", strings.Select((pair, i) => $"{i} => {name}.{pair.Member.Name}"));
        string write = string.Join(", ", members.Select(member => $"{name}.{member.Name} => {NamesOf(member).First()}"));
        return new ValueCode(
            name,
            $"{{0}}.AsOneOf([{string.Join(", ", strings.Select(pair => pair.Text))}]) switch {{ {read}, _ => default }}",
            ValueOf($"({{0}} switch {{ {write}, _ => null }})"));
    }

    /// <summary>The strings that stand for an enum's member; the first is the one to write.</summary>
    private static IEnumerable<string> NamesOf(IFieldSymbol member)
    {
        var attribute = member.GetAttributes().FirstOrDefault(data => IsOurs(data.AttributeClass, "ConfigNameAttribute"));
        IEnumerable<string> names = attribute is null
            ? [SnakeCase.Of(member.Name)]
            : [(string)attribute.ConstructorArguments[0].Value!, .. attribute.ConstructorArguments[1].Values.Select(value => (string)value.Value!)];
        return names.Select(text => SymbolDisplay.FormatLiteral(text, quote: true));
    }

    private static string ValueOf(string expression) => $"writer.Value({expression});";

    private static bool ImplementsConfigValue(ITypeSymbol type) =>
        type.AllInterfaces.Any(candidate => candidate.Name == "IConfigValue"
            && candidate.ContainingNamespace.ToDisplayString() == KerasObjectGenerator.Namespace
            && SymbolEqualityComparer.Default.Equals(candidate.TypeArguments[0], type));

    public static bool DerivesFrom(ITypeSymbol type, string baseName, string baseNamespace = KerasObjectGenerator.Namespace)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (IsOurs(current, baseName, baseNamespace))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsOurs(ITypeSymbol? type, string name, string containingNamespace = KerasObjectGenerator.Namespace) =>
        type?.Name == name && type.ContainingNamespace?.ToDisplayString() == containingNamespace;
}
