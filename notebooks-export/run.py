#!/usr/bin/env python3
"""
Executes the notebooks beside this file and exports them to HTML with their outputs.

    run.py                              on the sample, and keeps the results here
    run.py --check                      on the sample, keeps nothing, and fails where a text output differs from the one kept here
    run.py --folder EXPORT --to FOLDER  on an export of your own; notebooks and HTML are written to FOLDER
        --set model=diverse --set evaluation=diverse      with other values in their parameters cells

A notebook that finds other figures than the job's own JSON fails, and so does this script. One whose tables an export of your own lacks is
left out, with the command that makes them.
"""

import argparse
import difflib
import json
import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

# kernels share the cores instead of each taking all
for threads in "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS":
    os.environ.setdefault(threads, "1")

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter
from nbconvert.filters import strip_ansi
from pygments.formatters import HtmlFormatter

HERE = Path(__file__).resolve().parent

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
body {{ font: 16px/1.5 system-ui, sans-serif; color: #1d2430; background: #fff; max-width: 920px; margin: 2em auto; padding: 0 1em; }}
h1 {{ font-size: 1.7em; line-height: 1.2; }} h2 {{ font-size: 1.25em; margin-top: 2em; }}
.anchor-link, .prompt, .jp-InputPrompt, .jp-OutputPrompt, .jp-Collapser {{ display: none; }}
pre {{ font: 12.5px/1.45 ui-monospace, Menlo, Consolas, monospace; overflow-x: auto; margin: 0; }}
code {{ font: .9em ui-monospace, Menlo, Consolas, monospace; background: #f2f4f7; padding: 0 .2em; }}
.highlight, .input_area {{ background: #f6f7f9; border-radius: 4px; }} .highlight pre {{ padding: .7em .9em; }}
.jp-RenderedText pre, .output_text pre, .output_stream pre {{ padding: .5em .9em; color: #33415c; }}
img {{ max-width: 100%; height: auto; }} .jp-OutputArea-output, .output_area {{ margin: .6em 0; overflow-x: auto; }}
table {{ border-collapse: collapse; border: 0; font-size: .88em; }} th, td {{ padding: .25em .7em; text-align: right; border: 0 !important; }}
tbody tr:nth-child(odd) {{ background: #f6f7f9; }} thead th {{ border-bottom: 1px solid #b8c0cc !important; }}
{code}
</style></head><body>
{body}
</body></html>
"""


class Undescribed(Exception):
    """A picture has no text for those who cannot see it."""


def require_descriptions(notebook):
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            for kind in output.get("data", {}):
                if kind.startswith("image/") and not output.metadata.get(kind, {}).get("alt"):
                    raise Undescribed(f"cell {number} shows a picture without a title: give its chart one, and show it by exported.show()")


def html(notebook):
    """A page of its own, without scripts and without anything from the network, whose pictures have their titles as `alt`."""
    require_descriptions(notebook)
    body, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
    title = notebook.cells[0].source.splitlines()[0].lstrip("# ")
    return PAGE.format(title=title, body=body, code=HtmlFormatter(style="default").get_style_defs(".highlight"))


def with_parameters(notebook, parameters):
    """The notebook with other values in its parameters cell, for those names that it has there."""
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            names = [line.split(" = ")[0] for line in cell.source.splitlines()]
            cell.source = "\n".join(
                f"{name} = {json.dumps(parameters[name])}" if name in parameters else line
                for name, line in zip(names, cell.source.splitlines())
            )
    return notebook


def executed(notebook):
    """The same notebook with the outputs of this run, and nothing that differs from run to run."""
    here = {"metadata": {"path": str(HERE)}}
    # the kernel listens on loopback only, and would warn of that
    NotebookClient(notebook, timeout=600, startup_timeout=120, resources=here, extra_arguments=["--log-level=ERROR"]).execute()
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return notebook


def texts(notebook):
    """What the code cells say in words, but for those that look for what a machine may lack."""
    said = []
    for cell in notebook.cells:
        if cell.cell_type == "code" and "varies" not in cell.metadata.get("tags", []):
            # what one cell prints may come in several pieces
            said.append("".join(output.get("text", "") for output in cell.outputs))
            said += [output.data["text/markdown"] for output in cell.outputs if "text/markdown" in output.get("data", {})]
    return said


def lines(notebook):
    return "\n".join(texts(notebook)).splitlines()


def work(path, check, parameters, to):
    """Executes one notebook; returns what came of it: passed, skipped or failed, and why."""
    kept = nbformat.read(path, as_version=4)
    fresh = with_parameters(nbformat.read(path, as_version=4), parameters)
    try:
        executed(fresh)
        page = html(fresh)
    except Undescribed as error:
        return "failed", str(error)
    except CellExecutionError as error:
        if parameters and error.ename == "Missing":
            return "skipped", error.evalue
        return "failed", strip_ansi(str(error))
    if check and texts(kept) != texts(fresh):
        difference = difflib.unified_diff(lines(kept), lines(fresh), "kept", "now", lineterm="", n=0)
        return "failed", "other figures than those kept here\n" + "\n".join(difference)
    if not check:
        nbformat.write(fresh, to / path.name)
        (to / path.with_suffix(".html").name).write_text(page, encoding="utf-8")
    return "passed", "every figure equals the job's own"


def main():
    parser = argparse.ArgumentParser(description="Executes the notebooks and exports them to HTML.")
    parser.add_argument("--check", action="store_true", help="keep nothing; fail where a text output differs from the one kept")
    parser.add_argument("--folder", type=Path, help="what `hammingbird export --table all` wrote (default: the sample)")
    parser.add_argument("--to", type=Path, help="folder for notebooks and HTML (default: here)")
    parser.add_argument("--set", metavar="NAME=VALUE", action="append", default=[], help="a value for a notebook's parameters cell, such as model=diverse")
    arguments = parser.parse_args()
    if arguments.folder and (arguments.check or not arguments.to):
        parser.error("--folder goes with --to, which names where the notebooks are written")
    if arguments.set and not arguments.folder or any("=" not in value for value in arguments.set):
        parser.error("--set takes NAME=VALUE and goes with --folder")
    parameters = {name: int(value) if value.isdigit() else value for name, value in (text.split("=", 1) for text in arguments.set)}
    if arguments.folder:
        parameters["folder"] = str(arguments.folder.resolve())
    to = (arguments.to or HERE).resolve()
    to.mkdir(parents=True, exist_ok=True)
    notebooks = sorted(HERE.glob("[0-9]*.ipynb"))
    # results come in order, so that the report of a failure does too
    with ProcessPoolExecutor(max_workers=min(len(notebooks), os.cpu_count() or 1)) as pool:
        results = list(pool.map(partial(work, check=arguments.check, parameters=parameters, to=to), notebooks))
    for path, (outcome, why) in zip(notebooks, results):
        print(f"{path.name} {outcome}: {why}")
    outcomes = Counter(outcome for outcome, _ in results)
    print(f"{outcomes['passed']} notebooks passed, {outcomes['failed']} failed, {outcomes['skipped']} skipped")
    return 1 if outcomes["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
