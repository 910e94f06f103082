"""A million people against 60 programmes: ours beside other ways to do the same, in one run.

    BASELINES=/path/to/baselines python3 benches/compare.py [ROUNDS]

BASELINES holds a generator of people and rules, the exact semantics, and scripts for the other tools; it is
copied, never changed, and without it nothing is measured. PERF_DIR (target/perf) takes the copy, the data and a
Python environment. Every tool is checked against the reference answer; rounds are interleaved, so that what else
the machine does falls on all alike; figures are medians over the rounds. Prints a table for docs/performance.md.

ENGINES=1 also builds and runs the rule engines in Rust (zen, CEL, regorus, json-logic), which takes some twenty
minutes; otherwise their recorded results are quoted.
"""
import json, os, pathlib, platform, re, shutil, statistics, subprocess, sys

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
ROOT = pathlib.Path(__file__).resolve().parent.parent
PERF = pathlib.Path(os.environ.get("PERF_DIR", ROOT / "target/perf")).resolve()
COPY, PYTHON, FLOOR = PERF / "baselines", PERF / "venv/bin/python", PERF / "floor"
DATA = COPY / "data"
NEEDED = ("numpy", "polars", "polars-runtime-32", "pyarrow", "duckdb", "OpenFisca-Core")
# Lays the people out column by column, in the form that benches/population/people.rs reads.
COLUMNS = """
import os, numpy, pyarrow.parquet
from common import FACTS, path
table = pyarrow.parquet.read_table(path('persons.parquet')); os.makedirs(path('columns'), exist_ok=True)
for name, kind in FACTS.items():
    column = pyarrow.concat_arrays(table[name].unify_dictionaries().chunks)
    known = numpy.asarray(column.is_valid())
    numbers = column.indices.fill_null(0) if kind == 'str' else column.fill_null(False if kind == 'bool' else 0)
    numpy.asarray(numbers).astype('<i4').tofile(path(f'columns/{name}.i32'))
    numpy.packbits(known, bitorder='little').tofile(path(f'columns/{name}.known'))
open(path('columns/names.txt'), 'w').write('\\n'.join(FACTS))
names = ['home' if name == 'area' else name for name in table.column_names]
pyarrow.parquet.write_table(table.rename_columns(names), path('columns/people.parquet'), compression='zstd')
"""
CEILING = "j1_ceiling.py"
ENGINES = ("zen-expr", "zen-graph", "cel", "regorus-rvm", "regorus", "jsonlogic")


def run(*command, cwd=None, **environment):
    return subprocess.run([str(part) for part in command], cwd=cwd, env={**os.environ, **environment}, check=True,
                          stdout=subprocess.PIPE, text=True).stdout


def prepare(baselines):
    """The copy, the environment, the data, the floor and our own benchmark; what is there already is kept."""
    if not COPY.exists():
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
    if not (DATA / "j1_expected.json").exists():
        print("making people and rules ...", file=sys.stderr)
        run(PYTHON, "gen.py", cwd=COPY)
        run(PYTHON, "j1_numpy.py", "--write-expected", cwd=COPY)
    if not (DATA / "columns/names.txt").exists():
        run(PYTHON, "-c", COLUMNS, cwd=COPY)
    if not FLOOR.exists():
        FLOOR.with_name("floor").write_bytes(build(COPY / "rust_floor", "floor").read_bytes())
        FLOOR.chmod(0o755)
    if os.environ.get("ENGINES") and not (PERF / "engines").exists():
        (PERF / "engines").write_bytes(build(COPY / "rust", "engines").read_bytes())
        (PERF / "engines").chmod(0o755)


def build(folder, name):
    """Builds a crate of the baselines as a workspace of its own."""
    manifest = folder / "Cargo.toml"
    if "[workspace]" not in manifest.read_text():
        manifest.write_text(manifest.read_text() + "\n[workspace]\n")
    run("cargo", "build", "-q", "--release", "--locked", "--bin", name, "--target-dir", PERF / "target", cwd=folder)
    return PERF / "target/release" / name


def ours():
    """Our benchmark, built for release: the policy crate and what reads tables, not the whole program."""
    lines = run("cargo", "bench", "-q", "-p", "tapestry-benches", "--bench", "population", "--no-run",
                "--message-format=json", cwd=ROOT).splitlines()
    built = [json.loads(line) for line in lines if line.startswith("{")]
    return next(line["executable"] for line in built
                if line.get("executable") and line["target"]["name"] == "population")


def commands(benchmark):
    """Every tool: its command, and what it needs in its environment."""
    python = lambda script, *more, **environment: ([PYTHON, script, *more], environment)
    tools = [([benchmark], {}), python(CEILING), python("j1_numpy.py"),
             python("j1_polars.py", "enum", THREADS="1"), python("j1_polars.py", "enum", THREADS="2"),
             python("j1_polars.py", "string", THREADS="1"), python("j1_duckdb.py", THREADS="1"),
             python("j1_openfisca.py", "three", "full", "one"), ([FLOOR, "status"], {}), ([FLOOR, "explain"], {})]
    if (PERF / "engines").exists():
        tools += [([PERF / "engines", engine, job, "2000"], {}) for engine in ENGINES for job in ("status", "explain")]
    return tools


def measure(benchmark):
    """Medians over the rounds, by job, what, tool and threads; and the tools that this machine cannot run."""
    found, absent = {}, set()
    for number in range(ROUNDS):
        for command, environment in commands(benchmark):
            name = f"{pathlib.Path(command[0]).name} {' '.join(map(str, command[1:]))}"
            if name in absent:
                continue
            print(f"round {number + 1}: {name}", file=sys.stderr)
            try:
                lines = run(*command, cwd=COPY, PERF_DATA=str(DATA), **environment).splitlines()
            except subprocess.CalledProcessError:
                # The C ceiling is written for AVX-512, which not every processor has; every other tool must run.
                if CEILING not in command:
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


def population_table(figures):
    print("| what | tool | threads | processor | elapsed, least | ours is quicker by | peak memory | answers |")
    print("|---|---|---|---|---|---|---|---|")
    for title, whats in (("verdicts", ("core", "three")), ("verdicts and what stops whom", ("full",)),
                         ("from Parquet to all counts", ("table",))):
        rows = [figure for (job, what, *_), figure in figures.items() if job == "J1" and what in whats]
        own = next((row["cpu_s"] for row in rows if row["tool"] == "tapestry" and row["threads"] == 1), None)
        for row in sorted(rows, key=lambda row: row["cpu_s"]):
            ratio = "" if row["tool"] == "tapestry" or not own else f"{row['cpu_s'] / own:.1f}"
            print(f"| {title} | {row['tool']} | {row.get('threads', '')} | {row['cpu_s'] * 1000:.1f} ms | "
                  f"{row['wall_min_s'] * 1000:.1f} ms | {ratio} | {row['rss_mb']:.0f} MB | {answer(row)} |")


def person_table(figures):
    print("\n| one person, from JSON to JSON | processor | ours is quicker by | bytes written | answers |\n|---|---|---|---|---|")
    rows = [(tool, figure) for (job, what, tool, _), figure in figures.items() if job == "J2"]
    recorded = {} if (PERF / "engines").exists() else {
        figure["tool"]: figure for figure in map(json.loads, (COPY / "results/res_j2.jsonl").read_text().splitlines())}
    rows += [(f"{tool} (recorded)", figure) for tool, figure in recorded.items() if tool in ENGINES]
    time = lambda figure: figure.get("cpu_us") or figure["us_per_person"]
    own = next(time(figure) for tool, figure in rows if tool == "tapestry")
    for tool, figure in sorted(rows, key=lambda row: time(row[1])):
        ratio = "" if tool == "tapestry" else f"{time(figure) / own:.1f}"
        print(f"| {tool}: {figure['what']} | {time(figure):.1f} µs | {ratio} | {figure.get('bytes_out', '')} | {answer(figure)} |")


def machine():
    model = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    load = " ".join(f"{share:.1f}" for share in os.getloadavg())
    versions = run(PYTHON, "-c", "import numpy, polars, duckdb, pyarrow; print(f'numpy {numpy.__version__}, polars "
                   "{polars.__version__}, DuckDB {duckdb.__version__}, pyarrow {pyarrow.__version__}')").strip()
    print(f"{model.group(1) if model else platform.processor()}, {os.cpu_count()} processors, Python "
          f"{platform.python_version()}, {versions}; {ROUNDS} rounds; load average at the end {load}\n")


baselines = os.environ.get("BASELINES")
if not COPY.exists() and not (baselines and pathlib.Path(baselines).is_dir()):
    sys.exit("SKIPPED: nothing was measured. Set BASELINES to the folder of the baselines (it has gen.py and j1_numpy.py).")
PERF.mkdir(parents=True, exist_ok=True)
prepare(baselines)
measured, absent = measure(ours())
machine()
for name in absent:
    print(f"SKIPPED: {name} does not run on this machine\n")
population_table(measured)
person_table(measured)
