#!/usr/bin/env python3
"""Makes up a table of people for `tapestry screen`: a column to a fact of spine/facts.toml.

    python3 benches/people.py ROWS FILE.csv|FILE.parquet [SEED]

About one value in seven is not known. Parquet needs pyarrow (`pip install pyarrow`); it is written half a
million rows at a time, so that any number fits. Nobody in it is anybody.
"""
import csv, datetime, pathlib, random, sys, tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
AT_ONCE = 500_000
UNKNOWN = 0.15
FIRST, LAST = datetime.date(1955, 1, 1), datetime.date(2025, 1, 1)


def lsoas():
    found = set()
    for path in ROOT.glob("places/*.csv"):
        with open(path, newline="") as file:
            found |= {line["lsoa11"] for line in csv.DictReader(file) if line.get("postcode")}
    return sorted(found)


def choices():
    """For each fact, the values to draw from, small first so that most are plausible."""
    found = {}
    programmes = [path.stem for path in sorted((ROOT / "spine/programmes").glob("*.toml"))]
    places = lsoas()
    for fact in tomllib.loads((ROOT / "spine/facts.toml").read_text())["fact"]:
        kind, codes = fact["type"], [code["code"] for code in fact.get("codes", [])] or programmes
        low = fact.get("minimum", 0)
        found[fact["id"]] = kind, {
            "yes-no": [True] + [False] * 4,
            "whole-number": list(range(low, min(fact.get("maximum", low + 60), low + 60) + 1)),
            "pence": [low + 5_000 * step for step in range(60)],
            "date": [FIRST + datetime.timedelta(days) for days in range((LAST - FIRST).days)],
            "one-of": codes,
            "any-of": [[], [], codes[:1], codes[1:3]],
            "place": places,
        }[kind]
    return found


def written(kind, value):
    if value is None:
        return ""
    if kind == "yes-no":
        return "yes" if value else "no"
    if kind == "any-of":
        return ";".join(value) or "none"
    return str(value)


def batches(rows):
    facts = choices()
    for start in range(0, rows, AT_ONCE):
        count = min(AT_ONCE, rows - start)
        columns = {"person": ("id", [f"p{start + row}" for row in range(count)])}
        for fact, (kind, values) in facts.items():
            drawn = random.choices(values, k=count)
            known = [chance > UNKNOWN for chance in (random.random() for _ in range(count))]
            columns[fact] = kind, [value if so else None for value, so in zip(drawn, known)]
        yield columns


def to_csv(path, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        for number, columns in enumerate(batches(rows)):
            if number == 0:
                writer.writerow(columns)
            written_columns = [[written(kind, value) for value in values] for kind, values in columns.values()]
            writer.writerows(zip(*written_columns))


def to_parquet(path, rows):
    import pyarrow as pa, pyarrow.parquet as pq

    kinds = {"yes-no": pa.bool_(), "whole-number": pa.int16(), "pence": pa.int32(), "date": pa.date32(), "id": pa.string(),
             "any-of": pa.list_(pa.string())}
    writer = None
    for columns in batches(rows):
        arrays = []
        for kind, values in columns.values():
            array = pa.array(values, kinds.get(kind, pa.string()))
            arrays.append(array.dictionary_encode() if kind in ("one-of", "place") else array)
        table = pa.table(arrays, list(columns))
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    writer.close()


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    random.seed(int(sys.argv[3]) if len(sys.argv) == 4 else 1)
    (to_parquet if sys.argv[2].endswith(".parquet") else to_csv)(sys.argv[2], int(sys.argv[1]))
