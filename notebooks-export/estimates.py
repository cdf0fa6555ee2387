"""The job's statistics in numpy: what the notebooks compute its intervals and tests with again."""

from functools import lru_cache

import numpy as np

Z95 = 1.959963984540054
ROUNDING = 1e-9  # of a mean: what equal values may differ by, as quotients
RESAMPLES = 2000
GROUPS = 10


def wilson(right, images):
    """The 95% interval of a share, by Wilson's method."""
    share, z = right / images, Z95
    middle = share + z * z / (2 * images)
    half = z * np.sqrt(share * (1 - share) / images + z * z / (4 * images * images))
    return np.maximum(0, (middle - half) / (1 + z * z / images)), np.minimum(1, (middle + half) / (1 + z * z / images))


def within_t(t, freedom):
    """The chance that Student's t is at most so far from 0: Abramowitz and Stegun, 26.7.3 and 26.7.4."""
    angle = np.arctan(t / np.sqrt(freedom))
    sine, cosine = np.sin(angle), np.cos(angle)
    steps = np.arange(1, (freedom - 1) // 2 + (freedom % 2 == 0))
    if freedom % 2:
        series = cosine * (1 + np.cumprod(cosine**2 * 2 * steps / (2 * steps + 1)).sum())
        return (angle + sine * (series if freedom > 1 else 0)) * 2 / np.pi
    return sine * (1 + np.cumprod(cosine**2 * (2 * steps - 1) / (2 * steps)).sum())


@lru_cache
def t_quantile(freedom):
    """How far from 0 Student's t is in 5% of cases at least."""
    low, high = 0, 13  # 12.7 with one degree of freedom
    while high - low > 1e-11:
        middle = (low + high) / 2
        low, high = (middle, high) if within_t(middle, freedom) < 0.95 else (low, middle)
    return high


def _error(values):
    """The mean's standard error; NaN where the values' spread is not known: of fewer than two, or where all agree."""
    if len(values) < 2:
        return np.nan
    error = np.std(values, ddof=1) / np.sqrt(len(values))
    return error if error > ROUNDING * abs(np.mean(values)) else np.nan


def mean(key, values):
    """The mean and, where the values' spread is known, its 95% interval by Student's t, under the keys of the job; NaN without values."""
    values = np.asarray(values, float)
    if not len(values):
        return {key: np.nan}
    half = t_quantile(len(values) - 1) * _error(values) if len(values) > 1 else np.nan
    return {key: values.mean(), f"{key}-low": values.mean() - half, f"{key}-high": values.mean() + half}


def share(key, shares):
    """The mean of what share of the networks name each image rightly, with its 95% interval by Wilson's method."""
    if not len(shares):
        return {key: np.nan}
    low, high = wilson(np.sum(shares), len(shares))
    return {key: np.mean(shares), f"{key}-low": low, f"{key}-high": high}


def share_difference(key, shares, others):
    """How much the mean of shares is above that of others, of other images, with its 95% interval: method 10 of R. G. Newcombe (1998)."""
    if not len(shares) or not len(others):
        return {key: np.nan}
    (mean, low, high), (of_others, others_low, others_high) = (
        (np.mean(of), *wilson(np.sum(of), len(of))) for of in (shares, others)
    )
    down, up = np.hypot(mean - low, others_high - of_others), np.hypot(high - mean, of_others - others_low)
    difference = mean - of_others
    return {key: difference, f"{key}-low": difference - down, f"{key}-high": difference + up}


def p_value(differences):
    """Of the two-sided t-test that they are 0 in the mean; NaN where their spread is not known."""
    if len(differences) > 1 and np.mean(differences) == 0:
        return 1.0
    error = _error(differences)
    return np.nan if np.isnan(error) else 1 - within_t(abs(np.mean(differences)) / error, len(differences) - 1)


def holm(p_values):
    """Holm's correction; NaN is no test and stays NaN."""
    adjusted, highest = np.full(len(p_values), np.nan), 0
    tests = np.count_nonzero(~np.isnan(p_values))
    for rank, test in enumerate(np.argsort(p_values, kind="stable")[:tests]):  # NaN comes last
        highest = max(highest, min(1, p_values[test] * (tests - rank)))
        adjusted[test] = highest
    return adjusted


def deciles(measure, outcomes):
    """Tenths of a measure as [(lowest value, highest, outcomes)]: equal values stay together, NaN is left out."""
    order = np.argsort(measure, kind="stable")[: np.count_nonzero(~np.isnan(measure))]
    values, groups, start = measure[order], [], 0
    while start < len(order):
        end = start
        while end < len(order) and GROUPS * end // len(order) == GROUPS * start // len(order):
            end = np.searchsorted(values, values[end], side="right")
        groups.append((values[start], values[end - 1], outcomes[order[start:end]]))
        start = end
    return groups


def auc_of_counts(nearer, farther):
    """The chance that a value of the first counts is smaller than one of the second, ties half; NaN where one is empty."""
    if not nearer.sum() or not farther.sum():
        return np.nan
    beyond = farther.sum() - np.cumsum(farther)
    return (nearer * (beyond + 0.5 * farther)).sum() / nearer.sum() / farther.sum()


def jackknife(key, chance, without):
    """A chance with its 95% interval by the delete-a-group jackknife, from what it is without each group; none where that never differs."""
    error = _error(without)
    if np.isnan(error):
        return {key: chance}
    half = t_quantile(len(without) - 1) * (len(without) - 1) * error
    return {key: chance, f"{key}-low": max(0, chance - half), f"{key}-high": min(1, chance + half)}


def auc_interval(auc, images):
    """The 95% interval of an area under the ROC curve of as many values in either group: method 5 of R. G. Newcombe (2006)."""
    return 1 - _highest_auc(1 - auc, images), _highest_auc(auc, images)


def _highest_auc(auc, images):
    low, high = auc, 1.0
    while high - low > 1e-12:
        chance = (low + high) / 2
        others = (images - 1) * ((1 - chance) / (2 - chance) + chance / (1 + chance))
        reaches = chance - auc <= Z95 * (chance * (1 - chance) * (1 + others)) ** 0.5 / images
        low, high = (chance, high) if reaches else (low, chance)
    return high


class Draws:
    """Whole numbers below a bound, as Java's SplittableRandom draws them: the bootstrap of the job, draw by draw."""

    def __init__(self, seed, bound):
        self.state, self.bound = np.uint64(seed % 2**64), bound

    def take(self, count):
        z = self.state + np.uint64(0x9E3779B97F4A7C15) * np.arange(1, count + 1, dtype=np.uint64)
        self.state = z[-1]
        z = (z ^ (z >> np.uint64(33))) * np.uint64(0x62A9D9ED799705F5)
        z = ((z ^ (z >> np.uint64(28))) * np.uint64(0xCB24D0A5C88C35B3) >> np.uint64(32)).astype(np.int64)
        if self.bound & (self.bound - 1) == 0:
            return z & (self.bound - 1)
        half = z >> 1
        drawn = half % self.bound
        # the last numbers, too few for all remainders, are drawn again
        drawn = drawn[half - drawn + self.bound - 1 < 2**31]
        return drawn if len(drawn) == count else np.append(drawn, self.take(count - len(drawn)))


def subset_difference(values, kept, seed):
    """
    The mean of the values kept less that of all, and its 95% interval by the percentile bootstrap: NaN where all draws come to the same though
    some are left out, and where none is kept.
    """
    if not kept.any():
        return np.nan, np.nan, np.nan
    draws, differences = Draws(seed, len(values)), []
    for _ in range(RESAMPLES):
        drawn = draws.take(len(values))
        of_kept = values[drawn][kept[drawn]]
        if len(of_kept):  # a draw without any says nothing
            differences.append(of_kept.mean() - values[drawn].mean())
    low, high = np.quantile(differences, [0.025, 0.975]) if differences else (np.nan, np.nan)
    known = high - low > ROUNDING or kept.all()
    return values[kept].mean() - values.mean(), *((low, high) if known else (np.nan, np.nan))


def xxhash(numbers, seed=42):
    """Spark's xxhash64 of a column of whole numbers; given that hash as seed, of one more."""
    one, two, three, four, five = (
        np.uint64(prime)
        for prime in (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)
    )

    def rotated(number, left):
        return (number << np.uint64(left)) | (number >> np.uint64(64 - left))

    numbers, seed = (np.atleast_1d(np.asarray(of, np.int64)).view(np.uint64) for of in (numbers, seed))
    hashed = (seed + five + np.uint64(8)) ^ (rotated(numbers * two, 31) * one)
    hashed = rotated(hashed, 27) * one + four
    hashed = (hashed ^ (hashed >> np.uint64(33))) * two
    hashed = (hashed ^ (hashed >> np.uint64(29))) * three
    return (hashed ^ (hashed >> np.uint64(32))).view(np.int64)


def seeded_order(ids, seed):
    """The ids in the order in which the job draws a sample of them."""
    ids = np.asarray(ids)
    return ids[np.lexsort((ids, xxhash(seed, xxhash(ids))))]
