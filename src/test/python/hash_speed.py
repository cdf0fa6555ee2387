#!/usr/bin/env python3
"""Times this project's hashes beside Python's imagehash, on the same files, one core, in one run.

    mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
    python3 src/test/python/hash_speed.py [--photos FOLDER] [--rounds 3] [--out docs/benchmarks]

needs imagehash 4.3 (its one file on PYTHONPATH serves), Pillow, NumPy, SciPy and PyWavelets. It
makes JPEG and PNG files of 32x32, 1 and 12 megapixels, pieced together from the photographs of the
folder at their own scale (drawn noise where no folder is given), and then times in turns, on the
core that the process is bound to: Python with one open and three hashes (average_hash, phash,
dhash), and the JMH benchmarks HashFileBenchmark (on each of the decoders) and DecodeBenchmark. The
time of each is the lower quartile over some tens of pieces of a tenth of a second, in all rounds:
what others do on the machine makes the slower ones slower. A figure is the ratio of two times.
"""
import argparse
import io
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import benchmark_file
import imagehash
import numpy as np
import PIL
from PIL import Image

FILES = {
    "small": ((32, 32), "JPEG"),
    "1mp": ((1152, 864), "JPEG"),
    "12mp": ((4000, 3000), "JPEG"),
    "png": ((1152, 864), "PNG"),
}


BENCHMARKS = {
    "three": ("HashFileBenchmark.three$", ("small", "1mp", "12mp", "png")),
    "java": ("HashFileBenchmark.java$", ("small", "1mp")),
    "scaled": ("HashFileBenchmark.scaled$", ("1mp", "12mp")),
    "whash": ("HashFileBenchmark.whash$", ("1mp",)),
    "whash-pixels": ("HashFileBenchmark.whashOfPixels$", ("1mp",)),
    "quality": ("HashFileBenchmark.quality$", ("small", "1mp")),
    "libjpeg-turbo": ("DecodeBenchmark.libjpegTurbo$", ("1mp",)),
}


def noise(width, height, generator):
    """Clouds of several sizes in colour: about as many JPEG coefficients as a photograph."""
    picture = np.zeros((height, width, 3))
    for cell in (4, 16, 64, 256):
        coarse = generator.random((height // cell + 2, width // cell + 2, 3)) * 255
        layer = Image.fromarray(coarse.astype(np.uint8)).resize((width, height), Image.BICUBIC)
        picture += np.asarray(layer, float) * cell / 340
    return Image.fromarray(picture.clip(0, 255).astype(np.uint8))


def piece_together(photos, size, chance):
    """A picture of this size from photographs side by side, each at its own scale."""
    canvas = Image.new("RGB", size)
    y = 0
    while y < size[1]:
        x, rows = 0, size[1]
        while x < size[0]:
            with Image.open(chance.choice(photos)) as photo:
                canvas.paste(photo.convert("RGB"), (x, y))
                x, rows = x + photo.width, min(rows, photo.height)
        y += rows
    return canvas


def draw(folder, photos):
    chance = random.Random(1)
    generator = np.random.default_rng(1)
    files = {}
    for name, (size, kind) in FILES.items():
        if photos and name == "small":
            with Image.open(chance.choice(photos)) as photo:
                picture = photo.convert("RGB").resize(size, Image.LANCZOS)
        elif photos:
            picture = piece_together(photos, size, chance)
        else:
            picture = noise(*size, generator)
        files[name] = folder / f"{name}.{kind.lower()}"
        picture.save(files[name], **({"quality": 85} if kind == "JPEG" else {}))
    return files


def lower_quartile(times):
    return statistics.quantiles(times, n=4)[0]


def python_seconds(path, hashes, opened=False, seconds=2.0):
    """Times by batches of one open (or none) and these hashes, from the bytes in memory."""
    content = path.read_bytes()

    def open_image():
        image = Image.open(io.BytesIO(content))
        image.load()
        return image

    at_hand = open_image()

    def once():
        image = at_hand if opened else open_image()
        for one in hashes:
            one(image)

    once()
    begun = time.perf_counter()
    once()
    batch = max(1, int(0.1 / (time.perf_counter() - begun)))
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 5:
        begun = time.perf_counter()
        for _ in range(batch):
            once()
        times.append((time.perf_counter() - begun) / batch)
    return times


def java_seconds(classpath, benchmark, files):
    """Times by file of JMH's iterations, in seconds."""
    with tempfile.NamedTemporaryFile(suffix=".json") as result:
        command = ["java", "-cp", classpath, "org.openjdk.jmh.Main", benchmark, "-rf", "json", "-rff", result.name]
        command += ["-wi", "3", "-w", "1", "-i", "20", "-r", "100ms"]
        command += ["-p", "file=" + ",".join(str(path) for path in files)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        rows = json.load(open(result.name))
    scale = {"us/op": 1e-6, "ms/op": 1e-3}
    return {
        row["params"]["file"]: [
            score * scale[row["primaryMetric"]["scoreUnit"]] for score in row["primaryMetric"]["rawData"][0]
        ]
        for row in rows
    }


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--photos", type=Path, help="folder of photographs to piece the files together from")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--out", type=Path, default=Path("docs/benchmarks"))
    options.add_argument("--classpath", default="target/test-classes:target/classes:" + Path("target/classpath").read_text())
    chosen = options.parse_args()
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[-1]})
    photos = sorted(p for p in chosen.photos.rglob("*") if p.suffix in (".jpg", ".png")) if chosen.photos else []
    three = (imagehash.average_hash, imagehash.phash, imagehash.dhash)
    with tempfile.TemporaryDirectory() as folder:
        files = draw(Path(folder), photos)
        python, java = {}, {}
        for _ in range(chosen.rounds):
            for name, path in files.items():
                python.setdefault(name, []).extend(python_seconds(path, three))
            whash = (imagehash.whash,)
            python.setdefault("whash-1mp", []).extend(python_seconds(files["1mp"], whash))
            python.setdefault("whash-pixels-1mp", []).extend(python_seconds(files["1mp"], whash, opened=True))
            for kind, (benchmark, names) in BENCHMARKS.items():
                taken = {name: files[name] for name in names}
                times = java_seconds(chosen.classpath, benchmark, taken.values())
                for name, path in taken.items():
                    java.setdefault(f"{kind}-{name}", []).extend(times[str(path)])
                    print(f"{kind}-{name}: {lower_quartile(times[str(path)]) * 1e3:.4f} ms", file=sys.stderr)
    write(chosen, {k: lower_quartile(v) for k, v in python.items()}, {k: lower_quartile(v) for k, v in java.items()})


def write(chosen, python, java):
    figures = {
        "hash-small-vs-imagehash": python["small"] / java["three-small"],
        "hash-1mp-vs-imagehash": python["1mp"] / java["three-1mp"],
        "hash-12mp-vs-imagehash": python["12mp"] / java["three-12mp"],
        "hash-png-vs-imagehash": python["png"] / java["three-png"],
        "hash-decode-fraction": java["libjpeg-turbo-1mp"] / java["three-1mp"],
        "hash-fast-1mp-vs-imagehash": python["1mp"] / java["scaled-1mp"],
        "hash-fast-12mp-vs-imagehash": python["12mp"] / java["scaled-12mp"],
        "hash-java-small-vs-imagehash": python["small"] / java["java-small"],
        "hash-java-1mp-vs-imagehash": python["1mp"] / java["java-1mp"],
        "whash-1mp-vs-imagehash": python["whash-1mp"] / java["whash-1mp"],
        "whash-1mp-pixels-vs-imagehash": python["whash-pixels-1mp"] / java["whash-pixels-1mp"],
        "quality-added-small": java["quality-small"] / java["three-small"] - 1,
        "quality-added-1mp": java["quality-1mp"] / java["three-1mp"] - 1,
    }
    benchmark_file.write(
        chosen.out,
        "hash-vs-imagehash",
        "python3 src/test/python/hash_speed.py" + (" --photos FOLDER" if chosen.photos else ""),
        f"Pillow {PIL.__version__}; on one core",
        chosen.rounds,
        figures,
        milliseconds={
            **{f"python-{name}": round(value * 1e3, 4) for name, value in python.items()},
            **{name: round(value * 1e3, 4) for name, value in java.items()},
        },
    )
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
