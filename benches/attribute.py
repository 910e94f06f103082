#!/usr/bin/env python3
"""How long `tapestry attribute` takes for a million lines of cost and sixty streams of money.

    python3 benches/attribute.py [LINES [STREAMS]]      (after: cargo build --release)

Makes up streams that differ in needs, bodies, days and what they ask of the person, and a table of costs
with seven facts; about one value in seven is not known. Prints what the program says and took.
"""
import datetime, pathlib, random, resource, subprocess, sys, tempfile, time

LINES = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
STREAMS = int(sys.argv[2]) if len(sys.argv) > 2 else 60
ROOT = pathlib.Path(__file__).resolve().parent.parent
AREA = "east-birmingham-north-solihull"
NEEDS = ["job-search", "work-coaching", "careers-advice", "training", "english", "maths", "digital", "confidence"]
BODIES = ["heartlands-works", "chelmsley-pathways", "stechford-learning"]
ASKED = [
    "home in area('east-birmingham-north-solihull')", "age_on(today) >= 19", "age_on(today) < 25", "disabled",
    "lone_parent", "employment == 'not-working'", "months_since(benefit_since) >= 6", "care_leaver || disabled",
]
FIRST = datetime.date(2026, 4, 1)


def stream(number, rng):
    some = lambda all_, most: ", ".join(f'"{one}"' for one in rng.sample(all_, rng.randint(1, most)))
    text = [f'id = "s{number:02}"', f'name = "Stream {number}"', 'funder = "somebody"', 'source = "made up"', "example = true",
            f"pays = [{some(NEEDS, 8)}]"]
    if rng.random() < 0.5:
        text.append(f"bodies = [{some(BODIES, 3)}]")
    if rng.random() < 0.2:
        text.append(f"share_percent = {rng.randint(50, 90)}")
    text.append(f"management_percent = {rng.randint(0, 5)}")
    # Half as much again as all costs come to.
    text.append(f"[[year]]\nfrom = 2026-04-01\nuntil = 2027-03-31\npence = {LINES * 30_000 * 15 // 10 // STREAMS}")
    for at, asked in enumerate(rng.sample(ASKED, rng.randint(0, 2))):
        text.append(f'[[criterion]]\nid = "asked-{at}"\nsays = "Asked {at}"\nwhen = "{asked}"')
    return "\n".join(text) + "\n"


def cost(number, rng):
    known = lambda value: "" if rng.random() < 0.15 else value
    yes = lambda: known(rng.choice(["yes", "no", "no"]))
    on = FIRST + datetime.timedelta(days=rng.randrange(365))
    born = datetime.date(1960, 1, 1) + datetime.timedelta(days=rng.randrange(17_000))
    since = datetime.date(2024, 1, 1) + datetime.timedelta(days=rng.randrange(700))
    kind = "management" if rng.random() < 0.05 else "delivery"
    return ",".join([f"c{number}", str(on), str(rng.randrange(1, 60_000)), kind, rng.choice(NEEDS), rng.choice(BODIES),
                     known(rng.choice(["E01009331", "E01009482", "E01008353"])), known(str(born)), yes(), yes(), yes(),
                     known(rng.choice(["not-working", "employee"])), known(str(since))])


with tempfile.TemporaryDirectory() as folder:
    rng, folder = random.Random(1), pathlib.Path(folder)
    (folder / "streams").mkdir()
    for number in range(STREAMS):
        (folder / f"streams/s{number:02}.toml").write_text(stream(number, rng))
    with open(folder / "costs.csv", "w") as file:
        file.write("line,on,pence,kind,needs,body,home,date_of_birth,disabled,lone_parent,care_leaver,employment,benefit_since\n")
        for number in range(LINES):
            file.write(cost(number, rng) + "\n")
    begun = time.perf_counter()
    said = subprocess.run(
        [ROOT / "target/release/tapestry", "attribute", "--area", AREA, "--funding", folder / "streams", "--costs",
         folder / "costs.csv", "--out", folder / "out.csv", "--from", "2027-01-01"], capture_output=True, text=True)
    elapsed, used = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    print(said.stderr, said.stdout.splitlines()[0] if said.stdout else "")
    rows = sum(1 for _ in open(folder / "out.csv")) - 1
    print(f"{LINES} lines, {STREAMS} streams, {rows} rows out: {elapsed:.2f} s elapsed, "
          f"{used.ru_utime + used.ru_stime:.2f} s of processor, {used.ru_maxrss >> 10} MB at most")
