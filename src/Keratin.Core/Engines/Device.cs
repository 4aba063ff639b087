using Keratin.Engines;

namespace Keratin;

/// <summary>
/// A device that an engine runs ops on (<c>tf.device</c>). Ops that are run or recorded on this thread while <see cref="Use"/>'s result is
/// not disposed are placed on it: <c>using (Device.Gpu(0).Use()) …</c>. Without a placement the engine chooses.
/// </summary>
/// <param name="Type">The kind: <c>CPU</c>, <c>GPU</c>.</param>
/// <param name="Index">Which one of its kind, from 0.</param>
public sealed record Device(string Type, int Index)
{
    [ThreadStatic] private static Device? current;

    /// <summary>The device that ops on this thread are placed on; null while the engine chooses.</summary>
    public static Device? Current => current;

    /// <summary>A processor; engines use all its cores.</summary>
    public static Device Cpu(int index = 0) => new("CPU", index);

    /// <summary>A graphics processor.</summary>
    public static Device Gpu(int index = 0) => new("GPU", index);

    /// <summary>Places the ops of this thread here until the result is disposed.</summary>
    /// <exception cref="InvalidOperationException">The current engine has no such device.</exception>
    public Placement Use()
    {
        var engine = Engine.Current;
        if (!engine.Devices.Contains(this))
            throw new InvalidOperationException($"The {engine.Name} engine has no device {this}; it has {string.Join(", ", engine.Devices)}. {Advice(engine)}");
        return new Placement(this);
    }

    /// <summary>As TensorFlow writes it: <c>GPU:0</c>.</summary>
    public override string ToString() => $"{Type}:{Index}";

    private string Advice(IEngine engine) => Type != "GPU" ? "Choose one of these."
        : engine.Name == "tensorflow" ? "A GPU needs an NVIDIA driver, and a TensorFlow library that was built for CUDA together with CUDA and cuDNN as it expects them."
        : "GPUs are used by the tensorflow engine: call Engine.UseTensorFlow() first.";

    /// <summary>Restores the placement before, when disposed.</summary>
    public readonly ref struct Placement
    {
        private readonly Device? previous;

        internal Placement(Device? device) => (previous, current) = (current, device);

        /// <summary>Ends this placement.</summary>
        public void Dispose() => current = previous;
    }
}
