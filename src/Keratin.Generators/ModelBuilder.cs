using Keratin.Serialization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Keratin.Generators;

/// <summary>Reads a marked class from the compiler's symbols.</summary>
internal static class ModelBuilder
{
    private const int MaxKeys = 64;

    public static ClassModel Build(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        if (!IsPartial(type, cancellation))
        {
            problems.Add(Problem.At(Diagnostics.NotPartial, type.Locations.FirstOrDefault(), type.Name));
        }

        if (!ValueCodes.DerivesFrom(type, "KerasObject"))
        {
            problems.Add(Problem.At(Diagnostics.NotDerived, type.Locations.FirstOrDefault(), type.Name));
        }

        var attribute = Attribute(type)!;
        bool readsItself = type.GetMembers("FromConfig").OfType<IMethodSymbol>().Any(method => method.IsStatic && method.Parameters.Length == 1);
        bool isMade = !type.IsAbstract && !readsItself;
        var properties = MemberBuilder.Properties(type, Strings(attribute, "Keys"));
        var (constructor, arguments) = ConstructorOf(type, properties, isMade, compilation, problems);
        var members = MemberBuilder.Build(type, properties, constructor, isMade, compilation, problems);
        CheckKeys(type, attribute, members, problems);

        return new ClassModel(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            new([.. ContainingTypes(type)]),
            type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat.WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters)),
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            type.IsAbstract,
            type.IsSealed,
            HidesKerasClass(type.BaseType),
            type.GetMembers("WriteConfig").OfType<IMethodSymbol>().Any(method => method.Parameters.Length == 1),
            readsItself,
            type.GetMembers("Class").Length > 0,
            IdentityOf(type, attribute, compilation),
            new([.. members]),
            new([.. arguments]),
            new([.. Ignored(type)]),
            new(Strings(attribute, "Keys")),
            new([.. AttributeBuilder.Build(type, compilation)]),
            new([.. problems]));
    }

    public static AttributeData? Attribute(INamedTypeSymbol? type) =>
        type?.GetAttributes().FirstOrDefault(data => ValueCodes.IsOurs(data.AttributeClass, "KerasObjectAttribute"));

    public static string? Text(AttributeData? attribute, string name) =>
        attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value as string;

    public static string[] Strings(AttributeData? attribute, string name) =>
        attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value is { Kind: TypedConstantKind.Array } value
            ? [.. value.Values.Select(item => (string)item.Value!)]
            : [];

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Any(reference =>
            ((TypeDeclarationSyntax)reference.GetSyntax(cancellation)).Modifiers.Any(SyntaxKind.PartialKeyword));

    private static IEnumerable<string> ContainingTypes(INamedTypeSymbol type)
    {
        var result = new List<string>();
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            string kind = outer.IsRecord ? "record" : outer.TypeKind == TypeKind.Struct ? "struct" : "class";
            result.Insert(0, $"partial {kind} {outer.Name}");
        }

        return result;
    }

    private static bool HidesKerasClass(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (!type.IsAbstract && Attribute(type) is { ConstructorArguments.Length: > 0 })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the classes are Keras's own: those in the assembly of KerasObject.</summary>
    public static bool IsBuiltIn(Compilation compilation) => compilation.Assembly.GetTypeByMetadataName(KerasObjectGenerator.Namespace + ".KerasObject") is not null;

    private static IEnumerable<string> Ignored(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (string key in Strings(Attribute(current), "Ignored"))
            {
                yield return key;
            }
        }
    }

    private static Identity? IdentityOf(INamedTypeSymbol type, AttributeData attribute, Compilation compilation)
    {
        if (attribute.ConstructorArguments.Length == 0)
        {
            return null;
        }

        string? Inherited(string name)
        {
            for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
            {
                if (Text(Attribute(current), name) is { } value)
                {
                    return value;
                }
            }

            return null;
        }

        // All others are custom ones, of package "Custom" unless told.
        bool isBuiltIn = IsBuiltIn(compilation);
        return new Identity(
            (string)attribute.ConstructorArguments[0].Value!,
            new([.. attribute.ConstructorArguments[1].Values.Select(value => (string)value.Value!)]),
            isBuiltIn ? Inherited("Module") : Text(attribute, "Module"),
            Text(attribute, "Keras2Name"),
            isBuiltIn ? Inherited("Keras2Module") : Text(attribute, "Keras2Module"),
            isBuiltIn ? null : Text(attribute, "Package") ?? "Custom",
            Inherited("LegacyPackage"),
            attribute.NamedArguments.Any(argument => argument.Key == "Unexported" && argument.Value.Value is true));
    }

    /// <summary>The constructor with the most parameters that are all config or have defaults, and what each parameter gets.</summary>
    private static (IMethodSymbol?, List<Parameter>) ConstructorOf(
        INamedTypeSymbol type, List<IPropertySymbol> properties, bool isMade, Compilation compilation, List<Problem> problems)
    {
        if (!isMade)
        {
            return (null, []);
        }

        int MemberOf(IParameterSymbol parameter) =>
            properties.FindIndex(property => string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase));
        // Of two constructors as long, the one that takes what the properties hold.
        int Fitting(IMethodSymbol candidate) => candidate.Parameters.Count(parameter =>
            MemberOf(parameter) is >= 0 and var member && compilation.HasImplicitConversion(properties[member].Type, parameter.Type));
        var constructors = type.InstanceConstructors.OrderByDescending(candidate => candidate.Parameters.Length).ThenByDescending(Fitting).ToArray();
        var chosen = constructors.FirstOrDefault(candidate => candidate.Parameters.All(parameter => parameter.IsOptional || MemberOf(parameter) >= 0));
        if (chosen is null)
        {
            var missing = constructors[0].Parameters.First(parameter => !parameter.IsOptional && MemberOf(parameter) < 0);
            problems.Add(Problem.At(Diagnostics.UnknownParameter, missing.Locations.FirstOrDefault(), missing.Name));
            return (null, []);
        }

        var arguments = new List<Parameter>();
        foreach (var parameter in chosen.Parameters)
        {
            int member = MemberOf(parameter);
            var code = member < 0 ? new ValueCode("", "", "") : ValueCodes.Of(parameter.Type) ?? ValueCodes.Of(properties[member].Type);
            arguments.Add(new Parameter(parameter.Name, member, code ?? new ValueCode("", "", ""), MemberBuilder.DefaultOf(parameter)));
        }

        return (chosen, arguments);
    }

    private static void CheckKeys(INamedTypeSymbol type, AttributeData attribute, List<Member> members, List<Problem> problems)
    {
        var location = type.Locations.FirstOrDefault();
        var owners = new Dictionary<string, string>();
        foreach (var member in members)
        {
            foreach (string key in new[] { member.Key, member.Keras2Key ?? member.Key }.Concat(member.Aliases).Distinct())
            {
                if (owners.TryGetValue(key, out string? owner))
                {
                    problems.Add(Problem.At(Diagnostics.DuplicateKey, location, key, member.Property, owner));
                }

                owners[key] = member.Property;
            }
        }

        if (members.Count > MaxKeys)
        {
            problems.Add(Problem.At(Diagnostics.TooManyKeys, location, type.Name, members.Count.ToString()));
        }

        foreach (string key in Strings(attribute, "Keys").Where(key => !members.Any(member => member.Key == key)))
        {
            problems.Add(Problem.At(Diagnostics.UnknownKey, location, type.Name, key));
        }
    }
}
