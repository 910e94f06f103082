"""A payment run over a million participants with three spells each: ours beside other ways to do the same, in one run.

    BASELINES=/path/to/baselines python3 benches/pay.py [ROUNDS]

Every tool is checked against the same lines and totals; figures are medians over the rounds. Prints a table for
docs/performance.md.
"""
from side_by_side import COPY, DATA, PYTHON, answer, machine, measure, ours, prepare, run

# The same starts and work with the names of our columns.
TABLES = """
import pyarrow, pyarrow.compute as compute, pyarrow.parquet as parquet
from common import path
starts = parquet.read_table(path('participants.parquet'))
group = compute.binary_join_element_wise('g', starts['grp'].cast('string'), '')
starts = pyarrow.table({'person': starts['participant_id'], 'started_on': starts['prog_start'], 'group': group})
parquet.write_table(starts, path('starts.parquet'), compression='zstd')
work = parquet.read_table(path('spells.parquet'))
work = work.rename_columns({'participant_id': 'person', 'start': 'from', 'end': 'until', 'weekly_earnings': 'earnings_pence_week'})
parquet.write_table(work, path('work.parquet'), compression='zstd')
"""
TOOLS = [("j3_ceiling.py", "1"), ("j3_pandas.py", "1"), ("j3_polars.py", "1"), ("j3_polars.py", "2"), ("j3_duckdb.py", "1"),
         ("j3_duckdb.py", "2")]

prepare("spells.parquet", "it has gen.py and j3_spec.md")
if not (DATA / "work.parquet").exists():
    run(PYTHON, "-c", TABLES, cwd=COPY)
if not (DATA / "j3_expected.json").exists():
    run(PYTHON, "j3_pandas.py", cwd=COPY)
others = [([PYTHON, script], {"THREADS": threads}) for script, threads in TOOLS]
figures, absent = measure([([ours("payment")], {}), *others])
machine()
for name in absent:
    print(f"SKIPPED: {name} does not run on this machine\n")
own = next(figure["cpu_s"] for (*_, tool, _), figure in figures.items() if tool == "tapestry")
print("| tool | threads | processor | elapsed, least | ours is quicker by | peak memory | lines and totals |")
print("|---|---|---|---|---|---|---|")
for figure in sorted(figures.values(), key=lambda figure: figure["cpu_s"]):
    ratio = "" if figure["tool"] == "tapestry" else f"{figure['cpu_s'] / own:.1f}"
    print(f"| {figure['tool']} | {figure['threads']} | {figure['cpu_s'] * 1000:.0f} ms | {figure['wall_min_s'] * 1000:.0f} ms | "
          f"{ratio} | {figure['rss_mb']:.0f} MB | {answer(figure)} |")
