using Keratin.Serialization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Keratin.Generators;

/// <summary>Reads the [Config] properties of a class and its base classes.</summary>
internal static class MemberBuilder
{
    private const int BothDialects = 3;

    /// <summary>
    /// The properties, base class first; an override takes the place of what it overrides. Where the class lists its keys, only those.
    /// </summary>
    public static List<IPropertySymbol> Properties(INamedTypeSymbol type, string[] keys)
    {
        var chain = new Stack<INamedTypeSymbol>();
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            chain.Push(current);
        }

        var result = new List<IPropertySymbol>();
        foreach (var property in chain.SelectMany(current => current.GetMembers().OfType<IPropertySymbol>()).Where(property => Attribute(property) is not null))
        {
            int same = result.FindIndex(other => other.Name == property.Name);
            if (same >= 0)
            {
                result[same] = property;
            }
            else
            {
                result.Add(property);
            }
        }

        return keys.Length == 0 ? result : [.. result.Where(property => keys.Contains(KeyOf(property)))];
    }

    public static List<Member> Build(
        INamedTypeSymbol type, List<IPropertySymbol> properties, IMethodSymbol? constructor, bool isMade, Compilation compilation, List<Problem> problems)
    {
        var result = new List<Member>();
        foreach (var property in properties)
        {
            var attribute = Attribute(property)!;
            bool isInherited = !SymbolEqualityComparer.Default.Equals(property.ContainingType, type);
            var location = (isInherited ? type : (ISymbol)property).Locations.FirstOrDefault();
            var code = ValueCodes.Of(property.Type);
            if (code is null)
            {
                problems.Add(Problem.At(Diagnostics.UnsupportedType, location, property.Name, property.Type.ToDisplayString()));
                code = new ValueCode("object", "", "");
            }

            var setting = SettingOf(type, property, constructor, compilation);
            if (setting == Setting.None && isMade)
            {
                problems.Add(Problem.At(Diagnostics.NoWayToSet, location, property.Name, type.Name));
            }

            object? Argument(string name) => attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;
            bool hasDefault = attribute.NamedArguments.Any(argument => argument.Key == "Keras2Default");
            result.Add(new Member(
                property.Name,
                KeyOf(property),
                Argument("Keras2Name") as string,
                new(ModelBuilder.Strings(attribute, "Aliases")),
                code,
                ValueCodes.IsNullable(property.Type),
                Argument("Dialect") as int? ?? BothDialects,
                Argument("OmitNull") as int? ?? 0,
                Argument("Float32") as int? ?? 0,
                Argument("Tensor") as int? ?? 0,
                hasDefault ? Literal(Argument("Keras2Default"), null) : null,
                isInherited || property.IsOverride,
                setting,
                property.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)));
        }

        return result;
    }

    /// <summary>The parameter's default as code; null when it has none.</summary>
    public static string? DefaultOf(IParameterSymbol parameter) =>
        parameter.HasExplicitDefaultValue ? Literal(parameter.ExplicitDefaultValue, parameter.Type) : parameter.IsParams ? "[]" : null;

    private static Setting SettingOf(INamedTypeSymbol type, IPropertySymbol property, IMethodSymbol? constructor, Compilation compilation)
    {
        if (constructor?.Parameters.Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)) == true)
        {
            return Setting.Constructor;
        }

        for (var current = property; current is not null; current = current.OverriddenProperty)
        {
            if (current.SetMethod is { } setter)
            {
                return !setter.IsInitOnly && compilation.IsSymbolAccessibleWithin(setter, type) ? Setting.Setter : Setting.HiddenSetter;
            }
        }

        return Setting.None;
    }

    private static string KeyOf(IPropertySymbol property) =>
        Attribute(property)!.ConstructorArguments.FirstOrDefault().Value as string ?? SnakeCase.Of(property.Name);

    private static AttributeData? Attribute(IPropertySymbol property) =>
        property.GetAttributes().FirstOrDefault(data => ValueCodes.IsOurs(data.AttributeClass, "ConfigAttribute"));

    private static string Literal(object? value, ITypeSymbol? type) => value switch
    {
        null => "default",
        double number when double.IsNaN(number) || double.IsInfinity(number) =>
            "double." + (double.IsNaN(number) ? "NaN" : number > 0 ? "PositiveInfinity" : "NegativeInfinity"),
        float number when float.IsNaN(number) || float.IsInfinity(number) =>
            "float." + (float.IsNaN(number) ? "NaN" : number > 0 ? "PositiveInfinity" : "NegativeInfinity"),
        float number => SymbolDisplay.FormatPrimitive(number, quoteStrings: true, useHexadecimalNumbers: false) + "f",
        _ when type is { TypeKind: TypeKind.Enum } => $"({type.ToDisplayString(ValueCodes.FullName)})({value})",
        _ when type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && nullable.TypeArguments[0].TypeKind == TypeKind.Enum =>
            $"({nullable.TypeArguments[0].ToDisplayString(ValueCodes.FullName)})({value})",
        _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)!,
    };
}
