"""
Whether a false figure stops the notebooks: `python3 -m unittest discover notebooks-export`. HAMMINGBIRD_SAMPLE names another export than the
sample, which must have all experiments of a study.
"""

import copy
import json
import os
import shutil
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import estimates
import exported
import recomputed
from exported import Export

HERE = Path(__file__).resolve().parent
SAMPLE = Path(os.environ.get("HAMMINGBIRD_SAMPLE", HERE / "sample"))

# nothing else records these, and no notebook shows them but for what is said of `missing`
GIVEN = {
    "degraded.unreadable", "degraded.side", "scaling.parallelism", "parameters", "workers", "computed_by[]",
    "epochs[].validation_loss", "unknown_labels", "unleaked", "split", "model", "confused[].actual", "confused[].predicted",
    "confused[].images", "confused[].examples[]",
}

# each changed alone, in the file and for the notebook that are named
CHANGES = [
    ("01", "runs/hash", "results.hashed"),
    ("01", "runs/hash", "results.images"),
    ("01", "runs/hash", "results.rejects_by_cause.truncated"),
    ("01", "runs/select", "results.selected"),
    ("01", "runs/select", "results.train-images"),
    ("01", "runs/select", "results.classes.*"),
    ("02", "runs/distances", "results.algorithms.*.auc"),
    ("02", "runs/distances", "results.algorithms.*.auc-low"),
    ("02", "runs/distances", "results.algorithms.*.vote-accuracy"),
    ("02", "runs/distances", "results.algorithms.*.vote-accuracy-high"),
    ("02", "runs/distances", "results.algorithms.*.pairs.within.mean"),
    ("02", "documents/study", "distances.network"),
    ("02", "documents/study", "distances.chance"),
    ("02", "documents/study", "distances.algorithms.*.pairs.1.auc"),
    ("02", "documents/study", "distances.algorithms.*.pairs.1.auc-high"),
    ("03", "runs/neighbors", "results.pairs"),
    ("03", "runs/neighbors", "results.dropped"),
    ("03", "runs/neighbors", "results.largest-cluster"),
    ("03", "runs/neighbors", "results.leaked-test-images"),
    ("03", "documents/study", "leakage.difference"),
    ("03", "documents/study", "leakage.difference-low"),
    ("03", "documents/study", "leakage.difference-high"),
    ("04", "runs/quality", "results.low-quality-images"),
    ("04", "runs/quality", "results.reasons.dark"),
    ("04", "runs/quality", "results.rules.0.images"),
    ("04", "documents/study", "quality.accuracy-rest-low"),
    ("04", "documents/study", "quality.difference"),
    ("04", "documents/study", "quality.difference-low"),
    ("04", "documents/study", "quality.difference-high"),
    ("04", "documents/study", "quality.gain-on-low"),
    ("04", "documents/study", "quality.gain-on-low-high"),
    ("04", "documents/study", "quality.deciles.7.accuracy"),
    ("05", "documents/study", "sets.comparisons"),
    ("05", "documents/study", "sets.cells.0.p-corrected"),
    ("05", "documents/study", "sets.cells.0.difference-low"),
    ("05", "documents/study", "sets.cells.0.accuracy-high"),
    ("05", "documents/study", "trainings"),
    ("05", "documents/study", "test-images"),
    ("05", "documents/study", "test-images-in-all"),
    ("06", "runs/train", "results.loss"),
    ("06", "runs/train", "results.images"),
    ("06", "runs/train", "results.images_per_second"),
    ("06", "runs/train", "results.epochs.3.accuracy"),
    ("06", "documents/study", "scaling.cells.1.speedup"),
    ("06", "documents/study", "scaling.cells.1.images-per-second"),
    ("06", "documents/study", "scaling.cells.1.trainings"),
    ("06", "documents/study", "scaling.cells.2.gain"),
    ("07", "runs/evaluate", "results.conditions.1.drop"),
    ("07", "runs/evaluate", "results.per_class.0.recall"),
    ("07", "documents/evaluations", "conditions.1.low"),
    ("07", "documents/evaluations", "quality.0.correct"),
    ("07", "documents/study", "degraded.accuracies.2.drop"),
    ("07", "documents/study", "degraded.accuracies.2.drop-high"),
    ("07", "documents/study", "degraded.measures.5.auc-low"),
    ("07", "documents/study", "degraded.hashes.5.within"),
    ("07", "documents/study", "degraded.listed-when.brightness"),
    ("07", "documents/study", "degraded.listed-when.jpeg_trace"),
]


def other(value):
    """A value that is not this one, but near."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return value + max(0.001, abs(value) / 1000) if isinstance(value, float) else value + "x"


def leaves(json_value, path=()):
    """The paths to all values but null."""
    if isinstance(json_value, dict):
        for key, value in json_value.items():
            yield from leaves(value, (*path, key))
    elif isinstance(json_value, list):
        for place, value in enumerate(json_value):
            yield from leaves(value, (*path, place))
    elif json_value is not None:
        yield path


def kind(path):
    """Of a path, such as `sets.cells[].p`: places in lists do not count."""
    return "".join("[]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def some(json_value):
    """Of each kind of figure the first and the last."""
    kinds = {}
    for path in leaves(json_value):
        kinds.setdefault(kind(path), []).append(path)
    return [path for of, paths in kinds.items() if of not in GIVEN for path in dict.fromkeys((paths[0], paths[-1]))]


def changed(json_value, path, remove=False):
    """A copy in which one value is another, or is not there; `*` is a map's first key."""
    copied = copy.deepcopy(json_value)
    at = copied
    for part in path[:-1]:
        at = at[next(iter(at)) if part == "*" else part]
    last = next(iter(at)) if path[-1] == "*" else path[-1]
    if remove:
        del at[last]
    else:
        at[last] = other(at[last])
    return copied


class Changed(Export):
    """The sample with another document or other results of one run."""

    def __init__(self, stage, role, json_value):
        super().__init__(SAMPLE)
        self.changed = stage, role, json_value

    def document(self, stage, role, name="default"):
        return self.changed[2] if self.changed[:2] == (stage, role) else super().document(stage, role, name)

    def run(self, stage, name="default"):
        manifest = super().run(stage, name)
        return manifest | {"results": self.changed[2]} if self.changed[:2] == (stage, None) else manifest


class EveryFigure(unittest.TestCase):
    """Of each kind of figure the first and the last are changed, one at a time."""

    def stops(self, stage, role, json_value, check, under=()):
        of = json_value
        for part in under:
            of = of[part]
        check(Changed(stage, role, json_value))  # as it is it must pass
        paths = some(of if not under else {under[0]: of})
        self.assertGreater(len(paths), 5)
        for path in paths:
            with self.subTest(kind(path), path=path), self.assertRaises(AssertionError):
                check(Changed(stage, role, changed(json_value, path)))

    def experiment(self, name):
        study = Export(SAMPLE).document("study", "study")
        self.stops("study", "study", study, lambda export: recomputed.experiment(export, name), (name,))
        # what is left out counts as much
        for path in some({name: study[name]}):
            if isinstance(path[-1], str) and path[-1].endswith(("-low", "-high", "p-corrected")):
                with self.subTest(kind(path), removed=path), self.assertRaises(AssertionError):
                    recomputed.experiment(Changed("study", "study", changed(study, path, remove=True)), name)

    def test_sets(self):
        self.experiment("sets")

    def test_leakage(self):
        self.experiment("leakage")

    def test_quality(self):
        self.experiment("quality")

    def test_scaling(self):
        self.experiment("scaling")

    def test_degraded(self):
        self.experiment("degraded")

    def test_distances(self):
        self.experiment("distances")

    def test_study(self):
        study = Export(SAMPLE).document("study", "study")
        heads = {key: value for key, value in study.items() if not isinstance(value, (dict, list))}
        for key in heads:
            with self.subTest(key), self.assertRaises(AssertionError):
                recomputed.study(Changed("study", "study", study | {key: other(study[key])}))
        recomputed.study(Export(SAMPLE))

    def test_training(self):
        results = Export(SAMPLE).run("train")["results"]
        self.stops("train", None, results, lambda export: recomputed.training(export, "default"))

    def test_evaluation(self):
        export = Export(SAMPLE)
        check = lambda export: recomputed.evaluation(export, "default")  # noqa: E731
        self.stops("evaluate", None, export.run("evaluate")["results"], check)
        self.stops("evaluate", "evaluation", export.document("evaluate", "evaluation"), check)


class TheNotebooks(unittest.TestCase):
    """Their own cells, run here without a kernel."""

    def test_stop_at_a_changed_figure(self):
        with mock.patch.object(exported, "display"), tempfile.TemporaryDirectory() as work:
            folder = Path(work) / "export"
            shutil.copytree(SAMPLE, folder)
            for name in dict.fromkeys(name for name, _, _ in CHANGES):
                self.execute(name, folder)
            for name, under, path in CHANGES:
                file = next((folder / under).rglob("*.json"))
                kept = file.read_text(encoding="utf-8")
                parts = [int(part) if part.isdigit() else part for part in path.split(".")]
                file.write_text(json.dumps(changed(json.loads(kept), parts)), encoding="utf-8")
                with self.subTest(path, notebook=name), self.assertRaises(AssertionError):
                    self.execute(name, folder)
                file.write_text(kept, encoding="utf-8")

    def test_03_says_that_an_interval_is_not_known(self):
        experiment = recomputed.experiment

        def without_interval(export, name):
            return {key: value for key, value in experiment(export, name).items() if key not in ("difference-low", "difference-high")}

        said = []
        with mock.patch.object(exported, "display"), mock.patch.object(recomputed, "experiment", without_interval):
            self.execute("03", SAMPLE, said.append)
        self.assertIn("Its interval is not known: every draw of the bootstrap comes to the same.", said)

    def test_04_concludes_from_the_interval_of_the_difference(self):
        difference = {end: 100 * Export(SAMPLE).experiment("quality")[f"difference-{end}"] for end in ("low", "high")}
        with mock.patch.object(exported, "display") as display:
            self.execute("04", SAMPLE)
        self.assertIn("(95%: {low:+.1f} to {high:+.1f}). ".format(**difference), display.call_args.args[0].data)

    def execute(self, name, folder, say=lambda *words: None):
        notebook = json.loads(next(HERE.glob(f"{name}-*.ipynb")).read_text(encoding="utf-8"))
        names = {"print": say}
        try:
            for cell in notebook["cells"]:
                if cell["cell_type"] == "code" and "varies" not in cell["metadata"].get("tags", []):
                    exec("".join(cell["source"]), names)
                    names["folder"] = str(folder)
        finally:
            plt.close("all")


class OlderTrainings(unittest.TestCase):
    """Rows of study_trials that are not the study's own."""

    def export(self, inputs):
        export = Export(SAMPLE)
        trials = export.table("study_trials")
        # a state of the tables before this one, in which every answer was wrong
        older = trials.assign(inputs="0" * 64, correct=0, right=b"", trial=trials.trial.str.replace(r"inputs \w+$", "inputs 000000000000", regex=True))
        study = {key: value for key, value in export.document("study", "study").items() if key != "inputs"}
        study |= {"inputs": sorted(trials.inputs.unique())} if inputs else {}
        changed = Changed("study", "study", study)
        changed._tables["study_trials"] = pd.concat([older, trials], ignore_index=True)
        return changed

    def test_are_left_out_where_the_study_names_its_own(self):
        for name in recomputed.EXPERIMENTS:
            with self.subTest(name):
                recomputed.experiment(self.export(inputs=True), name)

    def test_are_told_of_where_it_does_not(self):
        with self.assertRaisesRegex(ValueError, "several states of the tables"):
            self.export(inputs=False).trials()

    def test_more_seeds_than_the_study_has_do_not_count(self):
        export = self.export(inputs=True)
        trials = Export(SAMPLE).table("study_trials")
        later = trials.assign(seed=trials.seed + 1000, correct=0, right=b"", trial=trials.trial.str.replace("seed ", "seed 9"))
        export._tables["study_trials"] = pd.concat([later, trials], ignore_index=True)
        for name in "sets", "quality", "scaling", "leakage":
            with self.subTest(name):
                recomputed.experiment(export, name)


class EarlierFindings(unittest.TestCase):
    """Of experiments that the last study was not asked for it keeps what an earlier one found."""

    def setUp(self):
        self.study = Export(SAMPLE).document("study", "study")

    def kept(self, names, **changes):
        return Changed("study", "study", self.study | {"of-study": dict.fromkeys(names, "2026-01-31T10:00:00Z")} | changes)

    def test_their_trainings_do_not_count(self):
        others = sum(cell["trainings"] for cell in self.study["scaling"]["cells"])
        export = self.kept(["distances", "degraded", "quality", "sets", "leakage"], trainings=others)
        manifest = export.run("study")
        manifest["results"]["trainings"] = others
        with mock.patch.object(export, "run", side_effect=lambda stage: manifest if stage == "study" else Export(SAMPLE).run(stage)):
            recomputed.study(export)
        with self.assertRaises(recomputed.Disagreement):
            recomputed.study(self.kept(["sets"]))
        for name in recomputed.EXPERIMENTS:
            with self.subTest(name):
                recomputed.experiment(export, name)

    def test_one_that_differs_is_said_to_be_of_an_earlier_study(self):
        leakage = self.study["leakage"] | {"leaked": self.study["leakage"]["leaked"] + 1}
        with self.assertRaisesRegex(recomputed.Disagreement, "leakage, kept from the study of 2026-01-31"):
            recomputed.experiment(self.kept(["leakage"], leakage=leakage), "leakage")

    def test_one_that_is_not_there_cannot_be_kept(self):
        with self.assertRaises(recomputed.Disagreement):
            recomputed.study(self.kept(["colours"]))


class Recognition(unittest.TestCase):
    """Of degraded copies, on the side on which images are listed."""

    def told(self, listed_when, *aucs, measure="noise"):
        measures = [
            {"corruption": "blur", "severity": severity, "measure": measure, "auc": auc, "auc-low": auc - 0.02, "auc-high": auc + 0.01}
            for severity, auc in aucs
        ]
        return recomputed.told(measures, listed_when)

    def figures(self, listed_when, *aucs):
        told = self.told(listed_when, *aucs)
        return [(row.side, *(round(row[key], 9) for key in ("told", "told-low", "told-high"))) for _, row in told.iterrows()]

    def test_is_a_greater_value_of_a_measure_with_a_limit_above(self):
        self.assertEqual(self.figures({"noise": "above"}, (5, 0.1)), [("above", 0.1, 0.08, 0.11)])

    def test_is_a_lower_value_of_a_measure_with_a_limit_below(self):
        self.assertEqual(self.figures({"noise": "below"}, (5, 0.1)), [("below", 0.9, 0.89, 0.92)])

    def test_is_the_better_side_at_severity_5_of_a_measure_with_both(self):
        self.assertEqual(self.figures({"noise": "either"}, (1, 0.6), (5, 0.1)), [("below", 0.4, 0.39, 0.42), ("below", 0.9, 0.89, 0.92)])
        self.assertEqual(self.figures({"noise": "either"}, (1, 0.4), (5, 0.9)), [("above", 0.4, 0.38, 0.41), ("above", 0.9, 0.88, 0.91)])

    def test_is_not_of_measures_without_limit_or_value(self):
        self.assertTrue(self.told({"sharpness": "below"}, (5, 0.1)).empty)
        self.assertTrue(self.told({"noise": "below"}, (5, np.nan)).empty)
        self.assertTrue(recomputed.told([{"corruption": "blur", "severity": 5, "measure": "noise"}], {"noise": "below"}).empty)


class Estimates(unittest.TestCase):
    """Against printed tables, and against what Java and Spark give."""

    def test_difference_of_shares(self):
        # Newcombe (1998), table II, method 10: 56/70 less 48/80, and 10/10 less 0/10
        for right, images, others_right, others, low, high in (56, 70, 48, 80, 0.0524, 0.3339), (10, 10, 0, 10, 0.6075, 1):
            shares, of_others = np.arange(images) < right, np.arange(others) < others_right
            found = estimates.share_difference("d", shares, of_others)
            np.testing.assert_allclose([found["d-low"], found["d-high"]], [low, high], atol=5e-5)
        self.assertTrue(np.isnan(estimates.share_difference("d", np.array([]), np.ones(3))["d"]))

    def test_draws_that_agree_have_no_interval(self):
        kept = np.arange(20) > 3
        self.assertTrue(np.isnan(estimates.subset_difference(np.ones(20), kept, 1)[1:]).all())
        self.assertEqual(estimates.subset_difference(np.ones(20), np.ones(20, bool), 1), (0, 0, 0))

    def test_a_measure_with_limits_on_both_sides_lists_on_either(self):
        conditions = ("dark", "below 30"), ("bright", "above 225"), ("bright", "below 20")
        rules = [{"measure": "brightness", "reason": reason, "condition": condition} for reason, condition in conditions]
        self.assertEqual(recomputed.listed_when(rules), {"brightness": "either"})
        self.assertEqual(recomputed.listed_when(rules[1:2]), {"brightness": "above"})

    def test_students_t(self):
        for freedom, quantile in (1, 12.7062), (2, 4.30265), (3, 3.18245), (4, 2.77645), (10, 2.22814), (30, 2.04227), (9999, 1.96020):
            self.assertAlmostEqual(estimates.t_quantile(freedom), quantile, 4)
        self.assertAlmostEqual(1 - estimates.within_t(2.5, 7), 0.040992, 6)

    def test_equal_values_have_no_interval(self):
        self.assertTrue(np.isnan(estimates.mean("a", [0.1 + 0.2, 0.3])["a-low"]))
        self.assertTrue(np.isnan(estimates.p_value(np.array([0.3, 0.3]))))

    def test_holm(self):
        np.testing.assert_allclose(estimates.holm(np.array([0.01, np.nan, 0.04, 0.03])), [0.03, np.nan, 0.06, 0.06])

    def test_deciles_keep_equal_values_together(self):
        measure = np.array([1.0] * 5 + [2, 3, 4, 5, np.nan, 6])
        groups = estimates.deciles(measure, np.arange(11))
        self.assertEqual([len(of) for _, _, of in groups], [5, 1, 1, 1, 1, 1])

    def test_draws_are_javas(self):
        self.assertEqual(estimates.Draws(20170101, 100).take(6).tolist(), [91, 22, 27, 79, 28, 0])
        self.assertEqual(estimates.Draws(5, 64).take(6).tolist(), [44, 55, 13, 21, 1, 53])
        digest = 0
        for drawn in estimates.Draws(5, 1_500_000_000).take(100_000).tolist():  # a third of which is drawn again
            digest = (31 * digest + drawn) % 2**64
        self.assertEqual(digest, -2831086160902278048 % 2**64)

    def test_hashes_are_sparks(self):
        hashed = estimates.xxhash(20170101, estimates.xxhash([0, 1, 7, -5, 123456789012345]))
        known = [8698182754624347470, 383922082828593056, -8745153330130467989, 6427591070300537289, -396326567698311311]
        self.assertEqual(hashed.tolist(), known)


if __name__ == "__main__":
    unittest.main()
