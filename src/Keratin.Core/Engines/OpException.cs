using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines;

/// <summary>An op could not be run, recorded or differentiated: says which op, on what inputs, and why.</summary>
public sealed class OpException : Exception
{
    /// <summary>An error of an op.</summary>
    public OpException(string op, string message, Exception? inner = null) : base($"{op}: {message}", inner) => Op = op;

    /// <summary>An error of an operation, whose inputs (and, in a graph, name) are told.</summary>
    public OpException(Operation operation, string message, Exception? inner = null)
        : base($"{operation}{(operation is Node node ? $" [node '{node.Name}' of '{node.Graph.Name}']" : "")}: {message}", inner) => Op = operation.Op.Name;

    /// <summary>The op's name.</summary>
    public string Op { get; }

    /// <summary>The name of the node that failed while a function ran, where the engine tells it.</summary>
    public string? Node { get; init; }
}
