"""A million people against 60 programmes: ours beside other ways to do the same, in one run.

    BASELINES=/path/to/baselines python3 benches/compare.py [ROUNDS]

BASELINES holds a generator of people and rules, the exact semantics, and scripts for the other tools; it is
copied, never changed, and without it nothing is measured. PERF_DIR (target/perf) takes the copy, the data and a
Python environment. Every tool is checked against the reference answer; rounds are interleaved, so that what else
the machine does falls on all alike; figures are medians over the rounds. Prints a table for docs/performance.md.

ENGINES=1 also builds and runs the rule engines in Rust (zen, CEL, regorus, json-logic), which takes some twenty
minutes; otherwise their recorded results are quoted.
"""
import json, os, sys

from side_by_side import COPY, DATA, PERF, PYTHON, ROUNDS, answer, machine, measure, ours, prepare, run

FLOOR = PERF / "floor"
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


def prepare_people():
    """The people, the rules, the answers expected, the floor and the engines; what is there already is kept."""
    prepare("persons.parquet", "it has gen.py and j1_numpy.py")
    if not (DATA / "j1_expected.json").exists():
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


prepare_people()
measured, absent = measure(commands(ours("population")))
machine()
for name in absent:
    print(f"SKIPPED: {name} does not run on this machine\n")
population_table(measured)
person_table(measured)
