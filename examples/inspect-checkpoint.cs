#:project ../src/Keratin/Keratin.csproj

// What is in a checkpoint: names, shapes and values without the model, and the tree of objects that they belong to.
// Run it with: dotnet run examples/inspect-checkpoint.cs [PREFIX OR FOLDER]

using Keratin;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Saving.Checkpoints;
using Keratin.Serialization;

string? folder = args.Length > 0 ? null : Directory.CreateTempSubdirectory("keratin-example").FullName;
using var reader = CheckpointReader.Open(args.Length > 0 ? args[0] : Trained(folder!));

foreach (var (name, spec) in reader.Variables) Console.WriteLine($"{spec.DType.Name(),-8} {spec.Shape,-12} {name}");
Console.WriteLine();
Console.WriteLine(reader.Objects?.ToString() ?? "This checkpoint knows names only: TensorFlow 1 wrote it.");

if (folder is not null)
{
    const string Kernel = "model/layer_with_weights-0/kernel/.ATTRIBUTES/VARIABLE_VALUE";
    Check(reader.HasTensor(Kernel), "a layer's kernel has the name that Keras 2 gives it");
    Check(reader.GetTensor(Kernel).Shape == Shape.Of(4, 8), "its value is read alone");
    Check(reader.GetSlice(Kernel, [1, 0], [2, 8]).Shape == Shape.Of(2, 8), "or some rows of it");
    Check(reader.Objects!["optimizer"]["_iterations"].Tensors is [var steps] && reader.GetTensor(steps).Item<long>() == 2, "the optimizer has done two steps");
    Directory.Delete(folder, recursive: true);
}

static string Trained(string folder)
{
    using var dialect = Dialects.Use(Dialect.Keras2);
    var model = new Sequential([new Input(4), new Dense(8, "relu"), new BatchNormalization(), new Dense(1)]);
    model.Compile(new Adam(), new MeanSquaredError());
    model.Fit(Tensor.Zeros([8, 4]), Tensor.Zeros([8, 1]), batchSize: 4);
    return new Checkpoint { Model = model, Optimizer = model.Optimizer }.Save(Path.Combine(folder, "ckpt"));
}

static void Check(bool holds, string what) => Console.WriteLine(holds ? $"ok: {what}" : throw new InvalidOperationException($"not so: {what}"));
