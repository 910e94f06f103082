"""What the comparisons have in common: a copy of the baselines, their data, a Python environment, and rounds.

BASELINES is the folder of the baselines; it is copied, never changed. PERF_DIR (target/perf) takes the copy, the data
and a Python environment. Rounds are interleaved, so that what else the machine does falls on all tools alike.
"""
import json, os, pathlib, platform, re, shutil, statistics, subprocess, sys

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
ROOT = pathlib.Path(__file__).resolve().parent.parent
PERF = pathlib.Path(os.environ.get("PERF_DIR", ROOT / "target/perf")).resolve()
COPY, PYTHON = PERF / "baselines", PERF / "venv/bin/python"
DATA = COPY / "data"
NEEDED = ("numpy", "pandas", "polars", "polars-runtime-32", "pyarrow", "duckdb", "OpenFisca-Core")


def run(*command, cwd=None, **environment):
    return subprocess.run([str(part) for part in command], cwd=cwd, env={**os.environ, **environment}, check=True,
                          stdout=subprocess.PIPE, text=True).stdout


def prepare(made, missing):
    """The copy, the environment, and the data, unless the file `made` is among them; ends with `missing` when there is
    nothing to copy."""
    baselines = os.environ.get("BASELINES")
    if not COPY.exists():
        if not (baselines and pathlib.Path(baselines).is_dir()):
            sys.exit(f"SKIPPED: nothing was measured. Set BASELINES to the folder of the baselines ({missing}).")
        PERF.mkdir(parents=True, exist_ok=True)
        shutil.copytree(baselines, COPY, ignore=shutil.ignore_patterns("data", "target"))
        run("chmod", "-R", "u+w", COPY)
    if not PYTHON.exists():
        print("setting up Python ...", file=sys.stderr)
        run(sys.executable, "-m", "venv", PERF / "venv")
        wanted = [line for line in (COPY / "requirements.txt").read_text().split() if line.split("==")[0] in NEEDED]
        try:
            run(PYTHON, "-m", "pip", "install", "-q", *wanted)
        except subprocess.CalledProcessError:
            print("these versions have no wheels for this Python: taking the newest that have", file=sys.stderr)
            run(PYTHON, "-m", "pip", "install", "-q", *NEEDED)
    if not (DATA / made).exists():
        print("making the data ...", file=sys.stderr)
        run(PYTHON, "gen.py", cwd=COPY)


def ours(name):
    """One of our benchmarks, built for release: the crates that it needs, not the whole program."""
    lines = run("cargo", "bench", "-q", "-p", "tapestry-benches", "--bench", name, "--no-run",
                "--message-format=json", cwd=ROOT).splitlines()
    built = [json.loads(line) for line in lines if line.startswith("{")]
    return next(line["executable"] for line in built
                if line.get("executable") and line["target"]["name"] == name)


def measure(commands):
    """Medians over the rounds, by job, what, tool and threads; and the tools that this machine cannot run."""
    found, absent = {}, set()
    for number in range(ROUNDS):
        for command, environment in commands:
            name = f"{pathlib.Path(command[0]).name} {' '.join(map(str, command[1:]))}"
            if name in absent:
                continue
            print(f"round {number + 1}: {name}", file=sys.stderr)
            try:
                lines = run(*command, cwd=COPY, PERF_DATA=str(DATA), **environment).splitlines()
            except subprocess.CalledProcessError:
                # The C ceiling is written for AVX-512, which not every processor has; every other tool must run.
                if not any("ceiling" in str(part) for part in command):
                    raise
                absent.add(name)
                continue
            for line in lines:
                if line.startswith("{"):
                    figure = json.loads(line)
                    key = tuple(figure.get(part) for part in ("job", "what", "tool", "threads"))
                    found.setdefault(key, []).append(figure)
    return {key: median(figures) for key, figures in found.items()}, sorted(absent)


def median(figures):
    """The median of each number; correct only when it was in every round."""
    middle = dict(figures[-1])
    for name in ("cpu_s", "wall_s", "us_per_person", "cpu_us", "rss_mb"):
        if name in middle:
            middle[name] = statistics.median(figure[name] for figure in figures)
    middle["wall_min_s"] = min(figure.get("wall_min_s", 0) for figure in figures)
    middle["ok"] = None if middle.get("ok") is None else all(figure["ok"] for figure in figures)
    return middle


def answer(figure):
    return {True: "same", False: "WRONG", None: "not compared"}[figure.get("ok")]


def machine():
    model = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    load = " ".join(f"{share:.1f}" for share in os.getloadavg())
    versions = run(PYTHON, "-c", "import numpy, polars, duckdb, pyarrow; print(f'numpy {numpy.__version__}, polars "
                   "{polars.__version__}, DuckDB {duckdb.__version__}, pyarrow {pyarrow.__version__}')").strip()
    print(f"{model.group(1) if model else platform.processor()}, {os.cpu_count()} processors, Python "
          f"{platform.python_version()}, {versions}; {ROUNDS} rounds; load average at the end {load}\n")
