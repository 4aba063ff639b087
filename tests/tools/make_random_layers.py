"""Makes tests/data/random/layers.json.gz: what Keras 3's random layers give while training, with a seed.

Run it with a Python that has Keras 3 on TensorFlow: python make_random_layers.py OUTPUT
Each case holds the layer's config and the outputs of two calls on one input, of which there are two: images and features.
"""
import base64, gzip, json, os, sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
import numpy as np
import keras

L = keras.layers
SEED = 1234
generator = np.random.default_rng(1)
images = (generator.random((3, 7, 6, 3)) * 255).astype("float32")
features = generator.standard_normal((3, 5, 4)).astype("float32")


def pack(array):
    array = np.asarray(array, "float32")
    return {"shape": list(array.shape), "float32": base64.b64encode(array.tobytes()).decode()}


def cases():
    for rate in (0.3, 0.5):
        yield features, L.Dropout(rate, seed=SEED)
    yield features, L.Dropout(0.4, noise_shape=(None, 1, 4), seed=SEED)
    yield features, L.GaussianNoise(0.5, seed=SEED)
    yield features, L.GaussianDropout(0.3, seed=SEED)
    yield features, L.AlphaDropout(0.3, seed=SEED)
    yield features, L.SpatialDropout1D(0.5, seed=SEED)
    yield images, L.SpatialDropout2D(0.5, seed=SEED)
    for mode in ("horizontal", "vertical", "horizontal_and_vertical"):
        yield images, L.RandomFlip(mode, seed=SEED)
    yield images, L.RandomRotation(0.2, seed=SEED)
    yield images, L.RandomRotation((-0.1, 0.3), fill_mode="constant", fill_value=9.0, interpolation="nearest", seed=SEED)
    yield images, L.RandomZoom(0.3, seed=SEED)
    yield images, L.RandomZoom((-0.2, 0.4), (-0.3, 0.1), fill_mode="wrap", seed=SEED)
    yield images, L.RandomTranslation(0.3, 0.2, seed=SEED)
    yield images, L.RandomTranslation((-0.4, 0.1), (0.0, 0.5), fill_mode="nearest", interpolation="nearest", seed=SEED)
    yield images, L.RandomShear((0.0, 0.3), (0.0, 0.2), seed=SEED)
    yield images, L.RandomShear((0.1, 0.5), (0.0, 0.3), fill_mode="constant", seed=SEED)
    yield images, L.RandomContrast(0.4, seed=SEED)
    yield images / 255, L.RandomContrast((0.2, 0.6), value_range=(0, 1), seed=SEED)
    yield images, L.RandomBrightness(0.3, seed=SEED)
    yield images / 255, L.RandomBrightness((-0.5, 0.1), value_range=(0, 1), seed=SEED)
    yield images, L.RandomCrop(4, 3, seed=SEED)
    yield images, L.RandomCrop(9, 4, seed=SEED)
    yield images, L.RandomGrayscale(0.5, seed=SEED)
    yield images, L.RandomInvert(0.6, seed=SEED)
    yield images / 255, L.RandomInvert((0.3, 0.9), value_range=(0, 1), seed=SEED)
    yield images, L.Solarization(0.2, 0.6, seed=SEED)
    yield images / 255, L.Solarization((0.1, 0.3), (0.2, 0.7), value_range=(0, 1), seed=SEED)
    yield images, L.RandomHue(0.4, seed=SEED)
    yield images / 255, L.RandomHue((0.2, 0.9), value_range=(0, 1), seed=SEED)
    yield images / 255, L.RandomSaturation(0.7, value_range=(0, 1), seed=SEED)
    yield images / 255, L.RandomSaturation((0.3, 0.6), value_range=(0, 1), seed=SEED)
    yield images, L.RandomSharpness(0.8, seed=SEED)
    yield images, L.RandomSharpness((0.2, 0.6), seed=SEED)
    yield images, L.RandomPosterization((2, 7), seed=SEED)
    yield images / 255, L.RandomPosterization((1, 5), value_range=(0, 1), seed=SEED)
    yield images, L.RandomColorDegeneration(0.7, seed=SEED)
    yield images / 255, L.RandomColorJitter(value_range=(0, 1), brightness_factor=0.2, contrast_factor=0.3, saturation_factor=0.4, hue_factor=0.2, seed=SEED)
    yield images / 255, L.RandomColorJitter(value_range=(0, 1), contrast_factor=(0.1, 0.3), hue_factor=0.2, seed=SEED)
    yield images, L.RandomErasing(0.8, seed=SEED)
    yield images, L.RandomErasing((0.5, 1.0), scale=(0.2, 0.6), fill_value=(1.0, 2.0, 3.0), seed=SEED)
    yield images, L.RandomErasing(1.0, fill_value=7.0, seed=SEED)
    yield images, L.RandomPerspective(1.0, 0.4, seed=SEED)
    yield images, L.RandomPerspective(0.7, 0.8, interpolation="nearest", fill_value=5.0, seed=SEED)
    yield images, L.RandomGaussianBlur(0.8, kernel_size=(3, 3), sigma=0.9, seed=SEED)
    yield images, L.RandomGaussianBlur(1.0, kernel_size=(5, 5), sigma=(0.4, 0.8), seed=SEED)
    yield images, L.RandomElasticTransform(1.0, 1.0, seed=SEED)
    yield images, L.RandomElasticTransform(0.8, (0.5, 1.0), interpolation="nearest", fill_mode="constant", fill_value=3.0, seed=SEED)
    yield images, L.MixUp(0.4, seed=SEED)
    yield images, L.CutMix((0.3, 0.9), seed=SEED)
    yield images, L.RandAugment(seed=SEED)
    yield images, L.RandAugment(num_ops=3, factor=0.7, seed=SEED)
    yield images / 255, L.RandAugment(value_range=(0, 1), num_ops=4, seed=SEED)
    yield images, L.AugMix(seed=SEED)
    yield images, L.AugMix(num_chains=2, chain_depth=4, factor=(0.1, 0.6), alpha=0.7, all_ops=False, seed=SEED)


def answer(given, layer):
    # AugMix draws its chains from Python's own random numbers.
    keras.utils.set_random_seed(SEED)
    name = "features" if given is features else "images" if given is images else "bright"
    return {"input": name, "layer": keras.saving.serialize_keras_object(layer), "outputs": [pack(layer(given, training=True)) for _ in range(2)]}


found = []
for given, layer in cases():
    try:
        found.append(answer(given, layer))
    except Exception as error:
        print(type(layer).__name__, "fails in Keras itself:", str(error)[:300])
with gzip.GzipFile(sys.argv[1], "wb", mtime=0) as file:
    file.write(json.dumps({"images": pack(images), "bright": pack(images / 255), "features": pack(features), "cases": found}).encode())
