"""Makes tests/data/keras/term_weights_k315.keras: adapted layers of Keras 3 whose terms have weights (tf_idf), and a Normalization and a Discretization.

Run it with a Python that has Keras 3 on TensorFlow: python make_term_weights.py OUTPUT; it prints what the model gives.
"""
import os, sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
import numpy as np
import tensorflow as tf
import keras

L = keras.layers
texts = np.array(["a b c", "b c d d", "c c e", "a"])
numbers = np.array([[1, 2, 3], [2, 2, 5], [7, 1, 1]])
values = np.arange(12, dtype="float32").reshape(4, 3)
text, word = L.TextVectorization(output_mode="tf_idf"), L.StringLookup(output_mode="tf_idf")
number, normal, bins = L.IntegerLookup(output_mode="tf_idf"), L.Normalization(), L.Discretization(num_bins=4)
for layer, data in ((text, texts), (word, texts), (number, numbers), (normal, values), (bins, values)):
    layer.adapt(data)
a, b = keras.Input((1,), dtype="string", name="a"), keras.Input((3,), dtype="int64", name="b")
c = keras.Input((3,), name="c")
model = keras.Model([a, b, c], [text(a), word(a), number(b), normal(c), bins(c)])
model.save(sys.argv[1])
given = [tf.constant([["a b c"], ["c c e"]]), tf.constant([[1, 2, 3], [7, 1, 1]]), tf.constant(values[:2])]
for output in keras.models.load_model(sys.argv[1])(given):
    print(repr(np.asarray(output)))
