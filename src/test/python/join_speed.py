#!/usr/bin/env python3
"""Times the join of hashes beside faiss and beside brute force, on the same hashes, in one run.

    mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
    java -Xmx6g -cp target/test-classes:target/classes:$(cat target/classpath) \\
      org.hammingbird.neighbor.RealHashes PHOTOS.zip dhash64 10000000 hashes.bin
    python3 src/test/python/join_speed.py hashes.bin [--runs 16] [--out docs/benchmarks]

needs faiss-cpu and NumPy. Everything runs on one thread, but for what is named after two. Each Java
figure is the best of some runs in one JVM, for ten million hashes of two after some on a million,
from the array to the last pair. faiss's are scaled: the
flat index is searched for 2,000 of the hashes, the hash indexes for 20,000, and the time of the
search multiplied to all of them; building is added in full. Of faiss's IndexBinaryMultiHash those
divisions are tried that are exact at the radius.
"""
import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

import benchmark_file
import faiss
import numpy as np

MILLION, TEN = 1_000_000, 10_000_000
# on ten million, after the same on a million, so that they find compiled code
RUNS_OF_TEN = 2
SETTINGS = (
    "real-like hashes: RealHashes on CIFAR-10's train.zip, dhash64. One thread but for what is named after two; "
    "from the array to the last pair, collapsing and planning included"
)
FLAT_QUERIES, HASH_QUERIES = 2_000, 20_000
# numbers of hashes, bits of each, and bits flipped, exact up to 4 differing bits
EXACT_AT_4 = [(5, 12, 0), (3, 21, 1), (4, 16, 1), (2, 28, 2)]


def java(chosen, cpu, runs, *measures):
    command = ["java", "-Xmx6g", "-cp", chosen.classpath, "org.hammingbird.neighbor.JoinBenchmark", chosen.hashes]
    command = ["taskset", "-c", cpu, *command, str(runs), *measures]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return {name: float(value) for name, value in (line.split() for line in printed.splitlines())}


def flat_seconds(codes, radius):
    index = faiss.IndexBinaryFlat(64)
    index.add(codes)
    begun = time.perf_counter()
    index.range_search(codes[:FLAT_QUERIES], radius + 1)
    return (time.perf_counter() - begun) * len(codes) / FLAT_QUERIES


def hash_seconds(codes, radius, hashes, bits, flips):
    assert hashes * (flips + 1) > radius and hashes * bits <= 64
    begun = time.perf_counter()
    index = faiss.IndexBinaryMultiHash(64, hashes, bits)
    index.nflip = flips
    index.add(codes)
    built = time.perf_counter() - begun
    begun = time.perf_counter()
    index.range_search(codes[:HASH_QUERIES], radius + 1)
    return built + (time.perf_counter() - begun) * len(codes) / HASH_QUERIES


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("hashes", help="ten million hashes made by RealHashes")
    options.add_argument("--runs", type=int, default=16)
    options.add_argument("--out", type=Path, default=Path("docs/benchmarks"))
    options.add_argument("--classpath", default="target/test-classes:target/classes:" + Path("target/classpath").read_text())
    chosen = options.parse_args()
    cpus = sorted(os.sched_getaffinity(0))
    one = str(cpus[0])
    seconds = java(
        chosen,
        one,
        chosen.runs,
        *(f"join:{MILLION}:{radius}" for radius in (2, 4, 6, 8, 10)),
        f"brute:{MILLION}:8",
        f"cross:{MILLION}:8",
        f"blank:{MILLION}:8",
        f"hot:{MILLION}:8",
    )
    million = seconds.copy()
    seconds.update(java(chosen, one, RUNS_OF_TEN, f"join:{MILLION}:8", f"join:{TEN}:6", f"join:{TEN}:8", f"brute:{TEN}:8"))
    seconds.update(million)
    # in one JVM, so that both find the same compiled code; the one thread too may sort and plan on both CPUs
    both = java(chosen, f"{cpus[0]},{cpus[1]}", RUNS_OF_TEN, f"join:{MILLION}:8", f"join:{TEN}:8", f"two:{TEN}:8")
    seconds[f"one-of-two:{TEN}:8"] = both[f"join:{TEN}:8"]
    seconds[f"two:{TEN}:8"] = both[f"two:{TEN}:8"]
    os.sched_setaffinity(0, {cpus[0]})
    faiss.omp_set_num_threads(1)
    codes = np.fromfile(chosen.hashes, dtype=np.uint8, count=8 * MILLION).reshape(-1, 8)
    seconds["faiss-flat:1000000:10"] = flat_seconds(codes, 10)
    for division in EXACT_AT_4:
        name = "faiss-multi-hash-{}x{}-flip{}:1000000:4".format(*division)
        seconds[name] = hash_seconds(codes, 4, *division)
        print(name, round(seconds[name], 2), file=sys.stderr)
    write(chosen, seconds)


def write(chosen, seconds):
    def took(name, size, radius):
        return seconds[f"{name}:{size}:{radius}"]

    faiss_best = min(value for name, value in seconds.items() if name.startswith("faiss-multi"))
    figures = {
        "join-1m-r10-vs-faiss-flat": took("faiss-flat", MILLION, 10) / took("join", MILLION, 10),
        "join-1m-r4-vs-faiss-best": faiss_best / took("join", MILLION, 4),
        "join-1m-r8-vs-brute-force": took("brute", MILLION, 8) / took("join", MILLION, 8),
        "join-10m-r8-vs-brute-force": took("brute", TEN, 8) / took("join", TEN, 8),
        "join-growth-exponent-r6": float(np.log10(took("join", TEN, 6) / took("join", MILLION, 6))),
        "join-two-threads": took("one-of-two", TEN, 8) / took("two", TEN, 8),
        "join-1m-r8-blank-fifth": took("blank", MILLION, 8) / took("join", MILLION, 8),
        "join-1m-r8-hot-bucket": took("hot", MILLION, 8) / took("join", MILLION, 8),
        "join-1m-r8-new-hundredth-candidates": took("cross-share", MILLION, 8),
    }
    print(benchmark_file.write(
        chosen.out,
        "neighbors-join",
        "python3 src/test/python/join_speed.py hashes.bin",
        f"faiss {faiss.__version__}",
        chosen.runs,
        figures,
        settings=SETTINGS,
        seconds={name: round(value, 4) for name, value in seconds.items()},
    ))


if __name__ == "__main__":
    main()
