// dotnet cake --target=Test
var target = Argument("target", "Test");
var configuration = Argument("configuration", "Release");

Task("Build").Does(() => DotNetBuild("Keratin.slnx", new DotNetBuildSettings { Configuration = configuration }));

Task("Test").IsDependentOn("Build").Does(() =>
    DotNetTest("Keratin.slnx", new DotNetTestSettings { Configuration = configuration, NoBuild = true }));

Task("Pack").IsDependentOn("Build").Does(() =>
    DotNetPack("Keratin.slnx", new DotNetPackSettings { Configuration = configuration, NoBuild = true, OutputDirectory = "artifacts" }));

Task("Bench").Does(() => DotNetRun("tests/Keratin.Benchmarks", new DotNetRunSettings { Configuration = "Release" }));

// Packs a folder with TensorFlow's library: dotnet cake --target=Native --folder=DIR --rid=linux-x64 --package=NAME --native-version=2.21.0
Task("Native").Does(() => StartProcess("native/pack.sh", new ProcessSettings
{
    Arguments = $"{Argument<string>("folder")} {Argument<string>("rid")} {Argument<string>("package")} {Argument<string>("native-version")} artifacts",
}));

RunTarget(target);
