#!/usr/bin/env python3
"""exchange.py SAVE README: weights go from the library to a strict reader of safetensors, and from one that writes as
PyTorch does to the program of README. SAVE is the program of save.cpp, README that of README's page. Where torch is
installed, its load_state_dict takes the library's file, too."""
import json
import struct
import subprocess
import sys

import numpy

DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "U8": "u1"}


def once(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), f"twice in the header: {keys}"
    return dict(pairs)


def read(path):
    """All tensors of a file that keeps to the format by the letter, and its metadata."""
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    text = data[8:8 + length].decode("utf-8")
    assert text.startswith("{") and len(text.encode()) == length
    header = json.loads(text, object_pairs_hook=once)
    numbers = data[8 + length:]
    metadata = header.pop("__metadata__", {})
    assert all(isinstance(value, str) for value in metadata.values())
    tensors, end = {}, 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        assert set(entry) == {"dtype", "shape", "data_offsets"}, entry
        begin, new_end = entry["data_offsets"]
        assert begin == end, f"{name} begins at {begin}, expected {end}"
        dtype = numpy.dtype(DTYPES[entry["dtype"]])
        size = dtype.itemsize
        for extent in entry["shape"]:
            size *= extent
        assert new_end - begin == size, f"{name}: {new_end - begin} bytes, expected {size}"
        tensors[name] = numpy.frombuffer(numbers[begin:new_end], dtype).reshape(entry["shape"])
        end = new_end
    assert end == len(numbers), f"{len(numbers)} bytes of data, expected {end}"
    return tensors, metadata


def write(path, tensors):
    """As safetensors.torch.save_file: tensors by name, the format's name in the metadata, spaces to a multiple of eight."""
    header, numbers = {"__metadata__": {"format": "pt"}}, b""
    for name in sorted(tensors):
        data = numpy.ascontiguousarray(tensors[name], "<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensors[name].shape),
                        "data_offsets": [len(numbers), len(numbers) + len(data)]}
        numbers += data
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + numbers)


def main():
    save, readme = sys.argv[1:]
    subprocess.run([save], check=True)
    flat = numpy.load("parameters.npy")
    tensors, metadata = read("saved.safetensors")
    assert set(metadata) >= {"handgrad.version", "handgrad.fingerprint", "handgrad.digest"}, metadata
    expected, at = {}, 0
    for module, (inputs, outputs) in {"0": (64, 32), "2": (32, 10)}.items():
        expected[module + ".weight"] = flat[at:at + inputs * outputs].reshape(inputs, outputs).T
        at += inputs * outputs
        expected[module + ".bias"] = flat[at:at + outputs]
        at += outputs
    assert at == len(flat)
    assert list(tensors) == ["0.weight", "0.bias", "2.weight", "2.bias"], list(tensors)
    for name, tensor in expected.items():
        assert tensors[name].dtype == numpy.dtype("<f4")
        assert numpy.array_equal(tensors[name].view("<u4"), numpy.ascontiguousarray(tensor).view("<u4")), name

    try:
        import torch
    except ImportError:
        print("torch is not installed: its load_state_dict is not asked")
    else:
        model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))
        model.load_state_dict({name: torch.from_numpy(tensor.copy()) for name, tensor in tensors.items()})

    random = numpy.random.default_rng(5)
    mine = {name: random.standard_normal(tensor.shape).astype("<f4") for name, tensor in tensors.items()}
    write("digits.safetensors", mine)
    assert read("digits.safetensors")[0].keys() == mine.keys()
    said = subprocess.run([readme], check=True, capture_output=True, text=True).stdout
    x = numpy.full(64, 0.5)
    hidden = numpy.maximum(mine["0.weight"].astype(float) @ x + mine["0.bias"], 0)
    y = mine["2.weight"].astype(float) @ hidden + mine["2.bias"]
    assert said.strip() == f"a {numpy.argmax(y)}", f"README's program says {said!r}, expected a {numpy.argmax(y)}: {y}"

    mine["2.weight"] = mine["2.weight"].T
    write("digits.safetensors", mine)
    failed = subprocess.run([readme], capture_output=True, text=True)
    assert failed.returncode != 0 and "2.weight: the file has shape [32, 10]" in failed.stderr, failed
    print("weights went both ways")


main()
