"""How long pages take with ten thousand people, or more, on SQLite.

    python3 benches/pages.py [SECONDS [PEOPLE]]   (after: cargo build --release; needs wrk: apt-get install wrk)

Starts the demo on a folder of its own, copies its made-up people, with their answers and referrals,
until there are PEOPLE (10,000), and loads each page with wrk: one connection on one thread, so that the
figure is what one person waits. The questions about everybody are timed cold first: nothing is in memory
then. Prints a table for docs/performance.md.
"""
import http.cookiejar, pathlib, re, sqlite3, subprocess, sys, tempfile, time, urllib.request, uuid

SECONDS = sys.argv[1] if len(sys.argv) > 1 else "10"
PEOPLE = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
ROOT = pathlib.Path(__file__).resolve().parent.parent
ADDRESS = "http://127.0.0.1:18099"


def start(folder):
    server = subprocess.Popen(
        [ROOT / "target/release/tapestry", "demo", "--data", folder, "--listen", "127.0.0.1:18099"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    server.stdout.readline()
    return server


def copy_people(database):
    """Copies people until there are PEOPLE; a copy keeps its adviser only for every fiftieth person."""
    link = sqlite3.connect(database)
    columns = {t: [c[1] for c in link.execute(f"PRAGMA table_info({t})")] for t in ("person", "fact_answer", "referral")}
    people = link.execute("SELECT * FROM person").fetchall()
    known = {t: {} for t in ("fact_answer", "referral")}
    for table, rows in known.items():
        at = columns[table].index("person_id")
        for row in link.execute(f"SELECT * FROM {table}"):
            rows.setdefault(row[at], []).append(row)
    new = lambda: uuid.uuid4().bytes
    count, copy = len(people), 0
    while count < PEOPLE:
        copy += 1
        for number, person in enumerate(people):
            if count >= PEOPLE:
                break
            fields = dict(zip(columns["person"], person))
            old, fields["id"], fields["reference"] = fields["id"], new(), f"{copy:03}-{number:05}"
            if number % 50:
                fields["adviser_id"] = new()
            insert(link, "person", fields)
            for table, rows in known.items():
                for row in rows.get(old, []):
                    insert(link, table, dict(zip(columns[table], row), id=new(), person_id=fields["id"]))
            count += 1
    link.commit()
    return count


def insert(link, table, fields):
    names = ", ".join(fields)
    link.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(fields))})", list(fields.values()))


def sign_in(name):
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(f"{ADDRESS}/sign-in").read().decode()
    action = next(a for a, n in re.findall(r'action="(/sign-in/persona/[^"]+)".*?<strong[^>]*>([^<]+)<', page, re.S) if n == name)
    browser.open(urllib.request.Request(f"{ADDRESS}{action}", data=b"", headers={"sec-fetch-site": "same-origin"}))
    return browser, "; ".join(f"{c.name}={c.value}" for c in jar)


def first_link(browser, path, pattern):
    return re.search(pattern, browser.open(f"{ADDRESS}{path}").read().decode()).group(1)


def measure(label, path, cookie):
    said = subprocess.run(["wrk", "-t1", "-c1", f"-d{SECONDS}s", "--latency", "-H", f"cookie: {cookie}", f"{ADDRESS}{path}"],
                          capture_output=True, text=True, check=True).stdout
    part = lambda share: re.search(rf"{share}%\s+(\S+)", said).group(1)
    wrong = "non-2xx" in said.lower()
    print(f"| {label} | {part(50)} | {part(99)} |{' WRONG ANSWERS' if wrong else ''}", flush=True)


def cold(label, path, browser):
    begun = time.perf_counter()
    page = browser.open(f"{ADDRESS}{path}").read().decode()
    print(f"| {label} | {1000 * (time.perf_counter() - begun):.0f} ms | once |", flush=True)
    return page


with tempfile.TemporaryDirectory() as folder:
    server = start(folder)
    server.terminate(); server.wait()
    database = next(pathlib.Path(folder).rglob("*.db"))
    print(f"{copy_people(database)} people, {database.stat().st_size >> 20} MiB")
    server = start(folder)
    time.sleep(20)      # the claims that time alone has brought are worked out at the start
    try:
        print("| page | median | 99th percentile |\n|---|---|---|")
        adviser, cookie = sign_in("Farzana Siddiqui")
        person = first_link(adviser, "/caseload", r'href="(/people/[0-9a-f-]{36})"')
        measure("find help, near a postcode", "/services?need=job-search&postcode=B10+0AD", "")
        measure("my caseload", "/caseload", cookie)
        measure("a person: options of 40 programmes with reasons, timeline", person, cookie)
        measure("one programme explained", f"{person}/options/restart", cookie)
        provider, cookie = sign_in("Tomasz Wrona")
        measure("provider's inbox", "/inbox", cookie)
        participant = first_link(provider, "/inbox?show=on-programme", r'href="(/participants/[0-9a-f-]{36})"')
        measure("a participant", participant, cookie)
        commissioner, cookie = sign_in("Helen Whitmore")
        measure("claims", "/claims", cookie)
        measure("a claim with its reasons", first_link(commissioner, "/claims", r'href="(/claims/[0-9a-f-]{36})"'), cookie)
        newcastle, cookie = sign_in("Margaret Liddle")
        what_if = "/what-if?change=flexible-new-deal%2Fmonths_on_benefit&value=6&from-day=1&from-month=11&from-year=2009&by=age"
        page = cold("what stops people, the first time", "/barriers", newcastle)
        print(f"|   of {re.search(r'([0-9,]+) people', page).group(1)} people in the area | | |")
        measure("what stops people", "/barriers?by=age&by=disabled", cookie)
        measure("what if", what_if, cookie)
        measure("what is coming", "/ahead", cookie)
    finally:
        server.terminate()
        server.wait()
