#!/usr/bin/env python3
"""Figures of variance-based sensitivity analysis by OpenTURNS, SALib and plain NumPy.

The bash script `sensitivity` beside this file runs it next to our own figures and prints the tables. A tool that is
not installed is left out and said to be. SALib is taken from its sources:

    git clone --branch v1.5.2 https://github.com/SALib/SALib
    SALIB=SALib benchmarks/peers/sensitivity

It needs pandas and multiprocess (Debian: python3-pandas, python3-multiprocess), OpenTURNS is python3-openturns there.

RMSE is over all inputs and over the same number of seeds for everybody. Times are processor time of the analysis
alone, outputs in memory, the best of several. Memory is the peak of resident memory (VmHWM) beyond that before the
analysis.
"""
import argparse
import json
import math
import os
import platform
import subprocess
import sys
import time
import warnings

try:
    import numpy as np
    import scipy
    from scipy.stats import qmc
except ImportError:
    np = None

SEEDS = 256
STUDIES = 128
RESAMPLES = 100
FIGURES = ["versions", "accuracy-g", "accuracy-ishigami", "accuracy-ordered", "analyse-g", "analyse-40", "design-40",
           "coverage", "dummy", "traps", "why"]
TOOLS = ["openturns", "salib", "numpy"]
G = [0, 1, 4.5, 9, 99, 99, 99, 99]


# functions with exact indices, on the unit cube

def g_function(x):
    a = np.array(G)
    return np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1)


def g_exact():
    v = 1 / (3 * (1 + np.array(G)) ** 2)
    variance = np.prod(1 + v) - 1
    return v / variance, np.array([v[i] * np.prod(np.delete(1 + v, i)) for i in range(8)]) / variance


def ishigami(x):
    x = (2 * x - 1) * np.pi
    return np.sin(x[:, 0]) * (1 + 0.1 * x[:, 2] ** 4) + 7 * np.sin(x[:, 1]) ** 2


def ordered(x):
    """Ishigami with every factor put in order: the same indices, but no value at 0 that comes again at 1."""
    first = np.sin((x[:, 0] - 0.5) * np.pi)
    return first * (1 + 0.1 * (x[:, 2] * np.pi) ** 4) + 7 * np.sin(x[:, 1] * np.pi / 2) ** 2


def ishigami_exact():
    p4 = np.pi ** 4
    v1, v2, v13 = (1 + 0.1 * p4 / 5) ** 2 / 2, 49 / 8, 8 * 0.01 * p4 ** 2 / 225
    return np.array([v1, v2, 0]) / (v1 + v2 + v13), np.array([v1 + v13, v2, v13]) / (v1 + v2 + v13)


def model_40(x):
    return x[:, 0] * x[:, 1] + x @ (1 / np.arange(1, x.shape[1] + 1))


FUNCTIONS = {"g": (g_function, 8, g_exact), "ishigami": (ishigami, 3, ishigami_exact),
             "ordered": (ordered, 3, ishigami_exact)}


# plain NumPy: A, B, AB, BA, as many would write it

def numpy_points(n, d, seed, kind="sobol"):
    if kind == "random":
        return np.random.default_rng(seed).random((n, 2 * d))
    return qmc.Sobol(2 * d, scramble=kind == "sobol", seed=seed).random(n)


def numpy_rows(points, both):
    n, d = len(points), points.shape[1] // 2
    a, b = points[:, :d], points[:, d:]
    rows = np.empty((2 + (2 if both else 1) * d, n, d))
    rows[0], rows[1] = a, b
    for i in range(d):
        rows[2 + i], rows[2 + i, :, i] = a, b[:, i]
        if both:
            rows[2 + d + i], rows[2 + d + i, :, i] = b, a[:, i]
    return rows


def numpy_runs(function, points, both=False):
    return np.array([function(rows) for rows in numpy_rows(points, both)])


def numpy_indices(y, d, second_order=False):
    a, b, ab = y[0], y[1], y[2:2 + d]
    variance = np.var(y[:2])
    s1 = np.mean(b * (ab - a), axis=1) / variance
    st = np.mean((ab - a) ** 2, axis=1) / 2 / variance
    if not second_order:
        return np.r_[s1, st]
    pairs = (y[2 + d:] @ ab.T / len(a) - np.mean(a * b)) / variance - s1[:, None] - s1
    return np.r_[s1, st, pairs[np.triu_indices(d, 1)]]


def numpy_analysis(y, d, second_order=False, seed=1):
    rng = np.random.default_rng(seed)
    n = y.shape[1]
    again = [numpy_indices(y[:, rng.integers(n, size=n)], d, second_order) for _ in range(RESAMPLES)]
    return numpy_indices(y, d, second_order), 1.96 * np.std(again, axis=0, ddof=1)


class NumPy:
    def versions(self):
        return {"version": f"NumPy {np.__version__}, points of SciPy {scipy.__version__}"}

    def estimate(self, function, d, n, seed):
        return {"Saltelli, Jansen": numpy_indices(numpy_runs(function, numpy_points(n, d, seed)), d)}

    def single(self, function, d, n):
        return {"unscrambled": numpy_indices(numpy_runs(function, numpy_points(n, d, 1, "plain")), d)}

    def analyse(self, function, d, n, second_order):
        y = numpy_runs(function, numpy_points(n, d, 1, "random"), second_order)
        return lambda: numpy_analysis(y, d, second_order)

    def design(self, d, n):
        return numpy_rows(numpy_points(n, d, 1), True)

    def interval(self, function, d, n, seed, kind):
        value, half = numpy_analysis(numpy_runs(function, numpy_points(n, d, seed, kind)), d, seed=seed)
        return value, value - half, value + half

    def of_runs(self, y, d, seed):
        return numpy_analysis(y, d, seed=seed)


# SALib

class SALib:
    def __init__(self, path):
        self.path = path
        if path:
            sys.path.insert(0, os.path.join(path, "src") if os.path.isdir(os.path.join(path, "src")) else path)
        import SALib.analyze.sobol
        import SALib.sample.sobol
        self.analysis, self.sample = SALib.analyze.sobol, SALib.sample.sobol

    def versions(self):
        from importlib import metadata
        name = os.environ.get("SALIB_VERSION")
        if not name and self.path:
            run = subprocess.run(["git", "-C", self.path, "describe", "--tags"], capture_output=True, text=True)
            name = run.stdout.strip()
        if not name:
            try:
                name = metadata.version("SALib")
            except metadata.PackageNotFoundError:
                name = "of unknown version (set SALIB_VERSION)"
        return {"version": f"SALib {name}"}

    def problem(self, d):
        return {"num_vars": d, "names": [f"x{i + 1}" for i in range(d)], "bounds": [[0, 1]] * d}

    def of(self, y, d, second_order=False, resamples=RESAMPLES, seed=1):
        return self.analysis.analyze(self.problem(d), y, calc_second_order=second_order, num_resamples=resamples,
                                     seed=seed)

    def estimate(self, function, d, n, seed):
        x = self.sample.sample(self.problem(d), n, calc_second_order=False, seed=seed)
        s = self.of(function(x), d, resamples=2)
        return {"": np.r_[s["S1"], s["ST"]]}

    def single(self, function, d, n):
        x = self.sample.sample(self.problem(d), n, calc_second_order=False, scramble=False)
        s = self.of(function(x), d, resamples=2)
        return {"unscrambled": np.r_[s["S1"], s["ST"]]}

    def analyse(self, function, d, n, second_order):
        # SALib's order of rows: A, AB, BA, B of each point
        y = salib_order(numpy_runs(function, numpy_points(n, d, 1, "random"), second_order))
        return lambda: self.of(y, d, second_order)

    def design(self, d, n):
        return self.sample.sample(self.problem(d), n, seed=1)

    def interval(self, function, d, n, seed, kind):
        if kind == "random":
            y = salib_order(numpy_runs(function, numpy_points(n, d, seed, kind)))
        else:
            y = function(self.sample.sample(self.problem(d), n, calc_second_order=False, seed=seed))
        s = self.of(y, d, seed=seed)
        value, half = np.r_[s["S1"], s["ST"]], np.r_[s["S1_conf"], s["ST_conf"]]
        return value, value - half, value + half

    def of_runs(self, y, d, seed):
        s = self.of(salib_order(y), d, seed=seed)
        return np.r_[s["S1"], s["ST"]], np.r_[s["S1_conf"], s["ST_conf"]]


def salib_order(y):
    return np.vstack([y[:1], y[2:], y[1:2]]).T.ravel()


# OpenTURNS

class OpenTURNS:
    ESTIMATORS = ["Saltelli", "Martinez"]

    def __init__(self):
        import openturns
        self.ot = openturns
        openturns.Log.Show(openturns.Log.NONE)

    def versions(self):
        return {"version": f"OpenTURNS {self.ot.__version__}"}

    def experiment(self, d, n, kind, second_order=False):
        cube = self.ot.ComposedDistribution([self.ot.Uniform(0, 1)] * d)
        if kind == "random":
            base = self.ot.MonteCarloExperiment(cube, n)
        else:
            base = self.ot.LowDiscrepancyExperiment(self.ot.SobolSequence(), cube, n)
            base.setRandomize(kind == "sobol")
        return self.ot.SobolIndicesExperiment(base, second_order).generate()

    def algorithm(self, estimator, x, y, n):
        algorithm = getattr(self.ot, estimator + "SensitivityAlgorithm")(x, y, n)
        algorithm.setUseAsymptoticDistribution(False)
        algorithm.setBootstrapSize(RESAMPLES)
        return algorithm

    def indices(self, estimator, x, y, n):
        algorithm = self.algorithm(estimator, x, y, n)
        return np.r_[np.array(algorithm.getFirstOrderIndices()), np.array(algorithm.getTotalOrderIndices())]

    def column(self, y):
        return self.ot.Sample(np.ascontiguousarray(y).reshape(-1, 1))

    def estimate(self, function, d, n, seed, kind="sobol"):
        self.ot.RandomGenerator.SetSeed(seed)
        x = self.experiment(d, n, kind)
        y = self.column(function(np.array(x)))
        return {name: self.indices(name, x, y, n) for name in self.ESTIMATORS}

    def single(self, function, d, n):
        return self.estimate(function, d, n, 1, "plain")

    def intervals(self, estimator, x, y, n):
        algorithm = self.algorithm(estimator, x, y, n)
        s1, st = algorithm.getFirstOrderIndicesInterval(), algorithm.getTotalOrderIndicesInterval()
        value = np.r_[np.array(algorithm.getFirstOrderIndices()), np.array(algorithm.getTotalOrderIndices())]
        low = np.r_[np.array(s1.getLowerBound()), np.array(st.getLowerBound())]
        high = np.r_[np.array(s1.getUpperBound()), np.array(st.getUpperBound())]
        return value, low, high, algorithm

    def analyse(self, function, d, n, second_order):
        self.ot.RandomGenerator.SetSeed(1)
        x = self.experiment(d, n, "random", second_order)
        y = self.column(function(np.array(x)))

        def run():
            algorithm = self.intervals("Saltelli", x, y, n)[3]
            return algorithm.getSecondOrderIndices() if second_order else None
        return run

    def design(self, d, n):
        return self.experiment(d, n, "sobol", True)

    def interval(self, function, d, n, seed, kind):
        self.ot.RandomGenerator.SetSeed(seed)
        x = self.experiment(d, n, kind)
        return self.intervals("Martinez", x, self.column(function(np.array(x))), n)[:3]

    def of_runs(self, y, d, seed, estimator="Saltelli"):
        self.ot.RandomGenerator.SetSeed(seed)
        n = y.shape[1]
        x = self.ot.Sample(y.size, d)
        value, low, high, _ = self.intervals(estimator, x, self.column(y.ravel()), n)
        return value, (high - low) / 2


# figures

def rmse(values, exact):
    d = len(exact[0])
    parts = ((values[..., :d], exact[0]), (values[..., d:], exact[1]))
    return [math.sqrt(np.mean(np.square(part - e))) for part, e in parts]


def accuracy(tool, name, n):
    function, d, exact = FUNCTIONS[name]
    exact = exact()
    estimates = {}
    for seed in range(1, SEEDS + 1):
        for estimator, values in tool.estimate(function, d, n, seed).items():
            estimates.setdefault(estimator, []).append(values)
    result = {}
    for estimator, values in estimates.items():
        result[f"randomised {estimator}"] = rmse(np.array(values), exact)
    for estimator, values in tool.single(function, d, n).items():
        result[f"single {estimator}"] = rmse(values, exact)
    return result


def status(name):
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def analyse(tool, function, d, n, second_order):
    tool.analyse(function, d, 16, second_order)()  # whatever is loaded late
    run = tool.analyse(function, d, n, second_order)
    peak = math.nan
    if os.path.exists("/proc/self/clear_refs"):
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
            file.write("5")  # the peak starts anew
        before = status("VmRSS")
    started = time.process_time()
    run()
    best = time.process_time() - started
    if os.path.exists("/proc/self/clear_refs"):
        peak = status("VmHWM") - before
    for _ in range(4 if best < 10 else 0):
        started = time.process_time()
        run()
        best = min(best, time.process_time() - started)
    return {"seconds": best, "MiB": peak}


def design(tool):
    best = math.inf
    for _ in range(3):
        started = time.process_time()
        tool.design(40, 1 << 14)
        best = min(best, time.process_time() - started)
        if best > 5:
            break
    return {"seconds": best}


def coverage(tool):
    exact = np.concatenate(g_exact())
    result = {}
    for name, kind in (("random", "random"), ("quasi", "sobol")):
        studies = [tool.interval(g_function, 8, 1 << 12, seed, kind) for seed in range(1, STUDIES + 1)]
        value, low, high = (np.array([s[k] for s in studies]) for k in range(3))
        covered = np.mean((low <= exact) & (exact <= high), axis=0)
        widths = np.mean((high - low) / 2, axis=0) / 1.96 / np.sqrt(np.mean((value - exact) ** 2, axis=0))
        result[f"{name} coverage low"], result[f"{name} coverage high"] = covered.min(), covered.max()
        result[f"{name} width low"], result[f"{name} width high"] = widths.min(), widths.max()
    return result


def dummy(tool):
    """2^16 points and 6 runs of each, 20 % more than the 2^14 points, 10 rows and 2 replicates of ours."""
    squares = []
    for seed in range(1, 17):
        x = (2 * numpy_points(1 << 16, 4, seed) - 1) * math.sqrt(3)
        x[:, [0, 4]] += 1
        y = numpy_runs(lambda rows: rows[:, 0] * (1 + rows[:, 1]) + rows[:, 2], x)
        # x1 has mean 1 and x2 mean 0: V(x1) + V(x2) + V(x1 x2) + V(x3)
        y += np.random.default_rng(seed).normal(0, 2, y.shape)
        squares.append(tool.of_runs(y, 4, seed)[0][7] ** 2)
    return {"ST": math.sqrt(np.mean(squares))}


def traps(tool):
    result = {}
    exact = g_exact()
    of = (lambda y, d, seed: tool.of_runs(y, d, seed, "Martinez")) if isinstance(tool, OpenTURNS) else tool.of_runs
    studies = [of(numpy_runs(g_function, numpy_points(1 << 12, 8, seed, "random")), 8, seed) for seed in range(1, 65)]
    result["null half"] = np.mean([half[15] for _, half in studies])
    result["null error"] = math.sqrt(np.mean([(value[15] - exact[1][7]) ** 2 for value, _ in studies]))

    y = numpy_runs(g_function, numpy_points(2048, 8, 1, "random"))
    failed = y.copy()
    failed[2, 100] = math.nan
    try:
        result["nan indices"] = int(np.sum(np.isnan(tool.of_runs(failed, 8, 1)[0])))
    except Exception as error:
        result["nan indices"] = "refused: " + str(error).split(" : ")[-1].replace("|", "/")

    forth, back = tool.of_runs(y, 8, 1), tool.of_runs(y[:, ::-1], 8, 1)
    result["order"] = max(np.max(np.abs(forth[0] - back[0])), np.max(np.abs(forth[1] - back[1])))
    once, twice = tool.of_runs(y, 8, 0), tool.of_runs(y, 8, 0)
    result["seed 0"] = max(np.max(np.abs(once[0] - twice[0])), np.max(np.abs(once[1] - twice[1])))

    near, far = [], []
    for seed in range(1, 65):
        y = numpy_runs(g_function, numpy_points(1 << 10, 8, seed))
        near.append(tool.of_runs(y, 8, seed)[0])
        far.append(tool.of_runs(y + 1e6, 8, seed)[0])
    result["near S1"], result["far S1"] = rmse(np.array(near), exact)[0], rmse(np.array(far), exact)[0]
    return result


# why the total indices of Ishigami differ: estimators and points apart from each other

def owen(points, rng):
    """Nested uniform scrambling of the first log2(n) digits, uniform below them."""
    n, columns = points.shape
    m = n.bit_length() - 1
    scrambled = np.empty(points.shape)
    for j in range(columns):
        digits = np.floor(points[:, j] * n).astype(np.int64)
        flipped = np.zeros(n, np.int64)
        for bit in range(m):
            flips = rng.integers(0, 2, 1 << bit)[digits >> (m - bit)]
            flipped = flipped << 1 | (digits >> (m - 1 - bit) & 1 ^ flips)
        scrambled[:, j] = (flipped + rng.random(n)) / n
    return scrambled


def randomise(points, kind, seed):
    rng = np.random.default_rng(seed)
    if kind == "none":
        return points
    if kind == "digital shift":
        return ((points * 2.0 ** 32).astype(np.uint64) ^ rng.integers(0, 1 << 32, points.shape[1], np.uint64)) / 2 ** 32
    if kind == "rotation":
        return (points + rng.random(points.shape[1])) % 1
    return owen(points, rng)


def three_totals(y, d):
    """Jansen's and Martinez' total from N(d + 2) runs, ours from N(2d + 2)."""
    y = y - y[0].mean()
    a, b, ab, ba = y[0], y[1], y[2:2 + d], y[2 + d:]
    jansen = np.mean((ab - a) ** 2, axis=1) / 2
    martinez = np.array([1 - np.corrcoef(a, row)[0, 1] for row in ab])
    pooled = (np.mean((a - b) ** 2) + np.sum(np.mean((ab - ba) ** 2, axis=1))) / 2 / (1 + d)
    both = (jansen + np.mean((ba - b) ** 2, axis=1) / 2) / 2
    return np.array([jansen / np.var(y[:2]), martinez, both / pooled])


def why(openturns):
    n, d, exact = 1 << 14, 3, ishigami_exact()[1]
    joe_kuo = qmc.Sobol(2 * d, scramble=False).random(n)
    swap = [0, 2, 4, 1, 3, 5]
    nets = {"Joe–Kuo, A then B": joe_kuo, "Joe–Kuo, A and B in turn": joe_kuo[:, swap]}
    if openturns:
        nets["OpenTURNS', A then B"] = np.array(openturns.ot.SobolSequence(2 * d).generate(n))
        nets["OpenTURNS', A and B in turn"] = nets["OpenTURNS', A then B"][:, swap]
    rows = []
    for net, points in nets.items():
        for kind in ("none", "digital shift", "rotation", "nested scrambling"):
            seeds = range(1, 2 if kind == "none" else SEEDS // 4 + 1)
            line = {}
            for function in (ishigami, ordered):
                errors = [three_totals(numpy_runs(function, randomise(points, kind, seed), True), d) - exact
                          for seed in seeds]
                line[function.__name__] = [math.sqrt(e) for e in np.mean(np.square(errors), axis=(0, 2))]
            rows.append([net, kind, line])
    # columns of the net dealt at random among the factors: a shift keeps the luck of the draw, scrambling averages it
    dealt = {}
    for kind in ("digital shift", "nested scrambling"):
        errors = []
        for deal in range(24):
            points = joe_kuo[:, np.random.default_rng(deal).permutation(2 * d)]
            squares = [np.square(three_totals(numpy_runs(ishigami, randomise(points, kind, seed), True), d) - exact)
                       for seed in range(1, 17)]
            errors.append([math.sqrt(e) for e in np.mean(squares, axis=(0, 2))])
        dealt[kind] = errors
    return {"rows": rows, "dealt": dealt}


def compute(tool, figure):
    if figure == "versions":
        return tool.versions()
    if figure.startswith("accuracy-"):
        name = figure[len("accuracy-"):]
        return accuracy(tool, name, 1 << 10 if name == "g" else 1 << 14)
    if figure == "analyse-g":
        return analyse(tool, g_function, 8, 1 << 16, False)
    if figure == "analyse-40":
        return analyse(tool, model_40, 40, 1 << 14, True)
    return {"design-40": design, "coverage": coverage, "dummy": dummy, "traps": traps}[figure](tool)


def create(name, salib):
    """The tool, or None where it is not there."""
    if np is None:
        print(f"{name}: not found, left out (no NumPy and SciPy for {sys.executable})", file=sys.stderr)
        return None
    try:
        return {"openturns": OpenTURNS, "salib": lambda: SALib(salib), "numpy": NumPy}[name]()
    except ImportError as error:
        print(f"{name}: not found, left out ({error})", file=sys.stderr)
        return None


# tables

def number(x):
    if isinstance(x, str):
        return x
    if x is None or math.isnan(x):
        return "–"
    if x == 0:
        return "0"
    if abs(x) >= 100:
        return f"{x:,.0f}"
    if abs(x) >= 1e-2:
        return f"{x:.3g}"
    mantissa, exponent = f"{x:.1e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def pair(values):
    return " / ".join(number(v) for v in values)


def cpu():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


def table(folder):
    found = {}
    for tool in ["ours"] + TOOLS:
        for figure in FIGURES:
            try:
                with open(os.path.join(folder, f"{tool}.{figure}.json"), encoding="utf-8") as file:
                    found[tool, figure] = json.load(file)
            except FileNotFoundError:
                pass
    columns = {"ours": "ours", "openturns": "OpenTURNS", "salib": "SALib", "numpy": "NumPy"}
    print(f"Processor: {cpu()}, one thread. AsemMonteCarlo.Sensitivity on {found['ours', 'versions']['version']}; "
          f"Python {platform.python_version()}.")
    for tool in TOOLS:
        if (tool, "versions") in found:
            print(f"{found[tool, 'versions']['version']}.")
        else:
            print(f"{columns[tool]}: not found, left out.")

    def line(title, cell):
        if not any((tool, figure) in found for tool in columns):
            return
        cells = [cell(tool, found.get((tool, figure))) if (tool, figure) in found else "–" for tool in columns]
        print("| " + " | ".join([title] + cells) + " |")

    def head(*titles):
        print("\n| " + " | ".join(titles) + " |\n|" + "---|" * len(titles))

    def randomised(budget):
        def cell(tool, f):
            if tool == "ours":
                return pair([f[f"S1 {budget}"], f[f"ST {budget}"]])
            return "; ".join(f"{key[11:]} {pair(v)}".strip() for key, v in f.items() if key.startswith("randomised"))
        return cell

    def single(tool, f):
        return "; ".join(f"{key[7:]} {pair(v)}" for key, v in f.items() if key.startswith("single")) or "–"

    def seconds(tool, f):
        more = f", {number(f['seconds 2d+2'])} with N(2d + 2)" if "seconds 2d+2" in f else ""
        return number(f["seconds"]) + more

    head("figure", *columns.values())
    for figure, title in (("accuracy-g", "g-function, 2¹⁰ points"),
                          ("accuracy-ishigami", "Ishigami, 2¹⁴ points"),
                          ("accuracy-ordered", "Ishigami in order, 2¹⁴ points")):
        line(f"{title}, N(2d + 2) runs: RMSE of S1 / ST, {SEEDS} seeds", randomised("2d+2"))
        line(f"the same, N(d + 2) runs: S1 / ST, {SEEDS} seeds", randomised("d+2"))
        line("the same, the one net without seed: S1 / ST", single)
    for figure, title in (("analyse-g", "analysis of the g-function, 2¹⁶ points, N(d + 2) runs, with intervals: s"),
                          ("analyse-40", "analysis of 40 factors, 2¹⁴ points, second order, with intervals: s")):
        line(title, seconds)
        line("its memory beyond the outputs: MiB", lambda tool, f: number(f["MiB"]))
    figure = "design-40"
    line("design of 40 factors, 2¹⁴ points (1.34 M rows): s", lambda tool, f: number(f["seconds"]))
    figure = "coverage"
    for kind, title in (("random", "random"), ("quasi", "quasi-random")):
        line(f"g-function, 2¹² {title} points, {STUDIES} studies: coverage of 95 % intervals, least–most",
             lambda tool, f: f"{f[kind + ' coverage low']:.2f}–{f[kind + ' coverage high']:.2f}")
        line("their half-widths over 1.96 times the errors made, least–most",
             lambda tool, f: f"{number(f[kind + ' width low'])}–{number(f[kind + ' width high'])}")
    figure = "dummy"
    line("ST of a factor that does nothing, noise variance = variance: RMS of 16 seeds",
         lambda tool, f: number(f["ST"]))

    print("\nTraps, as seen:")
    figure = "traps"
    head("trap", *columns.values())
    line("interval of ST of a factor that hardly matters (g-function, 2¹² random points): half-width over 1.96 times "
         "the error made", lambda tool, f: number(f["null half"] / 1.96 / f["null error"]))
    line("seed 0 twice: largest difference", lambda tool, f: number(f["seed 0"]))
    line("one NaN among the runs of 2,048 points: indices of 16 that are lost",
         lambda tool, f: number(f["nan indices"]))
    line("points in the opposite order: largest difference of an index or interval", lambda tool, f: number(f["order"]))
    line("RMSE of S1, then the same model plus 10⁶ (2¹⁰ points)",
         lambda tool, f: f"{number(f['near S1'])}, {number(f['far S1'])}")

    if ("numpy", "why") in found:
        reasons = found["numpy", "why"]
        print(f"\nTotal indices of Ishigami, 2¹⁴ points, RMSE over inputs and {SEEDS // 4} randomisations; three "
              "totals each: Jansen and Martinez with N(d + 2) runs, ours with N(2d + 2). In order: the same indices, "
              "each factor monotone.")
        head("net", "randomised by", "Ishigami", "Ishigami in order")
        for net, kind, errors in reasons["rows"]:
            print(f"| {net} | {kind} | {pair(errors['ishigami'])} | {pair(errors['ordered'])} |")
        print("\nColumns of Joe–Kuo's net dealt among A and B at random, 24 times (Ishigami, 16 randomisations "
              "each):")
        head("randomised by", "least", "root mean square", "most")
        for kind, errors in reasons["dealt"].items():
            errors = np.array(errors)
            print(f"| {kind} | {pair(errors.min(axis=0))} | {pair(np.sqrt(np.mean(errors ** 2, axis=0)))} | "
                  f"{pair(errors.max(axis=0))} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figure", choices=FIGURES, help="the figure to measure")
    parser.add_argument("--tool", choices=TOOLS, help="by which tool")
    parser.add_argument("--json", metavar="FILE", help="where to put it")
    parser.add_argument("--salib", metavar="FOLDER", default=os.environ.get("SALIB"), help="SALib's sources; or SALIB")
    parser.add_argument("--table", metavar="FOLDER", help="print the tables of the figures in a folder")
    arguments = parser.parse_args()
    if arguments.table:
        table(arguments.table)
        return
    if not (arguments.figure and arguments.tool and arguments.json):
        parser.error("--figure, --tool and --json are needed, or --table")
    tool = create(arguments.tool, arguments.salib)
    if not tool:
        return
    warnings.simplefilter("ignore")
    if arguments.figure == "why":
        values = why(create("openturns", None))
    else:
        values = compute(tool, arguments.figure)
    with open(arguments.json, "w", encoding="utf-8") as file:
        json.dump(values, file, default=float)


if __name__ == "__main__":
    main()
