using Keratin.Serialization;
using Microsoft.CodeAnalysis;

namespace Keratin.Generators;

/// <summary>Finds the fields and properties of a custom layer or model that hold layers: what Python's layers track when they are assigned.</summary>
internal static class AttributeBuilder
{
    public static IEnumerable<LayerMember> Build(INamedTypeSymbol type, Compilation compilation)
    {
        // Keras's own classes say which attributes Python's have.
        if (ModelBuilder.IsBuiltIn(compilation) || !ValueCodes.DerivesFrom(type, "Layer", "Keratin.Layers")) yield break;
        foreach (var member in type.GetMembers())
        {
            if (member.IsStatic || !member.CanBeReferencedByName) continue;
            var held = member switch
            {
                IFieldSymbol field => field.Type,
                IPropertySymbol { IsIndexer: false, GetMethod: not null } property when IsStored(property) => property.Type,
                _ => null,
            };
            if (held is not null && HoldsLayers(held)) yield return new LayerMember(member.Name, SnakeCase.Of(member.Name.TrimStart('_')));
        }
    }

    // Only automatic properties keep something; others compute it.
    private static bool IsStored(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private static bool HoldsLayers(ITypeSymbol type)
    {
        if (ValueCodes.DerivesFrom(type, "Layer", "Keratin.Layers")) return true;
        if (type.SpecialType == SpecialType.System_String) return false;
        var sequences = type.AllInterfaces.Concat(type is INamedTypeSymbol { TypeKind: TypeKind.Interface } itself ? [itself] : [])
            .Where(static candidate => candidate.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
            .Select(static candidate => candidate.TypeArguments[0]);
        return sequences.Any(static item =>
            ValueCodes.DerivesFrom(item, "Layer", "Keratin.Layers")
            || (item is INamedTypeSymbol { Name: "KeyValuePair" } entry && ValueCodes.DerivesFrom(entry.TypeArguments[1], "Layer", "Keratin.Layers")));
    }
}
