"""Writes what a benchmark measured as a file of docs/benchmarks."""

import json
import os
import platform
import subprocess
import time


def write(folder, name, command, libraries, repetitions, figures, **more):
    """Writes NAME.json into the folder, and answers it as text.

    libraries: those that were measured beside this project, with their versions. figures: numbers by
    name; more: further entries, numbers or maps of numbers.
    """
    result = {
        "name": name,
        "command": command,
        "date": time.strftime("%Y-%m-%d"),
        "commit": subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip(),
        "machine": f"{len(os.sched_getaffinity(0))} cores of {processor()}, Python {platform.python_version()}, {libraries}",
        "repetitions": repetitions,
        "figures": {figure: round(value, 4) for figure, value in figures.items()},
        **more,
    }
    text = json.dumps(result, indent=2)
    (folder / f"{name}.json").write_text(text + "\n")
    return text


def processor():
    with open("/proc/cpuinfo") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.split(":")[1].strip()
    return platform.processor()
