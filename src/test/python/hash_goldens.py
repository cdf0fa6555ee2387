#!/usr/bin/env python3
"""Writes what the references say of the golden images' hashes.

    python3 src/test/python/hash_goldens.py src/test/resources/org/hammingbird/golden PDQ_VALUES

needs imagehash 4.3 (its one file on PYTHONPATH serves) with the versions of its notes: Pillow 12.3,
NumPy 2.4, SciPy 1.17, PyWavelets 1.9 on x86-64; and the program made of pdq_values.cpp. It reads the
images that draw_goldens.py drew, and leaves beside them hashes.csv with a line for each: file, the
hashes in hexadecimal by the names of their columns, PDQ's quality, and last the crop-resistant hash,
which holds commas itself.
"""
import csv
import hashlib
import subprocess
import sys
import warnings
from pathlib import Path

import imagehash
from PIL import Image

GREYS = ("1", "L", "LA", "I", "I;16", "I;16B")
SQUARE = {
    "ahash": imagehash.average_hash,
    "phash": imagehash.phash,
    "phash_simple": imagehash.phash_simple,
    "dhash": imagehash.dhash,
    "dhash_vertical": imagehash.dhash_vertical,
    "whash": imagehash.whash,
}
COLUMNS = [name + bits for bits in ("64", "256") for name in SQUARE]


def square_hashes(image):
    return [str(hash(image, hash_size=size)) for size in (8, 16) for hash in SQUARE.values()]


def pdq(program, image):
    grey = image.mode in GREYS
    pixels = image.convert("L" if grey else "RGB")
    header = "%d %d %d\n" % (*image.size, 1 if grey else 3)
    out = subprocess.run([program], input=header.encode() + pixels.tobytes(), stdout=subprocess.PIPE, check=True)
    return out.stdout.decode().split()


def check_pixels(golden, image):
    """The drawing Pillow's decoder and this one's must agree."""
    pixels = image.convert("L" if image.mode in GREYS else "RGB").convert("RGB")
    if hashlib.sha256(pixels.tobytes()).hexdigest() != golden["pixels_sha256"]:
        sys.exit("This Pillow decodes other pixels of " + golden["file"])


def main(folder, program):
    warnings.simplefilter("ignore")
    with open(folder / "golden.csv", newline="") as names, open(folder / "hashes.csv", "w") as out:
        print(",".join(["file", *COLUMNS, "colorhash", "pdq256", "pdq_quality", "crop_resistant"]), file=out)
        for golden in csv.DictReader(names):
            image = Image.open(folder / golden["file"])
            image.load()
            check_pixels(golden, image)
            values = [*square_hashes(image), str(imagehash.colorhash(image)), *pdq(program, image)]
            print(",".join([golden["file"], *values, str(imagehash.crop_resistant_hash(image))]), file=out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
