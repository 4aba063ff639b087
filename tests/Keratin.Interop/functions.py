"""Opens models with functions among their layers, and makes such models.

request: {"folder", "read": [{"keras", "file"}], "x", "y", "write": bool}
answer:  {"read": [{"outputs"} | {"error"}], "write": [{"keras", "name", "file", "outputs"}]}
"""
import json, os, re, sys, traceback

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import keras
import tensorflow as tf
import tf_keras
from keras import ops

request = json.load(open(sys.argv[1]))
x = np.array(request["x"], "float32").reshape(2, 3, 4)
y = np.array(request["y"], "float32").reshape(2, 3, 4)

KERAS_3 = """
x+2; 2-x; x*y; x/3; x//2; x%2; abs(x)**1.5; -x; x+np.arange(4,dtype='float32'); tf.constant([1.,2,3,4])-x
x[:,1]; x[:,1:3]; x[...,-1]; x[:,None]; x[:,::2]; x[:,::-1]; ops.cast(x>1,'float32'); ops.where(x>y,x,y); ops.where(x>0,x,0.); ops.where(x>0,1.,x)
ops.relu(x); ops.relu6(x); ops.sigmoid(x); ops.softmax(x); ops.softmax(x,axis=1); ops.log_softmax(x); ops.elu(x); ops.gelu(x); ops.gelu(x,approximate=False)
ops.silu(x); ops.leaky_relu(x); ops.hard_sigmoid(x); ops.log_sigmoid(x); ops.exp(x); ops.rsqrt(ops.abs(x)); ops.log2(ops.abs(x)); ops.round(x); ops.round(x,1); ops.trunc(x); ops.erf(x)
ops.mean(x); ops.mean(x,axis=1); ops.mean(x,axis=(1,2),keepdims=True); ops.max(x,axis=1); ops.prod(x,axis=1); ops.var(x,axis=1); ops.std(x,axis=1); ops.logsumexp(x,axis=1)
ops.any(x>1,axis=1); ops.argmax(x,axis=1); ops.cumsum(x,axis=1); ops.top_k(x,2)[0]; ops.reshape(x,(-1,12)); ops.transpose(x,(0,2,1)); ops.expand_dims(x,1)
ops.squeeze(ops.expand_dims(x,1),1); ops.flip(x,axis=1); ops.roll(x,1,axis=1); ops.tile(x,(1,2,1)); ops.repeat(x,2,axis=1); ops.pad(x,((0,0),(1,1),(0,0))); ops.pad(x,((0,0),(1,1),(0,0)),mode='reflect')
ops.pad(x,((0,0),(1,1),(0,0)),constant_values=7.); ops.split(x,2,axis=2)[1]; ops.clip(x,0,1); ops.take(x,[0,-1],axis=1); ops.one_hot(ops.argmax(x,axis=1),5); ops.unstack(x,axis=1)[1]
ops.concatenate([x,y],axis=-1); ops.stack([x,y],axis=1); ops.matmul(x,ops.transpose(y,(0,2,1))); ops.einsum('bij,bkj->bik',x,y); ops.maximum(x,0.); ops.arctan2(x,y); ops.logaddexp(x,y)
ops.cast(ops.logical_xor(x>0,y>0),'int32'); ops.divide_no_nan(x,y); ops.matmul(x,np.ones((4,2),'float32')); ops.concatenate([x,np.ones((2,3,4),'float32')],axis=1); ops.zeros_like(x)
"""

KERAS_2 = """
x+2; 2.-x; x*y; x/3; x//2; x%2; abs(x)**1.5; -x; x+np.arange(4,dtype='float32'); tf.constant([1.,2,3,4])-x; x[:,1]; x[:,1:3]; x[:,:,-1]; x[:,tf.newaxis,0]; x[:,::2]; x[:,::-1]; x[1:]
tf.cast(x>1,tf.float32); tf.where(x>y,x,y); tf.where(x>0,x,0.); tf.nn.relu(x); tf.nn.relu6(x); tf.sigmoid(x); tf.nn.softmax(x); tf.nn.softmax(x,axis=1); tf.nn.elu(x); tf.nn.gelu(x); tf.nn.gelu(x,approximate=True)
tf.nn.silu(x); tf.nn.leaky_relu(x); tf.math.log_sigmoid(x); tf.exp(x); tf.math.rsqrt(tf.abs(x)); tf.round(x); tf.math.erf(x); tf.reduce_mean(x); tf.reduce_mean(x,axis=1); tf.reduce_mean(x,axis=[1,2],keepdims=True)
tf.reduce_max(x,axis=1); tf.math.reduce_variance(x,axis=1); tf.math.reduce_std(x,axis=1); tf.reduce_logsumexp(x,axis=1); tf.reduce_any(x>1,axis=1); tf.argmax(x,axis=1,output_type=tf.int32); tf.argmax(x,axis=1); tf.cumsum(x,axis=1)
tf.reshape(x,[-1,12]); tf.transpose(x,(0,2,1)); tf.expand_dims(x,1); tf.squeeze(tf.expand_dims(x,1),axis=1); tf.reverse(x,axis=[1]); tf.roll(x,1,axis=1); tf.tile(x,(1,2,1)); tf.repeat(x,2,axis=1); tf.pad(x,((0,0),(1,1),(0,0)))
tf.pad(x,[[0,0],[1,1],[0,0]],mode='REFLECT'); tf.broadcast_to(x[:,:1],(2,3,4)); tf.split(x,2,axis=2)[1]; tf.clip_by_value(x,0,1); tf.gather(x,[0,1],axis=1); tf.slice(x,(0,0,0),(1,2,2)); tf.one_hot(tf.argmax(x,axis=1,output_type=tf.int32),5)
tf.concat([x,y],-1); tf.stack([x,y],axis=1); tf.matmul(x,tf.transpose(y,(0,2,1))); tf.matmul(x,y,transpose_b=True); tf.matmul(x,np.ones((4,2),'float32')); tf.math.squared_difference(x,y); tf.math.l2_normalize(x,axis=1); tf.atan2(x,y); tf.math.top_k(x,2)[0]
tf.cast(tf.logical_and(x>0,y>0),'int32'); tf.unstack(x,axis=1)[1]; tf.identity(x); tf.zeros_like(x); tf.maximum(x,0.); tf.minimum(0.,x); tf.add_n([x,y])
"""


def library(number):
    return tf_keras if number == 2 else keras


def predict(model):
    given = {"x": x, "y": y}
    result = model([tf.constant(given[i.name.split(":")[0]]) for i in model.inputs])
    return np.asarray(result[0] if isinstance(result, (list, tuple)) else result, "float64").ravel().tolist()


def read(entry):
    try:
        return {"outputs": predict(library(entry["keras"]).models.load_model(os.path.join(request["folder"], entry["file"])))}
    except Exception:
        return {"error": traceback.format_exc()[-1500:]}


def write(number, expressions):
    K = library(number)
    for i, text in enumerate(e.strip() for e in expressions.replace("\n", ";").split(";")):
        if not text:
            continue
        a, b = K.Input((3, 4), name="x"), K.Input((3, 4), name="y")
        result = eval(text, {"x": a, "y": b, "ops": ops, "tf": tf, "np": np})
        inside = K.Model([a, b] if re.search(r"\by\b", text) else [a], result)
        file = f"python{i}.k{number}.keras"
        inside.save(os.path.join(request["folder"], file))
        yield {"keras": number, "name": text, "file": file, "outputs": predict(inside)}


json.dump({
    "read": [read(entry) for entry in request["read"]],
    "write": [*write(3, KERAS_3), *write(2, KERAS_2)] if request["write"] else [],
}, open(sys.argv[2], "w"))
