"""Reads what `hammingbird export --table all --to FOLDER` wrote, for the notebooks of this folder."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import Markdown, display

from estimates import seeded_order

BLUE, ORANGE, GREEN, RED, GREY = "#2f6db5", "#d9822b", "#2e8b57", "#c23b3b", "#8a8f98"
COLOURS = [BLUE, ORANGE, GREEN, RED, "#7b5aa6", "#3a9aa8", "#a0703c", GREY]

plt.rcParams.update({
    "figure.figsize": (8, 3.6), "figure.dpi": 100, "savefig.bbox": "tight", "font.size": 10,
    "axes.titlesize": 11, "axes.titleweight": "bold", "axes.titlelocation": "left",
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "axes.axisbelow": True,
    "grid.color": "#e3e5e8", "grid.linewidth": 0.8, "legend.frameon": False,
    "axes.prop_cycle": plt.cycler(color=COLOURS),
})


class Missing(Exception):
    """The export lacks something, and its message says which command makes it."""


class Export:
    """A folder with `tables/NAME`, `runs/STAGE/NAME.json` and the documents that these name."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self._tables = {}
        if not (self.folder / "runs").is_dir():
            raise Missing(
                f"{self.folder} holds no export: write one by `submit/hammingbird export --table all --to {self.folder}`"
            )

    def table(self, name):
        """A table, such as `hashes` or `selections/default`."""
        if not (self.folder / "tables" / name).is_dir():
            raise Missing(f"{self.folder} has no table {name}: run the stage that makes it, and export again")
        if name not in self._tables:
            self._tables[name] = pd.read_parquet(self.folder / "tables" / name)
        return self._tables[name]

    def has_run(self, stage, name="default"):
        return self._manifest(stage, name).is_file()

    def run(self, stage, name="default"):
        """The manifest of a stage's last run: its settings, inputs, versions and results."""
        if not self.has_run(stage, name):
            raise Missing(f"{self.folder} has no result {name} of {stage}: run `submit/hammingbird {stage}`, and export again")
        return json.loads(self._manifest(stage, name).read_text(encoding="utf-8"))

    def document(self, stage, role, name="default"):
        """A JSON document as dict, a CSV as table."""
        path = self.folder / self.run(stage, name)["documents"][role]
        return json.loads(path.read_text(encoding="utf-8")) if path.suffix == ".json" else pd.read_csv(path)

    def has_experiment(self, name):
        return self.has_run("study") and name in self.document("study", "study")

    def experiment(self, name):
        """What the study found in one of its experiments, such as `sets`."""
        if not self.has_experiment(name):
            raise Missing(
                f"{self.folder} has no experiment {name} of a study: run `submit/hammingbird study` with {name} among study.experiments, and export again"
            )
        return self.document("study", "study")[name]

    def kept_since(self, name):
        """When the study began that found what the last one kept of an experiment; None where that found it itself."""
        return self.document("study", "study").get("of-study", {}).get(name)

    def _manifest(self, stage, name):
        return self.folder / "runs" / stage / f"{name}.json"

    def pictures(self):
        """The small copies of the images, as arrays of height x width x 3, by image_id."""
        return {
            row.image_id: np.frombuffer(row.rgb, np.uint8).reshape(row.height, row.width, 3)
            for row in self.table("pixels").itertuples()
        }

    def trials(self, passes=0):
        """
        The last study's trainings of a fixed number of steps, or those of so many passes over their sets, with the columns `accuracy` and `answers`:
        for each test image, in ascending order of ids, whether it was named rightly.
        """
        study, trials = self.document("study", "study"), self.table("study_trials")
        if "inputs" in study:
            # rows of other states of the tables or of other settings stay beside them
            trials = trials[trials.inputs.isin(study["inputs"])]
        trials = trials[trials.trial.str.extract(r", (\d+) pass", expand=False).fillna("0").astype(int) == passes]
        if not passes:
            trials = trials[(trials.steps == study["steps"]) & (trials.workers == study["workers"])]
        if trials.trial.str.replace(r", inputs \w+$", "", regex=True).duplicated().any():
            raise ValueError(
                "study_trials holds trainings on several states of the tables, and this study does not say which are its own: "
                "run `submit/hammingbird study` again, which repeats none, and export again"
            )
        return self.with_answers(trials.assign(accuracy=trials.correct / trials.tested))

    @staticmethod
    def with_answers(rows):
        """Rows with the column `answers` in place of the bits `right`."""
        # trailing bytes of 0 are not stored
        answers = [
            np.unpackbits(np.frombuffer(row.right, np.uint8), count=row.tested, bitorder="little").astype(bool)
            for row in rows.itertuples()
        ]
        return rows.assign(answers=pd.Series(answers, rows.index, dtype=object)).drop(columns="right")

    def every_test_image(self):
        """The rows of `hashes` of the test split, of those that have a label."""
        hashes = self.table("hashes")
        return hashes[(hashes.split == "test") & hashes.label.notna()]

    def test_images(self):
        """The rows of `hashes` that the answers of trials are about: the test split, or of more than study.max-test-images a seeded sample."""
        tests, settings = self.every_test_image(), self.run("study")["settings"]
        shown = seeded_order(tests.image_id, int(settings["seed"]))[: int(settings["study.max-test-images"])]
        return tests[tests.image_id.isin(shown)].sort_values("image_id", ignore_index=True)


def bits(hashes):
    """Hashes of 64 bits as the export writes them, in hex, to integers."""
    return np.array([int(text, 16) for text in hashes], dtype=np.uint64)


def distances(left, right):
    """Differing bits of every hash of `left` with every one of `right`: a matrix of 0 to 64."""
    return np.bitwise_count(left[:, None] ^ right[None, :])


def conclude(text):
    """Shows a conclusion with the figures that it rests on."""
    display(Markdown(f"**Conclusion.** {text}"))


def show(title=None):
    """
    Shows the current figure; a title stands above one of several panels. A page has a figure's title, or those of its panels, for who cannot see it.
    """
    figure = plt.gcf()
    plt.close(figure)
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")
        if figure.get_layout_engine() is None:
            figure.tight_layout()
    panels = [axis.get_title(place) for axis in figure.axes for place in ("left", "center", "right")]
    alternative = figure.get_suptitle() or ", ".join(filter(None, panels))
    if not alternative:
        raise ValueError("A chart needs a title: whoever cannot see it has nothing else")
    display(figure, metadata={"image/png": {"alt": alternative}})


def gallery(rows, columns, title):
    """Pictures with a caption each, as [(array or None, caption)], in rows of `columns`."""
    lines = max(1, -(-len(rows) // columns))
    figure, axes = plt.subplots(lines, columns, figsize=(8, 1.55 * lines + 0.3), squeeze=False)
    for axis in axes.flat:
        axis.axis("off")
    for axis, (picture, caption) in zip(axes.flat, rows):
        if picture is not None:
            axis.imshow(picture, interpolation="nearest")
        axis.set_title(caption, fontsize=8, fontweight="normal", loc="center")
    show(title)
