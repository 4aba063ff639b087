"""Writes the files in tests/data/keras/npz: models whose weights are in NumPy's format, with what Keras predicts. Needs Keras 2 and 3."""
import io
import json
import os
import pickle
import sys
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tf_keras
from keras.src.saving import saving_lib as lib3
from tf_keras.src.saving import saving_lib as lib2

folder = sys.argv[1]
x = np.linspace(-1, 1, 32).reshape(8, 4).astype("float32")
y = np.linspace(0, 1, 16).reshape(8, 2).astype("float32")


def build(k, dtype):
    k.utils.set_random_seed(3)
    layers = k.layers
    model = k.Sequential([k.Input((4,)), layers.Dense(3, activation="relu", dtype=dtype), layers.BatchNormalization(), layers.Dropout(0.5), layers.Dense(2)])
    model.compile(k.optimizers.Adam(0.1), "mse")
    model.fit(x, y, epochs=2, verbose=0)
    return model


def save(name, k, lib, dtype="float32"):
    model = build(k, dtype)
    lib.save_model(model, f"{folder}/{name}.keras", weights_format="npz")
    answers[name] = {
        "predictions": model.predict(x, verbose=0).astype("float32").ravel().tolist(),
        "optimizer": [float(np.sum(np.abs(np.asarray(v).astype("float32")))) for v in (model.optimizer.variables() if callable(model.optimizer.variables) else model.optimizer.variables)],
    }


answers = {"inputs": x.ravel().tolist()}
save("k221", tf_keras, lib2)
save("k315", keras, lib3)
save("k315_bfloat16", keras, lib3, "bfloat16")


class Malicious:
    def __reduce__(self):
        return os.system, ("touch harm",)


# The same file, the bias of a layer replaced by a call.
with zipfile.ZipFile(f"{folder}/k315.keras") as source, zipfile.ZipFile(f"{folder}/os_system.keras", "w") as target:
    for name in source.namelist():
        data = source.read(name)
        if name.endswith(".npz"):
            arrays = dict(np.load(io.BytesIO(data), allow_pickle=True))
            arrays["layers/dense"] = np.array({"0": np.zeros((4, 3), "float32"), "1": Malicious()}, dtype=object)
            buffer = io.BytesIO()
            np.savez(buffer, **arrays)
            data = buffer.getvalue()
        target.writestr(name, data)
# All element types, orders and scalars, in the protocols of NumPy 1 and 2.
values = {
    "float": np.arange(6, dtype="<f4").reshape(2, 3), "fortran": np.asfortranarray(np.arange(6, dtype="<f8").reshape(2, 3)), "big": np.array([1, -2], ">i4"), "bool": np.array([True, False]),
    "half": np.array([0.5], "f2"), "empty": np.zeros((0, 3), "f4"), "scalar": np.int64(-7), "number": 2.5, "whole": 1 << 40, "truth": True,
}
for protocol in (2, 3, 4, 5):
    header = b"\x93NUMPY\x01\x00v\x00" + b"{'descr': '|O', 'fortran_order': False, 'shape': (), }".ljust(117) + b"\n"
    with open(f"{folder}/protocol{protocol}.npy", "wb") as file:
        file.write(header + pickle.dumps(np.array(values, dtype=object), protocol=protocol))
with open(f"{folder}/answers.json", "w") as file:
    json.dump(answers, file)
