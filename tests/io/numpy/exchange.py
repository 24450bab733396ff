"""exchange.py <program> <folder>: NumPy and the library exchange files of every kind, and must agree bit for bit.

The program is exchange.cpp. Files that are damaged must be an error to it, or what an independent strict reader says
(strict.py for .npy, NumPy and zipfile for .npz, the few lines of read_nnet here).
"""
import os
import random
import shutil
import struct
import subprocess
import sys
import warnings
import zipfile

import numpy as np

import strict

failures = 0
counts = {}


def count(what):
    counts[what] = counts.get(what, 0) + 1


def fail(text):
    global failures
    failures += 1
    if failures <= 20:
        print("failed:", text)


class Library:
    """The program, which answers a line with a line."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, *words):
        if os.path.exists(words[-1]):
            os.remove(words[-1])
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


def same(a, b):
    """Equal type but for the order of bytes, equal shape, equal bits."""
    a, b = (x.astype(x.dtype.newbyteorder("<")) for x in (a, b))
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes("C") == b.tobytes("C")


TYPES = ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "b1"]
SHAPES = [(), (1,), (7,), (0,), (3, 4), (0, 5), (5, 0), (2, 3, 4), (1, 1, 1, 6), (3, 1, 2, 2, 2)]


def array(draw, type, shape, order, byte_order):
    size = int(np.prod(shape)) * np.dtype(type).itemsize
    raw = np.frombuffer(draw.randbytes(size), dtype="u1")
    numbers = (raw & 1).view("?") if type == "b1" else raw.view(byte_order + type)
    return np.asarray(numbers.reshape(shape), order=order)


def exchange_npy(library, folder, draw):
    """Every type, shape, order, order of bytes and version."""
    there, back = (os.path.join(folder, name) for name in ("there.npy", "back.npy"))
    for type in TYPES:
        for shape in SHAPES:
            for order in "CF":
                for byte_order in "<>":
                    x = array(draw, type, shape, order, byte_order)
                    for version in (None, (1, 0), (2, 0), (3, 0)):
                        with open(there, "wb") as f:
                            np.lib.format.write_array(f, x, version)
                        said = library("npy", there, back)
                        if said != "ok" or not same(np.load(back), x):
                            fail(f"npy {type} {shape} {order} {byte_order} {version}: {said}")
                        with open(back, "rb") as f:
                            header = np.lib.format.read_magic(f) == (1, 0) and f.read(2)
                            if not header or (10 + struct.unpack("<H", header)[0]) % 64 != 0:
                                fail(f"npy {type} {shape}: not version 1.0, or its numbers are not at a multiple of 64")
                        count("npy files exchanged")
    refused = [np.zeros(2, "c8"), np.zeros(2, "c16"), np.array(["a"]), np.array([b"a"]), np.zeros(2, "M8[s]"),
               np.zeros(2, "m8[s]"), np.zeros(2, "V3"), np.zeros(2, [("a", "f4")]), np.zeros(2, np.longdouble),
               np.array([None, 1])]
    for x in refused:
        np.save(there, x)
        if not library("npy", there, back).startswith("error: x: descr: found "):
            fail(f"npy of {x.dtype} is not refused")
        count("types refused")


def exchange_npz(library, folder, draw):
    there, back = (os.path.join(folder, name) for name in ("there.npz", "back.npz"))
    for save in (np.savez, np.savez_compressed):
        for n in (0, 1, 5, 40):
            arrays = {f"{i}.{draw.choice(['weight', 'bias', 'ä b'])}".replace(" ", "_"):
                      array(draw, draw.choice(TYPES), draw.choice(SHAPES), draw.choice("CF"), draw.choice("<>"))
                      for i in range(n)}
            save(there, **arrays)
            said = library("npz", there, back)
            if said != "ok":
                fail(f"npz of {n}: {said}")
                continue
            with np.load(back) as read:
                if list(read.files) != list(arrays) or not all(same(read[k], x) for k, x in arrays.items()):
                    fail(f"npz of {n} differs")
            if zipfile.ZipFile(back).testzip() is not None:
                fail("npz: zipfile finds a member damaged")
            count("npz files exchanged")
    with open(there, "rb") as f:
        whole = f.read()
    with warnings.catch_warnings(), zipfile.ZipFile(there, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(archive.infolist()[0], archive.read(archive.infolist()[0]))
    with open(there, "rb") as f:
        twice = f.read()
    for file, said in ((b"before" + whole, "Not a zip archive"), (whole + b"after", "inconsistent"), (twice, "two members")):
        write(there, file)
        if said not in library("npz", there, back):
            fail(f"npz: not refused: {said}")
        count("npz files with more around them refused")
    np.savez(there, a=np.zeros(1 << 24, "u1"))
    if "unpack to more than" not in library("npz", there, back):
        fail("npz: the limit is not kept")


def mutate(draw, file):
    """A copy with a byte or a few changed, removed, inserted or repeated."""
    file = bytearray(file)
    for _ in range(draw.choice([1, 1, 1, 2, 4])):
        at = draw.randrange(len(file))
        kind = draw.randrange(6)
        if kind == 0:
            file[at] ^= 1 << draw.randrange(8)
        elif kind == 1:
            file[at] = draw.choice(b"(){}[]:,'\"0123456789<>|fiubc. -eE\n\0\xff")
        elif kind == 2:
            del file[at:at + draw.choice([1, 1, 2, 8])]
        elif kind == 3:
            file[at:at] = draw.choice([b"0", b"1", b" ", b",", b"\0", b"'", bytes(file[at:at + 5])])
        elif kind == 4:
            file[at] = draw.randrange(256)
        else:
            del file[at:]
        if not file:
            break
    return bytes(file)


def write(path, file):
    with open(path, "wb") as f:
        f.write(file)


def judge(what, said, expected, got):
    """An error, or what the strict reader reads: `expected`, or None where it reads nothing."""
    if said.startswith("error: "):
        count(f"{what} refused by both" if expected is None else f"{what} refused by the library alone")
    elif said != "ok":
        fail(f"{what}: the program said `{said}`")
    elif expected is None:
        fail(f"{what}: loaded what the strict reader refuses")
    elif not got():
        fail(f"{what}: loaded other numbers than the strict reader")
    else:
        count(f"{what} loaded alike")


def mutate_npy(library, folder, draw):
    there, back = (os.path.join(folder, name) for name in ("there.npy", "back.npy"))
    for i in range(1000):
        x = array(draw, TYPES[i % 12], draw.choice(SHAPES), draw.choice("CF"), draw.choice("<>"))
        with open(there, "wb") as f:
            np.lib.format.write_array(f, x, draw.choice([(1, 0), (2, 0), (3, 0)]))
        with open(there, "rb") as f:
            whole = f.read()
        # The padding of the header is most of a small file: half of the copies have none.
        if draw.randrange(2):
            whole = strict.without_padding(whole)
        file = mutate(draw, whole)
        write(there, file)
        expected = strict.read(file)
        judge("npy copies", library("npy", there, back), expected, lambda: same(np.load(back), expected))


def mutate_npz(library, folder, draw):
    there, back = (os.path.join(folder, name) for name in ("there.npz", "back.npz"))
    for i in range(1000):
        arrays = {name: array(draw, draw.choice(TYPES), draw.choice(SHAPES), "C", "<") for name in "ab"}
        (np.savez, np.savez_compressed)[i % 2](there, **arrays)
        with open(there, "rb") as f:
            file = mutate(draw, f.read())
        write(there, file)
        try:
            with zipfile.ZipFile(there) as archive:
                expected = {info.filename: strict.read(archive.read(info)) for info in archive.infolist()}
            if not all(k.endswith(".npy") and x is not None for k, x in expected.items()):
                expected = None
        except Exception:
            expected = None

        def alike():
            with np.load(back) as read:
                return [k + ".npy" for k in read.files] == list(expected) and all(
                    same(read[k[:-4]], x) for k, x in expected.items())
        judge("npz copies", library("npz", there, back), expected, alike)


NNET = ("// small\n2,2,1,3,\n2,3,1,\n0,\n-1.0,0.0,\n1.0,10.0,\n0.5,5.0,2.5,\n2.0,10.0,4.0,\n1,2,\n3,4.5e0,\n-5,6,\n"
        "0.1,\n0.2,\n0.3,\n7,8,9,\n-1e-3,\n")


def read_nnet(text):
    """The tensors and the normalization of an .nnet file, by Python's own reading of numbers: no judge of what is
    strict, but what it reads is what is there."""
    lines = [line.strip().rstrip(",").split(",") for line in text.split("\n") if not line.startswith("//")]
    numbers = [[float(x) for x in line] for line in lines if line != [""]]
    sizes = [int(x) for x in numbers[1]]
    mean, range_ = numbers[5], numbers[6]
    result, at = {}, 7
    for i, (columns, rows) in enumerate(zip(sizes, sizes[1:])):
        weight, bias = numbers[at:at + rows], numbers[at + rows:at + 2 * rows]
        result[f"{2 * i}.weight"] = np.array(weight).reshape(rows, columns)
        result[f"{2 * i}.bias"] = np.array(bias).reshape(rows)
        at += 2 * rows
    if at != len(numbers):
        raise ValueError
    return {**result, "minimum": np.array(numbers[3]), "maximum": np.array(numbers[4]), "mean": np.array(mean[:-1]),
            "range": np.array(range_[:-1]), "output": np.array([mean[-1], range_[-1]])}


def same_nnet(back, expected):
    with np.load(back) as read:
        return list(read.files) == list(expected) and all(same(read[k], x) for k, x in expected.items())


def mutate_nnet(library, folder, draw):
    there, back = (os.path.join(folder, name) for name in ("there.nnet", "back.npz"))
    write(there, NNET.encode())
    if library("nnet64", there, back) != "ok" or not same_nnet(back, read_nnet(NNET)):
        fail("nnet: the whole file")
    for _ in range(1000):
        file = mutate(draw, NNET.encode())
        write(there, file)
        try:
            expected = read_nnet(file.decode("latin1"))
        except Exception:
            expected = None
        judge("nnet copies", library("nnet64", there, back), expected, lambda: same_nnet(back, expected))


def read_safetensors(path):
    with open(path, "rb") as f:
        file = f.read()
    import json
    n = struct.unpack("<Q", file[:8])[0]
    types = {"F64": "<f8", "F32": "<f4", "I64": "<i8"}
    return {name: np.frombuffer(file[8 + n:][slice(*t["data_offsets"])], types[t["dtype"]]).reshape(t["shape"])
            for name, t in json.loads(file[8:8 + n]).items() if name != "__metadata__"}


def acasxu(library, folder):
    models = os.environ.get("HANDGRAD_MODELS")
    if not models:
        print("skipped: the ACAS Xu networks: the environment variable HANDGRAD_MODELS is not set")
        return
    x_path, back = (os.path.join(folder, name) for name in ("x.npy", "back.npz"))
    for name in ("1_1", "3_3", "5_9"):
        base = os.path.join(models, "acasxu", "ACASXU_experimental_v2a_" + name)
        weights, reference = read_safetensors(base + ".safetensors"), read_safetensors(base + ".ref.safetensors")
        said = library("nnet", base + ".nnet", back)
        with np.load(back) as read:
            if said != "ok" or not all(same(read[k], x) for k, x in weights.items()) or len(read.files) != len(weights) + 5:
                fail(f"acasxu {name}: {said}")
        np.save(x_path, reference["x_raw"])
        said = library("normalize", base + ".nnet", x_path, back)
        if said != "ok" or not same(np.load(back), reference["x_normalised"]):
            fail(f"acasxu {name}: normalized inputs differ: {said}")
        count("ACAS Xu networks read")


def main(program, folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    library, draw = Library(program), random.Random(1)
    exchange_npy(library, folder, draw)
    exchange_npz(library, folder, draw)
    mutate_npy(library, folder, draw)
    mutate_npz(library, folder, draw)
    mutate_nnet(library, folder, draw)
    acasxu(library, folder)
    for what in sorted(counts):
        print(f"{counts[what]:6} {what}")
    for copies, most in (("npy copies", 20), ("npz copies", 1000), ("nnet copies", 100)):
        if counts.get(copies + " loaded alike", 0) == 0 or counts.get(copies + " refused by the library alone", 0) > most:
            fail(f"{copies}: too few are loaded to say anything")
    print("failures:", failures)
    return failures != 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
