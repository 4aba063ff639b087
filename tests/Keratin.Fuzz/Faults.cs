using Keratin.Formats;

namespace Keratin.Fuzz;

/// <summary>Lets a target try all parts of a file: one that is refused must not hide the others.</summary>
internal struct Faults
{
    private ModelFormatException? first;

    public void Try(Action read)
    {
        try
        {
            read();
        }
        catch (ModelFormatException fault)
        {
            first ??= fault;
        }
    }

    /// <summary>Throws the first refusal, if there was one.</summary>
    public readonly void Throw()
    {
        if (first is not null) throw first;
    }
}
