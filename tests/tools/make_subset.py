"""Picks a compact subset of the vectors and the corpus for a clean clone.

    python3 tests/tools/make_subset.py VECTORS CORPUS

writes tests/data/vectors and tests/data/corpus, in the layout of the full folders. Of every file of vectors it takes, for each
op, class or function and each Keras, the smallest case, with gradients where there are any; of the corpus, for each format and producer, the smallest artefact that
trains on and the smallest that does not, and every small broken file.
"""
import json
import os
import shutil
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(os.path.dirname(HERE), "data")
CASE_LIMIT = 60_000  # bytes of arrays
ARTEFACT_LIMIT = 40_000


def strings(value):
    """All strings in a piece of JSON: among them are the keys of its arrays."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)


def write_arrays(source, keys, target):
    """Copies some arrays of a .npz, always giving the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for key in keys:
            out.writestr(zipfile.ZipInfo(key + ".npy"), source.read(key + ".npy"), zipfile.ZIP_DEFLATED)


def pick(cases, archive):
    """The smallest cases of each subject, in the order of the file."""
    sizes = {i.filename[:-4]: i.file_size for i in archive.infolist()}
    subjects = {}
    for position, case in enumerate(cases):
        keys = [key for key in dict.fromkeys(strings(case)) if key in sizes]
        size = sum(sizes[key] for key in keys)
        subject = (case.get("keras"), case.get("op") or case.get("class_name") or case.get("function"), case.get("legacy"))
        # The very smallest are often empty or scalar: what is chosen has some elements where there are such cases.
        trivial = size <= 150 * len(keys)
        subjects.setdefault(subject, []).append(("grads" not in case, trivial, size, position, keys))
    chosen = [min(candidates)[2:] for candidates in subjects.values()]
    return sorted((position, keys) for size, position, keys in chosen if size <= CASE_LIMIT)


def vectors(source):
    target = os.path.join(DATA, "vectors")
    shutil.rmtree(target, ignore_errors=True)
    for group in sorted(os.listdir(source)):
        if not os.path.isdir(os.path.join(source, group)):
            continue
        os.makedirs(os.path.join(target, group))
        for name in sorted(os.listdir(os.path.join(source, group))):
            if not name.endswith(".json"):
                continue
            with open(os.path.join(source, group, name), encoding="utf-8") as f:
                cases = json.load(f)
            stem = name[:-len(".json")]
            with zipfile.ZipFile(os.path.join(source, group, stem + ".npz")) as archive:
                chosen = pick(cases, archive)
                if not chosen:
                    continue
                keys = [key for _, keys in chosen for key in keys]
                write_arrays(archive, dict.fromkeys(keys), os.path.join(target, group, stem + ".npz"))
            with open(os.path.join(target, group, name), "w", encoding="utf-8") as f:
                f.write("[\n" + ",\n".join(json.dumps(cases[p], separators=(",", ":")) for p, _ in chosen) + "\n]\n")


def folder_size(folder):
    return sum(os.path.getsize(os.path.join(root, f)) for root, _, files in os.walk(folder) for f in files)


def corpus(source):
    target = os.path.join(DATA, "corpus")
    shutil.rmtree(target, ignore_errors=True)
    kinds = {}
    for name in sorted(os.listdir(source)):
        folder = os.path.join(source, name)
        if not os.path.isfile(os.path.join(folder, "case.json")):
            continue
        with open(os.path.join(folder, "case.json"), encoding="utf-8") as f:
            case = json.load(f)
        tasks = tuple(sorted(task["task"] for task in case["tasks"]))
        if name.endswith(".k215"):
            continue  # writes what k212 or k221 writes
        producer = name.rsplit(".", 1)[-1] if not name.startswith("bad_") else name
        kinds.setdefault((case["format"], producer, "resume" in tasks), []).append((folder_size(folder), name))
    for candidates in kinds.values():
        for size, name in sorted(candidates)[:1]:
            if size <= ARTEFACT_LIMIT:
                shutil.copytree(os.path.join(source, name), os.path.join(target, name))


if __name__ == "__main__":
    vectors(sys.argv[1])
    corpus(sys.argv[2])
    for part in ("vectors", "corpus"):
        print(part, folder_size(os.path.join(DATA, part)), "bytes")
