using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Keratin.Conformance.Running;
using Keratin.Testing;
using NUnit.Framework;

namespace Keratin.Conformance.Distributed;

/// <summary>Processes on one machine that train a model together over TensorFlow's distributed runtime.</summary>
[NonParallelizable]
internal sealed class DistributedTests
{
    [Test]
    public void Two_processes_get_the_losses_of_one_with_the_joint_batch()
    {
        if (TensorFlowFolder.Path is null) Assert.Ignore(TensorFlowFolder.WhyAbsent);
        double[] alone = Train(1)[0];
        var together = Train(2);
        Assert.That(alone, Has.Length.EqualTo(7), "three epochs' losses and accuracies, and a weight");
        foreach (double[] worker in together) Assert.That(worker, Is.EqualTo(alone).Within(1e-5));
    }

    private static double[][] Train(int count)
    {
        string workers = string.Join(',', FreePorts(count).Select(static port => $"127.0.0.1:{port}"));
        var errors = new StringBuilder();
        Process[] processes = [.. Enumerable.Range(0, count).Select(index => Isolation.Start(["--workers", workers, "--worker-index", $"{index}"], errors))];
        try
        {
            var outputs = Array.ConvertAll(processes, static process => process.StandardOutput.ReadToEndAsync());
            foreach (var process in processes)
                if (!process.WaitForExit(TimeSpan.FromMinutes(4))) Assert.Fail($"The workers don't come to an end: {errors}");
            Assert.That(processes.Select(static process => process.ExitCode), Is.All.Zero, errors.ToString);
            return Array.ConvertAll(outputs, static output => Numbers(output.Result));
        }
        finally
        {
            foreach (var process in processes)
            {
                if (!process.HasExited) process.Kill();
                process.Dispose();
            }
        }
    }

    private static double[] Numbers(string lines) =>
        [.. lines.Split('\n').Where(static line => line.StartsWith("epoch\t", StringComparison.Ordinal) || line.StartsWith("weight\t", StringComparison.Ordinal))
            .SelectMany(static line => line.Split('\t').Skip(1)).Select(static number => double.Parse(number, CultureInfo.InvariantCulture))];

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (var listener in listeners) listener.Start();
        int[] ports = Array.ConvertAll(listeners, static listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        foreach (var listener in listeners) listener.Stop();
        return ports;
    }
}
