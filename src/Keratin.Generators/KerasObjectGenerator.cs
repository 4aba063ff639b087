using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Keratin.Generators;

/// <summary>
/// Generates, for each partial class marked with [KerasObject], the reading and writing of its config; and either the assembly's
/// table of classes (where a class is marked with [KerasTable]) or a module initializer that registers them.
/// </summary>
[Generator]
public sealed class KerasObjectGenerator : IIncrementalGenerator
{
    internal const string Namespace = "Keratin.Serialization";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var classes = context.SyntaxProvider.ForAttributeWithMetadataName(
            Namespace + ".KerasObjectAttribute",
            static (node, _) => node is ClassDeclarationSyntax,
            static (match, cancellation) => ModelBuilder.Build((INamedTypeSymbol)match.TargetSymbol, match.SemanticModel.Compilation, cancellation));

        context.RegisterSourceOutput(classes, static (output, model) =>
        {
            foreach (var problem in model.Problems)
            {
                output.ReportDiagnostic(problem.ToDiagnostic());
            }

            if (model.Problems.Count == 0)
            {
                output.AddSource(model.FullName.Replace("global::", "").Replace('<', '_').Replace('>', '_') + ".g.cs", ClassEmitter.Emit(model));
            }
        });

        var tables = context.SyntaxProvider.ForAttributeWithMetadataName(
            Namespace + ".KerasTableAttribute",
            static (node, _) => node is ClassDeclarationSyntax,
            static (match, _) => (match.TargetSymbol.ContainingNamespace.ToDisplayString(), match.TargetSymbol.Name));

        var known = classes
            .Where(static model => model.Problems.Count == 0 && model.Identity is not null && !model.IsAbstract)
            .Select(static (model, _) => new TableEntry(model.FullName, model.Identity!))
            .Collect();

        context.RegisterSourceOutput(known.Combine(tables.Collect()), static (output, pair) => EmitTable(output, pair.Left, pair.Right));
    }

    private static void EmitTable(SourceProductionContext output, ImmutableArray<TableEntry> classes, ImmutableArray<(string Namespace, string Name)> tables)
    {
        if (tables.Length > 0)
        {
            output.AddSource("KerasTable.g.cs", TableEmitter.EmitTable(tables[0].Namespace, tables[0].Name, classes));
        }
        else if (classes.Length > 0)
        {
            output.AddSource("KerasRegistration.g.cs", TableEmitter.EmitRegistration(classes));
        }
    }
}

/// <summary>A class as the table needs it.</summary>
internal sealed record TableEntry(string FullName, Identity Identity);
