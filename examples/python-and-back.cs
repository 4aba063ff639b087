#:project ../src/Keratin/Keratin.csproj

// Files between C# and Python: what Keras 3 trained goes on here, and what is saved here opens there.
// Run it with: dotnet run examples/python-and-back.cs [FOLDER]

using System.Runtime.CompilerServices;
using Keratin;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Saving;
using Keratin.Serialization;

string data = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "tests", "data");
string folder = args.Length > 0 ? args[0] : Directory.CreateTempSubdirectory("keratin-example").FullName;

// From Python: model.save("digits.keras") in Keras 3. Optimizer and loss come along; training goes on.
var python = Model.Load(Path.Combine(data, "python", "digits.keras"));
Console.WriteLine(python.Summary());
Console.WriteLine($"It is of {python.Dialect}, and was trained with {python.Optimizer!.ClassName} for {python.Optimizer.Iterations.Value.Item<long>()} steps.");
python.Fit(Tensor.Zeros([32, 8, 8, 1]), Tensor.From(new int[32]), epochs: 1);

// To Python: the model's own dialect, or the one that the other side needs.
python.Save(Path.Combine(folder, "from_csharp.keras"));
var model = new Sequential([new Input(4), new Dense(8, "relu"), new Dense(1)]);
model.Compile(new Adam(0.01), new MeanSquaredError());
model.Fit(Tensor.Ones([8, 4]), Tensor.Ones([8, 1]), epochs: 2);
model.Save(Path.Combine(folder, "keras3.keras"));
model.Save(Path.Combine(folder, "keras2.h5"), new SaveOptions { Dialect = Dialect.Keras2 });
Console.WriteLine($"""
    Python opens them and goes on training:
      import keras;    keras.models.load_model("{folder}/from_csharp.keras")
      import keras;    keras.models.load_model("{folder}/keras3.keras")
      import tf_keras; tf_keras.models.load_model("{folder}/keras2.h5")
    """);
if (args.Length == 0) Directory.Delete(folder, recursive: true);

static string ThisFile([CallerFilePath] string path = "") => path;
