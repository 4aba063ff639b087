using Microsoft.CodeAnalysis;

namespace Keratin.Generators;

/// <summary>The mistakes that the generator reports.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "KRT001", "A Keras object must be partial", "Declare '{0}' partial: its config is read and written by generated code");

    public static readonly DiagnosticDescriptor NotDerived = Error(
        "KRT002", "A Keras object must derive from KerasObject", "Derive '{0}' from KerasObject (Layer, Loss, Initializer …)");

    public static readonly DiagnosticDescriptor NoWayToSet = Error(
        "KRT003", "A config property can't be set", "Give the property '{0}' a constructor parameter of the same name in '{1}', or a setter (init or private will do)");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "KRT004", "A config property has an unsupported type", "'{0}' is of type '{1}', which a config can't hold; use numbers, strings, enums, lists, tuples, dictionaries, Keras objects, or implement IConfigValue<T>");

    public static readonly DiagnosticDescriptor UnknownParameter = Error(
        "KRT005", "A constructor parameter has no config", "Give '{0}' a [Config] property of the same name, or a default value");

    public static readonly DiagnosticDescriptor DuplicateKey = Error(
        "KRT006", "Two config properties have one key", "The key '{0}' of '{1}' is taken by '{2}'");

    public static readonly DiagnosticDescriptor TooManyKeys = Error(
        "KRT007", "A config has too many keys", "'{0}' has {1} config properties; 64 are possible");

    public static readonly DiagnosticDescriptor UnknownKey = Error(
        "KRT008", "A listed key doesn't exist", "'{0}' lists the key '{1}', but no [Config] property has it");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "Keratin", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
