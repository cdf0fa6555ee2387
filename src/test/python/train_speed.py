"""Images a second that PyTorch trains on the CPU: the networks of TrainStepBenchmark.

Beside Hammingbird's own (see org.hammingbird.training.TrainStepBenchmark); optional for users.
Tuned for the CPU: channels last, fused optimisers, and glibc told not to return memory to the
system after each step, without which page faults take 20 to 45% of the time:

  MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=8589934592 MALLOC_TOP_PAD_=67108864 \
  taskset -c 0 python train_speed.py 8 1

Arguments: seconds a measurement, threads, then what to measure (all if none).
"""

import json
import sys
import time

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


def measure(name, batch, kind, seconds):
    torch.manual_seed(1)
    side = 28 if name == "hvass-cnn" else 32
    network = (hvass() if name == "hvass-cnn" else whitened()).to(memory_format=torch.channels_last)
    update = optimiser(name, [p for p in network.parameters() if p.requires_grad])
    images = torch.rand(batch, 3, side, side).contiguous(memory_format=torch.channels_last)
    labels = torch.randint(10, (batch,))
    loss = nn.CrossEntropyLoss()

    def step():
        update.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=kind == "bfloat16"):
            outputs = network(images)
        loss(outputs.float(), labels).backward()
        update.step()

    def run(least):
        begin, cpu, steps = time.perf_counter(), time.process_time(), 0
        while steps < 2 or time.perf_counter() - begin < least:
            step()
            steps += 1
        return (steps * batch / (time.perf_counter() - begin),
                steps * batch / (time.process_time() - cpu))

    run(seconds / 4)
    return run(seconds)


def main():
    seconds, threads = float(sys.argv[1]), int(sys.argv[2])
    torch.set_num_threads(threads)
    wanted = sys.argv[3:] or [f"{network} {kind}" for network in ("hvass-cnn 64", "whitened-cnn 256")
                              for kind in ("float32", "bfloat16")]
    for one in wanted:
        name, batch, kind = one.split()
        wall, cpu = measure(name, int(batch), kind, seconds)
        print(json.dumps({"network": name, "batch": int(batch), "kind": "PyTorch " + kind, "threads": threads,
                          "images_per_second": round(wall, 1), "images_per_cpu_second": round(cpu, 1)}), flush=True)


if __name__ == "__main__":
    main()
