using Keratin.Fuzz.Mutations;
using Keratin.Fuzz.Targets;

namespace Keratin.Fuzz;

/// <summary>All readers that are fuzzed.</summary>
public static class FuzzTargets
{
    private const long ModelBytes = 256 << 20;

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("hdf5", Files("h5/model_k212.h5", "h5/model_k215.h5", "h5/model_k221.h5", "h5/model_k315.h5", "h5/weights_k212.h5", "h5/weights_k315.h5", "h5/legacy_k212.h5", "h5/zoo_old.h5", "h5/zoo_new.h5"), ByteMutation.Mutate, Hdf5Target.Read),
        new("keras", Files("keras/vocabulary_k215.keras", "keras/mixed_k221.keras", "keras/vocabulary_k315.keras"), ByteMutation.Mutate, ArchiveTargets.ReadKeras),
        new("npz", Files("npy/types.npz"), ByteMutation.Mutate, ArchiveTargets.ReadNpz),
        new("npy", Files("npy/version1.npy", "npy/version2.npy", "npy/version3.npy"), ByteMutation.Mutate, ArchiveTargets.ReadNpy),
        new("pickle", Files("keras/npz/protocol3.npy", "keras/npz/protocol4.npy"), ByteMutation.Mutate, ArchiveTargets.ReadPickle),
        new("bundle", BundleTarget.Seeds, BundleMutation.Mutate, BundleTarget.Read),
        new("model", Files("keras/mixed_k221.keras", "corpus/resume_sgd.keras.k315/model.keras", "python/digits.keras", "keras/npz/k315.keras", "h5/model_k212.h5", "corpus/resume_sgd.h5.k212/model.h5", "corpus/mixed.h5.k315/model.h5", "corpus/resume_sgd.h5.k315/model.h5"), ModelMutation.Mutate, ModelTargets.ReadModel) { MaxBytes = ModelBytes },
        new("config", Files("corpus/mixed.json.k212/model.json", "corpus/mixed.json.k221/model.json", "corpus/mixed.json.k315/model.json"), JsonMutation.Mutate, ModelTargets.ReadConfig) { MaxBytes = ModelBytes },
        new("layer", ModelTargets.Layers, JsonMutation.Mutate, ModelTargets.ReadConfig) { MaxBytes = ModelBytes },
        new("weights", Files("corpus/mixed.weights-h5.k212/model.weights.h5", "corpus/mixed.weights-h5.k221/model.weights.h5", "corpus/mixed.weights-h5.k315/model.weights.h5", "corpus/mixed.weights-h5-legacy.k212/weights.h5", "corpus/mixed.weights-h5-legacy.k221/weights.h5"), ByteMutation.Mutate, ModelTargets.ReadWeights),
    ];

    private static Seed[] Files(params string[] names) => Array.ConvertAll(names, Seed.File);
}
