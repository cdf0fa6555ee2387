"""
The figures of the job's JSON, computed again from the exported tables. A notebook takes them from here, and stops where they differ: no
figure is shown or concluded from that was not computed twice. What nothing else records stays as it is: the study's `missing` trainings, its
machine's `parallelism`, the drawn images that were `unreadable` and the `side` of copies; a training's `parameters`, `workers`, `computed_by`
and its epochs' figures of the validation images.
"""

import re

import numpy as np
import pandas as pd

import estimates
from exported import bits, distances

BASELINE = "stratified-random"
LEAST_IMAGES = 20  # of a class, for its images to be divided into groups
MOST_CLASSES = 60  # of more the study measures no pairs of classes


class Disagreement(AssertionError):
    """A figure of the job's JSON is another than the tables give."""


def agree(found, computed, path):
    """Compares all figures, of lists and maps too: none may differ, lack or be too many; NaN is one that cannot be had and is left out."""
    if isinstance(computed, dict):
        computed = {key: value for key, value in computed.items() if not (isinstance(value, float) and np.isnan(value))}
        if not isinstance(found, dict) or set(found) != set(computed):
            odd = sorted(set(found) ^ set(computed)) if isinstance(found, dict) else found
            raise Disagreement(f"{path} has not the figures that the tables give, and may be an earlier version's: run the stage with --force: {odd}")
        for key, value in computed.items():
            agree(found[key], value, f"{path}.{key}")
    elif isinstance(computed, (list, tuple)):
        if not isinstance(found, list) or len(found) != len(computed):
            raise Disagreement(f"{path} is {found}, but by the tables {computed}")
        for place, value in enumerate(computed):
            agree(found[place], value, f"{path}[{place}]")
    elif isinstance(computed, (float, np.floating)) and isinstance(found, (int, float)) and not isinstance(found, bool):
        if not np.isclose(found, computed, rtol=1e-6, atol=1e-9):
            raise Disagreement(f"{path} is {found}, but {computed} by the tables: it is wrong, or older or newer than they are")
    elif found != computed:
        raise Disagreement(f"{path} is {found}, but {computed} by the tables: it is wrong, or older or newer than they are")


def keyed(found, path, *keys):
    """Entries of a list by their keys, each of which is there once."""
    entries = {tuple(entry[key] for key in keys): entry for entry in found}
    if len(entries) < len(found):
        raise Disagreement(f"{path} has two entries of one {', '.join(keys)}")
    return entries


def require(holds, path, why):
    if not holds:
        raise Disagreement(f"{path}: {why}")


def study(export):
    """What the study says of all its trainings."""
    found = export.document("study", "study")
    agree({key: found[key] for key in export.run("study")["results"]}, export.run("study")["results"], "study")
    hashes = export.table("hashes")
    agree(found["train-images"], len(hashes[(hashes.split == "train") & hashes.label.notna()]), "study.train-images")
    agree(found["architecture"], export.run("study")["settings"]["training.architecture"], "study.architecture")
    if TRAINING & found.keys():
        shown = {"test-images": len(export.test_images()), "test-images-in-all": len(export.every_test_image())}
        agree({key: found[key] for key in shown if key in found}, shown, "study")
    kept = found.get("of-study", {})
    require(set(kept) <= found.keys() & EXPERIMENTS.keys(), "study.of-study", f"names experiments that are not there: {sorted(kept)}")
    own = {name: found[name] for name in EXPERIMENTS if name in found and name not in kept}
    cells = [cell for name in ("sets", "scaling") for cell in own.get(name, {}).get("cells", [])]
    # each training was tested on good images and on low-quality ones
    cells += [cell for cell in own.get("quality", {}).get("trained", []) if cell["tested-on"] == "good"]
    done = sum(cell["trainings"] for cell in cells)
    if "sets" not in own:
        done += max((own[name]["networks"] for name in ("leakage", "quality", "degraded") if name in own), default=0)
    agree(found["trainings"] - found["missing"], done, "study.trainings")
    return found


def experiment(export, name, **options):
    """What the study found in one of its experiments, each of its figures computed again; says so where an earlier study found it."""
    found, since = export.experiment(name), export.kept_since(name)
    # the settings of an earlier study are not kept
    path = f"study.{name}" + (f", kept from the study of {since}," if since else "")
    agree(found, EXPERIMENTS[name](export, found, **options), path)
    if since:
        print(f"Kept from the study of {since}: the last one was not asked for {name}.")
    return found


def networks(trials, number, path):
    """The first of some trainings by seed, as many as the study says it has done: those of more seeds may lie beside them."""
    require(1 <= number <= len(trials), path, f"{number} trainings, but {len(trials)} in study_trials")
    return trials.sort_values("seed").head(number)


def largest(export, found, path):
    """The trainings that an experiment is about: of sets chosen without regard to hashes, with the most images."""
    trials = export.trials()
    of = trials[(trials.rule == BASELINE) & (trials.quality == "any") & (trials.images == found["trained-on"])]
    return networks(of, found["networks"], f"{path}.networks") if found["networks"] else of.head(0)


def shares(trials):
    """Of each test image, the share of the networks that name it rightly."""
    return np.mean(trials.answers.to_list(), axis=0)


def paired(trials, others):
    """Differences of accuracy, of those seeds that both have."""
    both = trials.set_index("seed").accuracy - others.set_index("seed").accuracy
    return both.dropna().to_numpy()


def sets(export, found):
    trials = export.trials()
    trials, listed = trials[trials.quality == "any"], keyed(found["cells"], "study.sets.cells", "budget", "rule")
    of = {
        (budget, rule): networks(trials[(trials.budget == budget) & (trials.rule == rule)], cell["trainings"], f"study.sets {budget} {rule}")
        for (budget, rule), cell in listed.items()
    }
    cells, tests = [], []
    for (budget, rule), done in of.items():
        cell = {"budget": budget, "rule": rule, "images": int(done.images.iloc[0]), "trainings": len(done)}
        cell |= estimates.mean("accuracy", done.accuracy)
        differences = paired(done, of[budget, BASELINE]) if rule != BASELINE and (budget, BASELINE) in of else np.array([])
        cell |= estimates.mean("difference", differences) | {"p": tested(differences, listed[budget, rule])}
        cells.append(cell)
        tests.append(cell["p"])
    for cell, corrected in zip(cells, estimates.holm(np.array(tests))):
        cell["p-corrected"] = float(corrected)
    return {"baseline": BASELINE, "comparisons": int(np.count_nonzero(~np.isnan(tests))), "cells": cells}


def tested(differences, cell):
    """The p-value; of differences that are all 0 either 1 or none."""
    return np.nan if len(differences) and not differences.any() and "p" not in cell else estimates.p_value(differences)


def leakage(export, found):
    trials, images = largest(export, found, "study.leakage"), export.test_images()
    leaked = images.image_id.isin(export.table("leakage").test_id).to_numpy()
    computed = {"networks": len(trials), "trained-on": found["trained-on"], "test-images": len(images), "leaked": int(leaked.sum())}
    if not len(trials):
        return computed | {"trained-on": 0}
    rightly = shares(trials)
    difference, low, high = estimates.subset_difference(rightly, ~leaked, int(export.run("study")["settings"]["seed"]))
    computed |= {"accuracy": rightly.mean(), "accuracy-unleaked": rightly[~leaked].mean() if (~leaked).any() else np.nan}
    computed |= {"difference": difference, "difference-low": low, "difference-high": high}
    return computed | estimates.share("accuracy-leaked", rightly[leaked])


def quality(export, found):
    trials, images = largest(export, found, "study.quality"), export.test_images()
    hashes, poor = export.table("hashes"), export.table("low_quality").image_id
    low = images.image_id.isin(poor).to_numpy()
    computed = {"networks": len(trials), "trained-on": found["trained-on"] if len(trials) else 0}
    computed |= {"low-images": int(low.sum()), "good-images": int((~low).sum())}
    if len(trials):
        rightly = shares(trials)
        computed |= estimates.share("accuracy-low-quality", rightly[low]) | estimates.share("accuracy-rest", rightly[~low])
        computed |= estimates.share_difference("difference", rightly[low], rightly[~low])
        computed["deciles"] = [
            {"measure": measure, "from": start, "to": end, "images": len(of)} | estimates.share("accuracy", of)
            for measure in measures(hashes)
            for start, end, of in estimates.deciles(images[measure].to_numpy(), rightly)
        ]
    train = hashes[(hashes.split == "train") & hashes.label.notna()]
    sizes = [train[train.image_id.isin(poor) == wanted].label.value_counts() for wanted in (True, False)]
    budget = str(int(pd.concat(sizes, axis=1).min(axis=1, skipna=False).sum()))
    return computed | trained(export.trials(), budget, low, found)


def measures(hashes):
    """The columns of measures, which alone are fractions."""
    return [column for column in hashes if hashes[column].dtype == float]


def trained(trials, budget, low, found):
    """Of networks trained on images of low quality and on as many others of the same classes."""
    trials = trials[(trials.rule == BASELINE) & (trials.budget == budget)]
    of = {kind: trials[trials.quality == kind].set_index("seed") for kind in ("good", "low")}
    seeds = of["good"].index.intersection(of["low"].index).sort_values()
    if not len(seeds) or "trained" not in found:
        require(not len(seeds) and "trained" not in found, "study.quality.trained", f"{len(seeds)} pairs of trainings in study_trials")
        return {}
    number = found["trained"][0]["trainings"]
    require(1 <= number <= len(seeds), "study.quality.trained", f"{number} pairs of trainings, but {len(seeds)} in study_trials")
    computed, cells = {}, []
    for tested_on, which in ("good", ~low), ("low", low):
        accuracies = {}
        for kind, rows in of.items():
            rows = rows.loc[seeds[:number]]
            accuracies[kind] = np.array([answers[which].mean() if which.any() else np.nan for answers in rows.answers])
            cell = {"trained-on": kind, "tested-on": tested_on, "images": int(rows.images.iloc[0]), "trainings": number}
            cells.append(cell | estimates.mean("accuracy", accuracies[kind]))
        gains = accuracies["low"] - accuracies["good"]
        listed = {"p": found.get(f"gain-on-{tested_on}-p")} if f"gain-on-{tested_on}-p" in found else {}
        computed |= estimates.mean(f"gain-on-{tested_on}", gains) | {f"gain-on-{tested_on}-p": tested(gains, listed)}
    return computed | {"trained": cells}


def scaling(export, found):
    passes, batch = found["passes"], export.document("study", "study")["batch-size"]
    trials = export.trials(passes)
    listed = keyed(found["cells"], "study.scaling.cells", "budget", "workers")
    of = {
        (budget, workers): networks(
            trials[(trials.budget == budget) & (trials.workers == workers)], cell["trainings"], f"study.scaling {budget}, {workers} workers"
        )
        for (budget, workers), cell in listed.items()
    }
    cells, fewest, speeds = [], {}, {}
    for (budget, workers), done in of.items():
        fewest.setdefault(budget, done)
        steps = int(done.steps.iloc[0])
        speed = steps * workers * batch / done.train_seconds.mean()
        speeds.setdefault(budget, speed)
        cell = {"budget": budget, "images": int(done.images.iloc[0]), "workers": workers, "trainings": len(done), "steps": steps}
        cell |= estimates.mean("accuracy", done.accuracy) | estimates.mean("seconds", done.train_seconds)
        cell |= {"images-per-second": speed, "speedup": speed / speeds[budget]}
        if done is not fewest[budget]:
            cell |= estimates.mean("difference", paired(done, fewest[budget]))
        elif done is not next(iter(of.values())):
            cell |= estimates.mean("gain", paired(done, next(iter(of.values()))))
        cells.append(cell)
    return {"passes": passes, "parallelism": found["parallelism"], "cells": cells}


def degraded(export, found):
    hashes, settings = export.table("hashes"), export.run("study")["settings"]
    computed = {key: found[key] for key in ("unreadable", "side")}
    computed["sampled"] = found["images"] + found["unreadable"] < len(hashes)
    computed["listed-when"] = listed_when(export.run("quality")["results"]["rules"]) if export.has_run("quality") else found["listed-when"]
    if found["measures"] or found["hashes"]:
        # rows of other states of the tables stay beside the study's own, all of whose figures must be of one state
        states = [copies(rows, found, settings) for _, rows in export.table("study_degraded").groupby("inputs") if measured(rows, found)]
        require(states, "study.degraded", "study_degraded has no such measures, hashes and number of images")
        computed |= next((state for state in states if agrees(found, state)), states[-1])
    else:
        computed |= {"images": 0, "measures": [], "hashes": []}
    trials, shown = largest_shown(export, found)
    computed |= {"networks": len(trials), "trained-on": found["trained-on"], "test-images": len(export.test_images())}
    if not len(trials):
        return computed
    clean = shares(trials)
    computed |= estimates.share("accuracy", clean) | {"accuracies": []}
    listed = keyed(found["accuracies"], "study.degraded.accuracies", "corruption", "severity")
    conditions = shown.groupby(["corruption", "severity"])
    require(set(listed) == set(conditions.groups), "study.degraded.accuracies", "not the conditions of study_corruptions")
    for corruption, severity in listed:
        answers = conditions.get_group((corruption, severity))
        require(len(answers) == len(trials), "study.degraded.networks", f"{len(answers)} were shown {corruption} {severity}")
        rightly = shares(answers)
        condition = {"corruption": corruption, "severity": severity}
        computed["accuracies"].append(condition | estimates.share("accuracy", rightly) | estimates.mean("drop", clean - rightly))
    return computed


def listed_when(rules):
    """By measure the side of a limit on which an image is listed: below, above, or either where there are limits on both."""
    sides = {}
    for rule in rules:
        side = rule["condition"].split()[0]
        sides[rule["measure"]] = side if sides.get(rule["measure"], side) == side else "either"
    return sides


def told(measures, listed_when):
    """
    How often a measure tells a degraded image from an undegraded one by lying on the side on which it is listed, with an interval: `told`,
    `told-low`, `told-high` and the `side`, below or above. Of one that is listed on either side it is the one that tells severity 5 better;
    measures that have no limit, or no value, are left out.
    """
    aucs = ["auc", "auc-low", "auc-high"]
    of = pd.DataFrame(measures).reindex(columns=["corruption", "severity", "measure", *aucs])
    of = of[of.measure.isin(list(listed_when))].dropna(subset=["auc"])
    strongest = of[of.severity == 5].set_index(["corruption", "measure"]).auc
    at_strongest = strongest.reindex(pd.MultiIndex.from_frame(of[["corruption", "measure"]])).to_numpy()
    sides = of.measure.map(listed_when)
    below = ((sides == "below") | (sides == "either") & (at_strongest < 0.5)).to_numpy()
    lower = 1 - of[["auc", "auc-high", "auc-low"]].to_numpy()
    chances = np.where(below[:, None], lower, of[aucs].to_numpy())
    figures = dict(zip(("told", "told-low", "told-high"), chances.T))
    return of.drop(columns=aucs).assign(side=np.where(below, "below", "above"), **figures)


def largest_shown(export, found):
    """The networks that were shown degraded images, and what they answered."""
    if not found["networks"]:
        return export.trials().head(0), None
    trials = largest(export, found, "study.degraded")
    shown = export.with_answers(export.table("study_corruptions"))
    shown = shown[shown.trial.isin(trials.trial)]
    return trials[trials.trial.isin(shown.trial)], shown


def agrees(found, computed):
    try:
        agree({key: found[key] for key in computed if key in found}, computed, "")
    except Disagreement:
        return False
    return True


def measured(rows, found):
    """Whether one state of the table has the measures and hashes that are listed, and no others."""
    measures = {(row.corruption, row.severity, measure) for row in rows.itertuples() for measure, _ in row.auc}
    hashes = {(row.corruption, row.severity, name) for row in rows.itertuples() for name, _ in row.distances}
    return (
        set(keyed(found["measures"], "study.degraded.measures", "corruption", "severity", "measure")) == measures
        and set(keyed(found["hashes"], "study.degraded.hashes", "corruption", "severity", "hash")) == hashes
    )


def copies(rows, found, settings):
    """Measures and hashes of degraded copies, of one state of the table, in the order in which they are listed."""
    auc, counts, images = {}, {}, int(rows.images.iloc[0])
    for row in rows.itertuples():
        auc |= {(row.corruption, row.severity, measure): value for measure, value in row.auc}
        counts |= {(row.corruption, row.severity, name): np.array(of) for name, of in row.distances}
    computed = {"images": images, "measures": [], "hashes": []}
    for corruption, severity, measure in (tuple(of[key] for key in ("corruption", "severity", "measure")) for of in found["measures"]):
        value = auc[corruption, severity, measure]
        low, high = (np.nan, np.nan) if np.isnan(value) else estimates.auc_interval(value, images)
        figures = {"auc": value, "auc-low": low, "auc-high": high}
        computed["measures"].append({"corruption": corruption, "severity": severity, "measure": measure} | figures)
    for corruption, severity, name in (tuple(of[key] for key in ("corruption", "severity", "hash")) for of in found["hashes"]):
        of = counts[corruption, severity, name]
        radius = int(settings["neighbors.radius"]) * (len(of) - 1) // 64
        within = of[: radius + 1].sum()
        low, high = estimates.wilson(within, of.sum())
        figures = {"radius": radius, "within": within / of.sum(), "within-low": low, "within-high": high}
        figures["mean-distance"] = (of * np.arange(len(of))).sum() / of.sum()
        computed["hashes"].append({"corruption": corruption, "severity": severity, "hash": name} | figures)
    return computed


def class_distances(export, found, most_images=4000):
    """Of more images than most_images the pairs and votes are not counted again, but taken from the table study_distances."""
    settings, hashes = export.run("study")["settings"], export.table("hashes").sort_values("image_id", ignore_index=True)
    most, seed = int(settings["study.max-distance-images"]), int(settings["seed"])
    every, classes = len(hashes), sorted(hashes.label.dropna().unique())
    if every > most:
        hashes = hashes.loc[np.sort(np.argsort(estimates.xxhash(hashes.image_id, estimates.xxhash(seed)), kind="stable")[:most])]
    hashes = hashes[hashes.label.notna()]
    computed = {"images": len(hashes), "sampled": len(hashes) < every, "votes": int(settings["distances.votes"])}
    computed |= {"chance": chance(hashes, classes), "classes": classes, "left-out": not_of_64_bits(hashes.columns)}
    if "network" in found:
        computed["network"] = largest(export, of_networks(export), "study.distances").accuracy.mean()
    counted = len(hashes) <= most_images
    kept = export.table("study_distances")
    computed["algorithms"] = {
        name: classes_by_hash(hashes, name, classes, computed["votes"]) if counted else kept_by_hash(kept[kept.algorithm == name], listed)
        for name, listed in found["algorithms"].items()
    }
    for name, figures in computed["algorithms"].items():
        agree(kept_by_hash(kept[kept.algorithm == name], found["algorithms"][name]), figures, f"study_distances of {name}")
    return computed


def kept_by_hash(rows, found):
    """What the table says of a hash; rows of other states of the tables stay beside the study's own."""
    states = [figures_of(row) for row in rows.to_dict("records")]
    require(states, "study.distances", "study_distances has no such hash")
    return next((state for state in states if agrees(found, state)), states[-1])


def figures_of(row):
    """A row as the document writes it."""
    figures = {key.replace("_", "-"): value for key, value in row.items() if key not in ("cell", "inputs", "algorithm")}
    if "pairs" in figures and not np.isscalar(figures["pairs"]):
        figures["pairs"] = [figures_of(pair) for pair in figures["pairs"]]
    return {key: value for key, value in figures.items() if value is not None and value == value}  # NaN is not itself


def not_of_64_bits(columns):
    """Hashes among the columns of a table that are not compared with one another."""
    return [name for name in columns if re.match(r"[a-z_]+256(_|$)|colorhash(_|$)", name)]


def of_networks(export):
    """How many networks were trained on how many images: as the other experiments of the same study say, or of all trainings."""
    found, since = export.document("study", "study"), export.kept_since("distances")
    others = [name for name in ("leakage", "quality", "degraded") if export.kept_since(name) == since]
    said = [found[name] for name in others if found.get(name, {}).get("networks")]
    trials = export.trials()
    trials = trials[(trials.rule == BASELINE) & (trials.quality == "any")]
    most = trials[trials.images == trials.images.max()]
    return said[0] if said else {"trained-on": most.images.max(), "networks": len(most)}


def chance(hashes, classes):
    """What always naming the train split's most frequent class would reach."""
    train, test = (hashes[hashes.split == split].label for split in ("train", "test"))
    return (test == train.value_counts().reindex(classes, fill_value=0).idxmax()).mean()


def classes_by_hash(hashes, algorithm, classes, votes):
    cells = grouped(hashes, algorithm, classes)
    computed = {"pairs": []} | separation(cells) | voted(hashes, algorithm, votes)
    divided = [len(groups) > 1 and sum(map(len, groups)) >= LEAST_IMAGES for groups in cells]
    counts = {
        (one, other): pairs_of_groups(cells[one], cells[other], one == other)
        for one in range(len(classes) if len(classes) <= MOST_CLASSES else 0)
        for other in range(one, len(classes))
    }
    for (one, other), counted in counts.items():
        pair = {"one": classes[one], "other": classes[other], "pairs": int(counted[0].sum())} | spread(counted[0])
        if one != other:
            nearer = counts[one, one] + counts[other, other]
            pair |= area(nearer, counted) if divided[one] and divided[other] else area(nearer[:1], counted[:1])
        computed["pairs"].append(pair)
    return computed


def grouped(hashes, algorithm, classes):
    """The hashes of each class, in ten groups by an image's place among all in the order of classes and ids; in one where there are few."""
    codes = bits(hashes[algorithm])
    groups = estimates.GROUPS if len(hashes) >= LEAST_IMAGES * len(classes) else 1
    cells, place = [], 0
    for label in classes:
        of = codes[(hashes.label == label).to_numpy()]
        numbers = (place + np.arange(len(of))) % groups
        cells.append([of[numbers == group] for group in range(groups)])
        place += len(of)
    return cells


def part(figures, key):
    """One of the figures, with its interval where there is one."""
    return {name: value for name, value in figures.items() if name in (key, f"{key}-low", f"{key}-high")}


def separation(cells):
    """The chance that a pair of one class is nearer than a pair of two, with its interval."""
    every = [np.concatenate([groups[group] for groups in cells]) for group in range(len(cells[0]))]
    within = sum(pairs_of_groups(groups, groups, True) for groups in cells)
    return area(within, pairs_of_groups(every, every, True) - within)


def area(nearer, farther):
    """AUC of counts by group, and its interval by leaving out each group."""
    without = [estimates.auc_of_counts(nearer[0] - of, farther[0] - others) for of, others in zip(nearer[1:], farther[1:])]
    return estimates.jackknife("auc", estimates.auc_of_counts(nearer[0], farther[0]), without)


def voted(hashes, algorithm, votes):
    """The votes' accuracy with Wilson's interval."""
    accuracy, images = vote_accuracy(hashes, algorithm, votes), (hashes.split == "test").sum()
    if np.isnan(accuracy):
        return {"vote-accuracy": accuracy}
    low, high = estimates.wilson(accuracy * images, images)
    return {"vote-accuracy": accuracy, "vote-accuracy-low": low, "vote-accuracy-high": high}


def pairs_of_groups(one, other, same):
    """How many pairs there are at each distance: of all, and of those with an image in each group; within one class each pair once."""
    counts = np.zeros((1 + len(one) if len(one) > 1 else 1, 65), int)
    for left, right in ((left, right) for left in range(len(one)) for right in range(left if same else 0, len(one))):
        pairs = pair_counts(one[left], other[right], same and left == right)
        counts[[0, *({1 + left, 1 + right} if len(one) > 1 else ())]] += pairs
    return counts


def pair_counts(left, right, same):
    """How many pairs there are at each distance; within one class each pair once."""
    counts = sum((np.bincount(distances(left[start : start + 256], right).ravel(), minlength=65) for start in range(0, len(left), 256)), np.zeros(65, int))
    if same:
        counts[0] -= len(left)
        counts //= 2
    return counts


def spread(counts):
    """Mean and standard deviation of counted distances; none of no pairs."""
    if not counts.sum():
        return {"mean": np.nan, "standard-deviation": np.nan}
    mean = (counts * np.arange(len(counts))).sum() / counts.sum()
    return {"mean": mean, "standard-deviation": ((counts * (np.arange(len(counts)) - mean) ** 2).sum() / counts.sum()) ** 0.5}


def vote_accuracy(hashes, algorithm, votes):
    """Of the nearest train images' votes on the test images; all neighbours at the last's distance share its votes."""
    classes, numbers = np.unique(hashes.label, return_inverse=True)
    train, test = (np.flatnonzero(hashes.split == split) for split in ("train", "test"))
    if not len(train) or not len(test):
        return np.nan
    codes, right, k = bits(hashes[algorithm]), 0, min(votes, len(train))
    for image in test:
        away = distances(codes[image : image + 1], codes[train])[0]
        last = np.partition(away, k - 1)[k - 1]
        share = (k - (away < last).sum()) / (away == last).sum()
        of_class = np.bincount(numbers[train], np.where(away < last, 1, np.where(away == last, share, 0)), minlength=len(classes))
        right += np.argmax(np.round(of_class, 9)) == numbers[image]
    return right / len(test)


def training(export, name):
    """What `train` says of a network: from its rounds, and from the tables it was trained on."""
    manifest, rounds = export.run("train", name), export.document("train", "rounds", name)
    found, settings = manifest["results"], manifest["settings"]
    epochs = pd.DataFrame(found["epochs"])
    sums = rounds.assign(loss=rounds.loss * rounds.images, accuracy=rounds.accuracy * rounds.images).groupby("epoch")
    images, hashes = sums.images.sum(), export.table("hashes")
    path = f"train/{name}"
    agree(epochs.epoch.to_list(), images.index.to_list(), f"{path}.epochs")
    for measure in "loss", "accuracy":
        # rounds have five decimals
        require(np.allclose(sums[measure].sum() / images, epochs[measure], atol=2e-5), f"{path}.epochs", f"{measure} is not that of the rounds")
    require(np.allclose(images.to_numpy() / epochs.seconds, epochs.images_per_second, rtol=1e-7), f"{path}.epochs", "images_per_second is not images in seconds")
    took = np.diff(sums.seconds.max(), prepend=0)
    require((epochs.seconds <= took + 0.02).all(), f"{path}.epochs", "seconds are more than the rounds took")
    require(np.isclose(rounds.seconds.iloc[-1], found["training_seconds"], atol=0.001), f"{path}.training_seconds", "not those of the last round")
    computed = {"loss": epochs.loss.iloc[-1], "accuracy": epochs.accuracy.iloc[-1], "steps": int(rounds.step.iloc[-1])}
    computed["images_per_second"] = rounds.images.sum() / found["training_seconds"]
    computed["architecture"] = settings["training.architecture"]
    computed["classes"] = sorted(hashes.label.dropna().unique())
    chosen = hashes[(hashes.split == "train") & hashes.label.notna()].image_id
    if settings["training.selection"]:
        chosen = chosen[chosen.isin(export.table(f"selections/{settings['training.selection']}").image_id)]
    validates = estimates.xxhash(int(settings["seed"]), estimates.xxhash(chosen)) % 1_000_000
    validates = validates < round(float(settings["training.validation-fraction"]) * 1_000_000)
    computed["images"] = int((~validates).sum())
    if "validation_accuracy" in epochs:
        best = epochs.validation_accuracy.idxmax()
        computed |= {"best_epoch": int(epochs.epoch[best]), "validation_accuracy": epochs.validation_accuracy[best]}
        right = epochs.validation_accuracy * validates.sum()
        require(np.allclose(right, right.round(), atol=1e-6), f"{path}.epochs", f"validation_accuracy is of no whole number of {validates.sum()} images")
    agree({key: found[key] for key in computed}, computed, path)
    return found


def evaluation(export, name):
    """What `evaluate` found, as the document has it: from its confusion matrices and the tables."""
    manifest, table = export.run("evaluate", name), export.table(f"evaluations/{name}")
    results, settings = manifest["results"], manifest["settings"]
    found, path = export.document("evaluate", "evaluation", name), f"evaluate/{name}"
    images, classes = evaluated(export, settings, found["classes"]), found["classes"]
    conditions, clean = [], None
    for condition in found["conditions"]:
        counts = matrix(condition, len(classes))
        clean = counts if clean is None else clean
        agree(counts.sum(axis=1).tolist(), [int((images.label == label).sum()) for label in classes], f"{path} {condition['condition']}.confusion")
        computed = {"condition": condition["condition"], "severity": condition["severity"], "confusion": condition["confusion"]}
        conditions.append(computed | of_confusion(counts, clean))
    agree(found["conditions"], conditions, f"{path}.conditions")
    in_table = keyed(table.to_dict("records"), f"evaluations/{name}", "condition", "severity")
    require(set(in_table) == set(keyed(conditions, path, "condition", "severity")), f"{path}.conditions", f"not those of evaluations/{name}")
    for condition in conditions:
        of_table = in_table[condition["condition"], condition["severity"]]
        agree({key: condition[key] for key in ("images", "top1")}, {key: of_table[key] for key in ("images", "top1")}, f"{path}.conditions")
    thirds(images, found["quality"], int(clean.trace()), path)
    first = conditions[0]
    per_class = [
        {"class": label, "images": int(clean[number].sum())} | {key: first[key][number] for key in ("precision", "recall", "f1")}
        for number, label in enumerate(classes[:200])
    ]
    computed = {"accuracy": first["top1"], "accuracy_low": first["low"], "accuracy_high": first["high"], "macro_f1": first["macro_f1"]}
    short = [{key: of[key] for key in ("condition", "severity", "images", "top1", "low", "high", "drop", "macro_f1")} for of in conditions]
    computed |= {"images": len(images), "classes": len(classes), "conditions": short, "per_class": per_class, "quality": found["quality"]}
    agree({key: results[key] for key in computed}, computed, path)
    return found


def evaluated(export, settings, classes):
    """The images that a network was shown: of more than evaluation.max-images a seeded sample."""
    hashes = export.table("hashes")
    images = hashes[(hashes.split == settings["evaluation.split"]) & hashes.label.isin(classes)]
    if settings["evaluation.unleaked"] == "true":
        images = images[images.image_id.isin(export.table("unleaked").image_id)]
    most = int(settings["evaluation.max-images"])
    return images[images.image_id.isin(estimates.seeded_order(images.image_id, int(settings["seed"]))[:most])] if most else images


def matrix(condition, classes):
    """Counts of images by actual and predicted class."""
    counts = np.zeros((classes, classes), int)
    for actual, predicted, images in condition["confusion"]:
        counts[actual, predicted] = images
    return counts


def of_confusion(counts, clean):
    """A condition's figures; None where a class has no image, or was never named."""
    right, actual, named = counts.diagonal(), counts.sum(axis=1), counts.sum(axis=0)
    low, high = estimates.wilson(right.sum(), counts.sum())
    f1 = ratios(2 * right, actual + named)
    top1 = right.sum() / counts.sum()
    return {
        "images": int(counts.sum()), "top1": top1, "low": low, "high": high, "drop": clean.trace() / clean.sum() - top1,
        "macro_f1": np.mean([of for of in f1 if of is not None]), "precision": ratios(right, named), "recall": ratios(right, actual), "f1": f1,
    }


def ratios(parts, wholes):
    return [part / whole if whole else None for part, whole in zip(parts, wholes)]


def thirds(images, found, right, path):
    """Images by the bounds of the thirds; right answers are known of all thirds together only."""
    for measure, of in pd.DataFrame(found).astype({"from": float, "to": float}).groupby("measure"):
        agree(int(of.correct.sum()), right, f"{path}.quality of {measure}, correct")
        starts, ends = of["from"].fillna(-np.inf), of["to"].fillna(np.inf)
        require((starts[1:].to_numpy() == ends[:-1].to_numpy()).all(), f"{path}.quality of {measure}", "a third does not begin where the last ends")
        counts = [int(((images[measure] >= start) & (images[measure] < end)).sum()) for start, end in zip(starts, ends)]
        agree(of.images.to_list(), counts, f"{path}.quality of {measure}, images")
        require((of.correct <= of.images).all(), f"{path}.quality of {measure}", "more right answers than images")


EXPERIMENTS = {"distances": class_distances, "degraded": degraded, "quality": quality, "sets": sets, "leakage": leakage, "scaling": scaling}
TRAINING = EXPERIMENTS.keys() - {"distances"}
