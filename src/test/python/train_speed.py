"""Images a second that PyTorch trains and names on the CPU, and beside it this project's, through Spark.

    mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
    python3 src/test/python/train_speed.py --compare [--rounds 3] [--seconds 8] [--out docs/benchmarks]

needs PyTorch, and two processors. It times in turns, each in a process of its own that is bound to
one processor for each worker or thread: org.hammingbird.spark.training.TrainSpeedBenchmark (images
in blocks, augmented as by default, networks averaged) with DL4J as it comes and with this
project's layers; and PyTorch on one minibatch in memory, without loading or augmentation. The same
networks, batches and optimisers. Then the same of naming images in batches of 256, by
org.hammingbird.spark.training.PredictSpeedBenchmark. A figure is the median over the rounds; those
that compare are ratios of medians.

    python3 src/test/python/train_speed.py SECONDS THREADS ["NETWORK BATCH KIND [predict]"]...

times PyTorch alone: channels last, fused optimisers, and glibc told not to return memory to the
system after each step, without which page faults take 20 to 45% of the time:

    MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=8589934592 MALLOC_TOP_PAD_=67108864

TrainStepBenchmark is its counterpart in Java, without Spark.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import benchmark_file
import torch
from torch import nn


def hvass():
    return nn.Sequential(
        nn.Conv2d(3, 64, 5, padding=2, bias=False), nn.BatchNorm2d(64), nn.MaxPool2d(2), nn.ReLU(),
        nn.Conv2d(64, 64, 5, padding=2), nn.MaxPool2d(2), nn.ReLU(), nn.Flatten(),
        nn.Linear(7 * 7 * 64, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))


def whitened():
    gelu = lambda: nn.GELU(approximate="tanh")
    layers = [nn.Conv2d(3, 24, 2), gelu()]
    layers[0].requires_grad_(False)
    before = 24
    for width in (64, 256, 256):
        layers += [nn.Conv2d(before, width, 3, padding=1, bias=False), nn.MaxPool2d(2),
                   nn.BatchNorm2d(width), gelu(),
                   nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), gelu()]
        before = width
    return nn.Sequential(*layers, nn.MaxPool2d(3), nn.Flatten(), nn.Linear(256, 10))


def optimiser(name, parameters):
    if name == "hvass-cnn":
        return torch.optim.Adam(parameters, 1e-3, fused=True)
    return torch.optim.SGD(parameters, 0.05, momentum=0.85, nesterov=True, weight_decay=1e-3, fused=True)


def measure(name, batch, kind, seconds, predicts):
    torch.manual_seed(1)
    side = 28 if name == "hvass-cnn" else 32
    network = (hvass() if name == "hvass-cnn" else whitened()).to(memory_format=torch.channels_last)
    network.train(not predicts)
    update = optimiser(name, [p for p in network.parameters() if p.requires_grad])
    images = torch.rand(batch, 3, side, side).contiguous(memory_format=torch.channels_last)
    labels = torch.randint(10, (batch,))
    loss = nn.CrossEntropyLoss()

    @torch.inference_mode()
    def name_images():
        with torch.autocast("cpu", torch.bfloat16, enabled=kind == "bfloat16"):
            network(images).float().softmax(1).argmax(1)

    def train():
        update.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=kind == "bfloat16"):
            outputs = network(images)
        loss(outputs.float(), labels).backward()
        update.step()

    step = name_images if predicts else train

    def run(least):
        begin, cpu, steps = time.perf_counter(), time.process_time(), 0
        while steps < 2 or time.perf_counter() - begin < least:
            step()
            steps += 1
        return (steps * batch / (time.perf_counter() - begin),
                steps * batch / (time.process_time() - cpu))

    run(seconds / 4)
    return run(seconds)


def alone(arguments):
    seconds, threads = float(arguments[0]), int(arguments[1])
    torch.set_num_threads(threads)
    wanted = arguments[2:] or [f"{network} {kind}" for network in ("hvass-cnn 64", "whitened-cnn 256")
                               for kind in ("float32", "bfloat16")]
    for one in wanted:
        name, batch, kind, *predict = one.split()
        wall, cpu = measure(name, int(batch), kind, seconds, predict == ["predict"])
        print(json.dumps({"network": name, "batch": int(batch), "kind": "PyTorch " + kind, "threads": threads,
                          "images_per_second": round(wall, 1), "images_per_cpu_second": round(cpu, 1)}), flush=True)


BATCHES = {"hvass-cnn": 64, "whitened-cnn": 256}

# whose, network, precision, workers or threads, and what is not trained but predicted
SIDES = [
    ("stock", "hvass-cnn", "float32", 2),
    *((whose, "hvass-cnn", kind, count)
      for count in (1, 2) for kind in ("float32", "bfloat16") for whose in ("hammingbird", "pytorch")),
    *((whose, "whitened-cnn", kind, 2) for kind in ("float32", "bfloat16") for whose in ("hammingbird", "pytorch")),
    *((whose, network, kind, 2, "predict") for network in ("hvass-cnn", "whitened-cnn")
      for kind in ("float32", "bfloat16") for whose in ("hammingbird", "pytorch")),
]

SETTINGS = (
    "images a second by the clock, the median of the rounds; ours through Spark (blocks, augmentation, "
    "averages every 10 minibatches), PyTorch on a minibatch in memory; hvass-cnn with batches of 64, "
    "whitened-cnn of 256; overhead: the share of an epoch's time that the two workers of hvass-cnn in "
    "float32 spend outside of their networks; predict: batches of 256, "
    "two tasks against two threads, PyTorch without further compilation"
)

STOCK = ["-Dhammingbird.onednn.disable=true", "-Dorg.eclipse.deeplearning4j.helpers.disable=true"]

MALLOC = {
    "MALLOC_MMAP_THRESHOLD_": "4294967296",
    "MALLOC_TRIM_THRESHOLD_": "8589934592",
    "MALLOC_TOP_PAD_": "67108864",
}


def one_side(side, chosen, cpus):
    """The line of JSON that one measurement prints."""
    whose, network, kind, count, *predict = side
    # a round of whitened-cnn takes seconds
    seconds = str(chosen.seconds * (3 if network == "whitened-cnn" and not predict else 1))
    bound = ["taskset", "-c", ",".join(str(cpu) for cpu in cpus[:count])]
    environment = dict(os.environ)
    if whose == "pytorch":
        environment.update(MALLOC)
        wanted = [network, str(256 if predict else BATCHES[network]), kind, *predict]
        command = [sys.executable, __file__, seconds, str(count), " ".join(wanted)]
    else:
        opens = subprocess.run(
            ["mvn", "-q", "help:evaluate", "-Dexpression=test.jvm.opens", "-DforceStdout"],
            capture_output=True, text=True, check=True).stdout.split() if chosen.opens is None else chosen.opens
        chosen.opens = opens
        command = ["java", "-Xmx4g", *opens, *(STOCK if whose == "stock" else []), "-cp", chosen.classpath,
                   f"org.hammingbird.spark.training.{'Predict' if predict else 'Train'}SpeedBenchmark",
                   seconds, network, kind, str(count)]
    printed = subprocess.run(bound + command, env=environment, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True, check=True).stdout
    return json.loads([line for line in printed.splitlines() if line.startswith("{")][-1])


def compare(arguments):
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--compare", action="store_true")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=8)
    options.add_argument("--out", type=Path, default=Path("docs/benchmarks"))
    options.add_argument("--classpath")
    chosen = options.parse_args(arguments)
    chosen.opens = None
    chosen.classpath = chosen.classpath or "target/test-classes:target/classes:" + Path("target/classpath").read_text()
    cpus = sorted(os.sched_getaffinity(0))
    if len(cpus) < 2:
        sys.exit("Two processors are needed")
    speeds, outside = {}, []
    for _ in range(chosen.rounds):
        for side in SIDES:
            found = one_side(side, chosen, cpus)
            speeds.setdefault(side, []).append(found["images_per_second"])
            if side == ("hammingbird", "hvass-cnn", "float32", 2):
                outside.append(found["outside_networks"])
            print(*side, found["images_per_second"], file=sys.stderr, flush=True)
    write(chosen, {side: statistics.median(values) for side, values in speeds.items()}, statistics.median(outside))


def write(chosen, speed, outside):
    def ratio(one, other):
        return round(speed[one] / speed[other], 3)

    def pair(*side):
        return ratio(("hammingbird", *side), ("pytorch", *side))

    hvass = ("hammingbird", "hvass-cnn")
    figures = {
        "train-vs-stock-dl4j": ratio((*hvass, "float32", 2), ("stock", "hvass-cnn", "float32", 2)),
        "train-vs-stock-dl4j-bfloat16": ratio((*hvass, "bfloat16", 2), ("stock", "hvass-cnn", "float32", 2)),
        "train-vs-pytorch": pair("hvass-cnn", "float32", 2),
        "train-vs-pytorch-bfloat16": pair("hvass-cnn", "bfloat16", 2),
        "train-vs-pytorch-1": pair("hvass-cnn", "float32", 1),
        "train-vs-pytorch-1-bfloat16": pair("hvass-cnn", "bfloat16", 1),
        "train-strong-vs-pytorch": pair("whitened-cnn", "float32", 2),
        "train-strong-vs-pytorch-bfloat16": pair("whitened-cnn", "bfloat16", 2),
        "train-two-workers": ratio((*hvass, "float32", 2), (*hvass, "float32", 1)),
        "train-two-workers-bfloat16": ratio((*hvass, "bfloat16", 2), (*hvass, "bfloat16", 1)),
        "train-overhead-fraction": round(outside, 3),
        "predict-vs-pytorch": pair("hvass-cnn", "float32", 2, "predict"),
        "predict-vs-pytorch-bfloat16": pair("hvass-cnn", "bfloat16", 2, "predict"),
        "predict-strong-vs-pytorch": pair("whitened-cnn", "float32", 2, "predict"),
        "predict-strong-vs-pytorch-bfloat16": pair("whitened-cnn", "bfloat16", 2, "predict"),
    }
    print(benchmark_file.write(
        chosen.out,
        "train-speed",
        "python3 src/test/python/train_speed.py --compare",
        f"PyTorch {torch.__version__}",
        chosen.rounds,
        figures,
        settings=SETTINGS,
        **{"images-per-second": {"-".join(str(word) for word in side): round(value) for side, value in speed.items()}},
    ))


if __name__ == "__main__":
    if "--compare" in sys.argv:
        compare(sys.argv[1:])
    else:
        alone(sys.argv[1:])
