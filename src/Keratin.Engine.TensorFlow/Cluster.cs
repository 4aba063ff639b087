using System.Text.Json;
using Keratin.Engines.TensorFlow.Interop;

namespace Keratin.Engines.TensorFlow;

/// <summary>
/// The processes that train one model together over TensorFlow's own distributed runtime, each with its share of every batch
/// (<c>tf.distribute.MultiWorkerMirroredStrategy</c>). Each process makes its engine with the same workers and its own number.
/// </summary>
/// <param name="Workers">Where each process listens, such as <c>10.0.0.1:2222</c>; the first leads.</param>
/// <param name="Index">Which of them this process is, from 0.</param>
public sealed record Cluster(IReadOnlyList<string> Workers, int Index)
{
    private const string Job = "worker";

    /// <summary>The device that groups of collective ops are agreed on with.</summary>
    internal static string Leader => $"/job:{Job}/replica:0/task:0";

    /// <summary>The devices that this process sees: its own.</summary>
    internal string OwnDevices => $"/job:{Job}/task:{Index}";

    /// <summary>The cluster that the environment variable <c>TF_CONFIG</c> describes, as TensorFlow reads it; null if it is not set.</summary>
    /// <exception cref="FormatException">The variable's text is not what TensorFlow expects.</exception>
    public static Cluster? FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable("TF_CONFIG") is not { Length: > 0 } text) return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            var workers = document.RootElement.GetProperty("cluster").GetProperty(Job).EnumerateArray().Select(static worker => worker.GetString()!);
            var task = document.RootElement.GetProperty("task");
            if (task.GetProperty("type").GetString() != Job) throw new FormatException($"TF_CONFIG makes this process a '{task.GetProperty("type").GetString()}'; only workers take part.");
            return new Cluster([.. workers], task.GetProperty("index").GetInt32());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("TF_CONFIG must be like {\"cluster\": {\"worker\": [\"host:port\", …]}, \"task\": {\"type\": \"worker\", \"index\": 0}}.", e);
        }
    }

    /// <summary>The cluster and this process's place in it as a serialised <c>ServerDef</c>.</summary>
    internal ProtoWriter ToProto(ProtoWriter config)
    {
        if (Index < 0 || Index >= Workers.Count) throw new ArgumentOutOfRangeException(nameof(Index), Index, $"The cluster has {Workers.Count} workers.");
        var job = new ProtoWriter().Text(1, Job);
        for (int i = 0; i < Workers.Count; i++) job.Message(2, new ProtoWriter().Int(1, i).Text(2, Workers[i]));
        return new ProtoWriter().Message(1, new ProtoWriter().Message(1, job)).Text(2, Job).Int(3, Index).Message(4, config).Text(5, "grpc");
    }
}
