using Keratin.Engines.TensorFlow;

namespace Keratin;

/// <summary>Chooses TensorFlow's runtime as the engine of the process.</summary>
public static class TensorFlowEngineChoice
{
    extension(Engine)
    {
        /// <summary>From now on ops and functions run on TensorFlow. Variables move into it when they are next used.</summary>
        /// <exception cref="TensorFlowNotFoundException">TensorFlow's library is nowhere, or can't be loaded: the message says where it was looked for.</exception>
        public static TensorFlowEngine UseTensorFlow(TensorFlowOptions? options = null)
        {
            var engine = new TensorFlowEngine(options ?? new TensorFlowOptions());
            Engine.Current = engine;
            return engine;
        }
    }
}
