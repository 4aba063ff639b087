"""Makes tests/data/h5/cudnn/cudnn_lstm.h5 and cudnn_gru.h5: whole models as they were saved with CuDNNLSTM and CuDNNGRU, whose weights lie otherwise.

Run it with a Python that has Keras 2 (tf_keras): python make_cudnn.py FOLDER
Those layers run on a GPU only; what the model gives is computed by the LSTM or GRU that Keras converts the weights for.
"""
import json, os, sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import h5py
import numpy as np
import tf_keras as K
from tf_keras.src.layers.rnn.cudnn_gru import CuDNNGRU
from tf_keras.src.layers.rnn.cudnn_lstm import CuDNNLSTM
from tf_keras.src.saving.legacy import hdf5_format

random = np.random.default_rng(3)
x = random.standard_normal((2, 5, 3)).astype("float32")
for name, old, new, settings in (("lstm", CuDNNLSTM, K.layers.LSTM, {"return_sequences": True}), ("gru", CuDNNGRU, K.layers.GRU, {"go_backwards": True})):
    layer = old(4, name="rnn", **settings)
    layer.build((None, 5, 3))
    weights = [random.standard_normal(w.shape).astype("float32") * 0.5 for w in layer.get_weights()]
    model = K.Sequential([K.layers.Input((5, 3)), new(4, name="rnn", **settings)])
    path = os.path.join(sys.argv[1], f"cudnn_{name}.h5")
    model.save(path)
    model.layers[-1].set_weights(hdf5_format.preprocess_weights_for_loading(model.layers[-1], weights))
    with h5py.File(path, "r+") as file:
        config = json.loads(file.attrs["model_config"])
        config["config"]["layers"][1].update(class_name=old.__name__, config=layer.get_config())
        for key in ("module", "registered_name", "build_config"):
            config["config"]["layers"][1].pop(key, None)
        file.attrs["model_config"] = json.dumps(config)
        group = file["model_weights/rnn"]
        for key in list(group):
            del group[key]
        names = [f"rnn/{w}:0" for w in ("kernel", "recurrent_kernel", "bias")]
        for key, value in zip(names, weights):
            group[key] = value
        group.attrs["weight_names"] = [key.encode() for key in names]
        file["expected/x"], file["expected/y"] = x, model.predict(x, verbose=0)
