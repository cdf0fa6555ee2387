#!/usr/bin/env python3
"""
Makes the sample beside this file anew, by the project's own commands, from images that the demo draws: some ten minutes.

    make_sample.py [FOLDER]     works in FOLDER, new or an earlier run's (default: /tmp/hammingbird-sample, which the manifests then name)

Small copies are kept only of those images that the notebooks show, and a few image files for the comparison with imagehash: less than a
megabyte together.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
SAMPLE = HERE / "sample"
ORIGINALS = 24
LARGEST_ORIGINAL = 6000  # bytes


def hammingbird(*arguments):
    subprocess.run([HERE.parent / "submit" / "hammingbird", *map(str, arguments)], check=True)


def run(folder, export):
    """The commands that make the export."""
    workspace = folder / "workspace"
    # so few images take more epochs than the demo's own; a validation split shows how these went
    hammingbird("demo", "--to", folder, "--images", 400, "--pixels-side", 32, "--training-epochs", 80, "--training-patience", 80,
                "--training-validation-fraction", 0.15, "--evaluation-severities", "1,2,3,4,5")
    hammingbird("study", "--quick", "--workspace", workspace, "--images-roots", folder / "collection")
    hammingbird("export", "--workspace", workspace, "--table", "all", "--to", export, "--overwrite")


def keep(folder, export):
    """What of the export is kept."""
    shutil.rmtree(SAMPLE, ignore_errors=True)
    # pixels come last of those that are needed: pairs and low_quality say which of them are shown
    for path in sorted((export / "tables").rglob("_SUCCESS"), key=lambda path: path.parent.name == "pixels"):
        table = path.parent
        target = SAMPLE / "tables" / table.relative_to(export / "tables")
        target.mkdir(parents=True)
        rows = kept(table.name, pq.read_table(table)).replace_schema_metadata(None)
        pq.write_table(rows, target / "part.parquet", compression="zstd")
    for path in [*export.glob("runs/*/*.json"), *export.glob("documents/**/*.json"), *export.glob("documents/**/*.csv")]:
        target = SAMPLE / path.relative_to(export)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    (SAMPLE / "images").mkdir()
    small = [path for path in sorted(folder.glob("collection/images/*")) if path.stem in hashed() and path.stat().st_size <= LARGEST_ORIGINAL]
    for path in small[:ORIGINALS]:
        shutil.copyfile(path, SAMPLE / "images" / path.name)


def kept(name, table):
    """The whole table, but of `pixels` only what the notebooks show."""
    if name != "pixels":
        return table
    shown = pd.concat([read("pairs").left, read("pairs").right, read("low_quality").image_id])
    return table.filter(pc.is_in(table["image_id"], pa.array(shown.unique())))


def read(name):
    return pd.read_parquet(SAMPLE / "tables" / name)


def hashed():
    return {Path(address).stem for address in read("hashes").address}


if __name__ == "__main__":
    work = Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/hammingbird-sample")
    run(work, work / "export")
    keep(work, work / "export")
