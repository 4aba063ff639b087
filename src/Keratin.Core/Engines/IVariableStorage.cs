namespace Keratin.Engines;

/// <summary>A variable's value in an engine's own memory: on a GPU, or inside of a native runtime.</summary>
public interface IVariableStorage
{
    /// <summary>Whether a value was assigned.</summary>
    bool IsInitialized { get; }

    /// <summary>The value as it is now; later writes don't change the tensor returned.</summary>
    EagerTensor Read();

    /// <summary>Replaces the value; dtype and shape were checked.</summary>
    void Assign(EagerTensor value);
}
