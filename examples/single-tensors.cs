#:project ../src/Keratin/Keratin.csproj

// Single tensors out of any file with weights, without its model and without reading the rest.
// Run it with: dotnet run examples/single-tensors.cs [FILE]

using Keratin;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Saving;

string folder = Directory.CreateTempSubdirectory().FullName, path = args is [var given] ? given : Path.Combine(folder, "model.keras");
if (args is [])
{
    new Sequential([new Input(1), new Embedding(1000, 8), new Flatten(), new Dense(2)]).Save(path);
}

using (var file = TensorFile.Open(path))
{
    foreach (var (name, spec) in file.Tensors) Console.WriteLine($"{name}  {spec.DType.Name()} {spec.Shape}");
    if (file.Tensors.ContainsKey("layers/embedding/vars/0"))
    {
        // Two rows of a large table: nothing else is read.
        var rows = file.GetSlice("layers/embedding/vars/0", start: [500, 0], shape: [2, 8]);
        Console.WriteLine(rows);
    }
}
Directory.Delete(folder, recursive: true);
