"""What is claimed about the workshop's server, on loopback, as figures beside a floor of the same run.

    python benchmarks/workshop.py [save] [flood] [kill] [join] [reveal] [plan]    all without a name

save    twenty experts who save an answer a second for twenty seconds: p50 and p95 of a save, against a
        bare row in SQLite that is on disk when it is answered; memory of the server's own process; how often
        the facilitator's page got news meanwhile
flood   the same while one more seat asks without end over fifty connections
kill    the server is killed while twenty write, again and again: of the saves that were answered, how many
        are gone, and the seconds until it answers on the same links
join    bytes and requests of an expert's page; for twenty at once, the time until each has all of it and
        a seat with its data (over HTTP: what a browser then draws is not in it)
reveal  the time from the facilitator's click until each of twenty screens that wait has the results
plan    the first plan after a move at 50 opportunities in 4 quarters, in CPU seconds
"""

import asyncio
import json
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# This folder holds files named for the packages that they time, and comes first: put the root there instead.
sys.path[0] = str(Path(__file__).parents[1])

import numpy as np
import pandas as pd
import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPError

from benchmarks.backlog import backlog
from prioritization import Problem, SliderPlans

QUARTER, EXPERTS, SECONDS, KILLS = "2026Q3", 20, 20, 20
CRITERIA = ("potential", "importance", "ease")
IDEAS = [f"I{number}" for number in range(1, 18)]
PAGE = ("/", "/workshop.js", "/workshop.css", "/words/en.json")


def engagement(folder):
    """Seventeen opportunities with a budget."""
    (folder / "data").mkdir(parents=True)
    (folder / "engagement.yml").write_text("client: Acme\n", "utf-8")
    listed = pd.DataFrame({"opportunity": IDEAS, "title": [f"Idea {name}" for name in IDEAS], "cost": 5000})
    listed.to_csv(folder / "data" / "opportunities.csv", index=False)
    return folder


class Server:
    """The command, in a process of its own."""

    def __init__(self, folder, port, *options):
        command = [Path(sys.executable).with_name("cx-workbook"), "workshop", folder, "--period", QUARTER]
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [*command, "--port", str(port), *options], stdout=subprocess.PIPE, text=True
        )
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if line.startswith("Stop with"):
                break
        self.lead = re.search(r"facilitator#s=(\S+)", "".join(lines)).group(1)
        self.at = f"http://127.0.0.1:{port}"

    def memory(self):
        """MB that the server's own process holds; the notebook's kernel is another one."""
        return psutil.Process(self.process.pid).memory_info().rss / 1e6


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


async def ask(at, path, secret="", body=None):
    given = {} if body is None else {"method": "POST", "body": json.dumps(body)}
    answer = await AsyncHTTPClient(max_clients=200).fetch(
        f"{at}{path}", headers={"X-Seat": secret}, request_timeout=30, **given
    )
    return answer.body


async def weigh(at, path, secret=""):
    """The bytes of an answer as a browser gets them."""
    given = {"headers": {"X-Seat": secret, "Accept-Encoding": "gzip"}, "decompress_response": False}
    return len((await AsyncHTTPClient(max_clients=200).fetch(f"{at}{path}", **given)).body)


async def seated(server):
    joined = [
        json.loads(await ask(server.at, "/api/join", body={"name": f"E{n}"}))["secret"]
        for n in range(EXPERTS)
    ]
    await ask(server.at, "/api/sent", server.lead, {"kind": "round", "key": "r", "data": {"asked": IDEAS}})
    return joined


async def write(server, secret, seconds, answered, times):
    """Save an answer a second, and note each one that was answered."""
    chance, until = random.Random(secret), time.monotonic() + seconds
    while time.monotonic() < until:
        data = {"round": 1, "opportunity": chance.choice(IDEAS), "criterion": chance.choice(CRITERIA)}
        key, began = f"{secret}{chance.random()}", time.perf_counter()
        sent = {"kind": "score", "key": key, "data": data | {"score": chance.randint(1, 10)}}
        try:
            await ask(server.at, "/api/sent", secret, sent)
        except Exception:
            return
        times.append(time.perf_counter() - began)
        answered.append(key)
        await asyncio.sleep(max(0, 1 - times[-1]))


def floor(folder):
    """Seconds of a row in SQLite that is on disk when it is answered."""
    data, times = sqlite3.connect(folder / "floor.sqlite", isolation_level=None), []
    data.execute("pragma journal_mode = wal")
    data.execute("pragma synchronous = full")
    data.execute("create table rows (text)")
    for _ in range(200):
        began = time.perf_counter()
        data.execute("insert into rows values ('x')")
        times.append(time.perf_counter() - began)
    data.close()
    return float(np.median(times))


async def watch(server, until):
    """How many pages of news the facilitator's screen gets."""
    version, pages = "", 0
    while time.monotonic() < until:
        told = json.loads(await ask(server.at, f"/api/state?version={version}", server.lead))
        version, pages = told["version"], pages + 1
    return pages


async def flooding(server, secret, until, codes):
    """Ask without end, as one of many connections of a seat."""
    while time.monotonic() < until:
        try:
            await ask(server.at, "/api/state", secret)
            codes.append(200)
        except HTTPError as refused:
            codes.append(refused.code)


def save(folder, connections=0):
    server = Server(engagement(folder / "acme"), free_port())
    answered, times, codes = [], [], []

    async def go():
        seats, until = await seated(server), time.monotonic() + SECONDS
        one_more = json.loads(await ask(server.at, "/api/join", body={"name": "F"}))["secret"]
        floods = [flooding(server, one_more, until, codes) for _ in range(connections)]
        writers = [write(server, seat, SECONDS, answered, times) for seat in seats]
        pages, *_ = await asyncio.gather(watch(server, until), *writers, *floods)
        return pages

    pages = asyncio.run(go())
    bare, (half, most) = floor(folder), np.quantile(times, [0.5, 0.95])
    name = "flood" if connections else "save "
    print(f"{name}  p50 {1e3 * half:.0f} ms, p95 {1e3 * most:.0f} ms; p50 / bare row {half / bare:.1f}")
    print(f"       {len(answered)} saves, {pages / SECONDS:.1f} pages of news a second for the facilitator")
    print(f"       the server holds {server.memory():.0f} MB")
    if connections:
        refused = sum(code == 429 for code in codes)
        print(f"       {len(codes)} requests of the flood were answered, {refused} of them refused")
    server.process.send_signal(signal.SIGINT)
    server.process.wait()


def flood(folder):
    save(folder, connections=50)


def kill(folder):
    acme, port, answered, back = engagement(folder / "acme"), free_port(), [], []
    server = Server(acme, port)
    seats = asyncio.run(seated(server))

    async def go():
        writers = [asyncio.ensure_future(write(server, seat, 60, answered, [])) for seat in seats]
        await asyncio.sleep(random.uniform(1, 2))
        server.process.kill()
        await asyncio.gather(*writers)

    for _ in range(KILLS):
        asyncio.run(go())
        server.process.wait()
        server = Server(acme, port, "--resume")
        asyncio.run(ask(server.at, "/api/state", seats[0]))
        back.append(time.monotonic() - server.began)
    server.process.send_signal(signal.SIGINT)
    server.process.wait()
    data = sqlite3.connect(next((acme / "workshop").glob("*.sqlite")))
    kept = {key for (key,) in data.execute("select key from events")}
    data.close()
    lost = sum(key[:80] not in kept for key in answered)
    print(f"kill   {KILLS} times: {lost} of {len(answered)} answered saves are gone")
    print(f"       back on the same links after {np.median(back):.1f} s; its notebook follows")


def join(folder):
    server = Server(engagement(folder / "acme"), free_port())

    async def one(number):
        """The bytes of a page and its data, and the seconds until they are there."""
        began = time.perf_counter()
        parts = [await weigh(server.at, path) for path in PAGE]
        seat = json.loads(await ask(server.at, "/api/join", body={"name": f"J{number}"}))["secret"]
        parts.append(await weigh(server.at, "/api/state", seat))
        return sum(parts), len(parts), time.perf_counter() - began

    async def go():
        return await one(0), await asyncio.gather(*(one(number) for number in range(EXPERTS)))

    (size, requests, alone), all_at_once = asyncio.run(go())
    seconds = max(took for *_, took in all_at_once)
    print(f"join   {size / 1e3:.0f} kB in {requests} requests and a seat; alone {alone:.2f} s")
    print(f"       {EXPERTS} at once: the last one after {seconds:.2f} s")
    server.process.send_signal(signal.SIGINT)
    server.process.wait()


def reveal(folder):
    server = Server(engagement(folder / "acme"), free_port())

    async def waiting(seat, began):
        version = json.loads(await ask(server.at, "/api/state", seat))["version"]
        await asyncio.sleep(1)
        while True:
            told = json.loads(await ask(server.at, f"/api/state?version={version}", seat))
            version = told["version"]
            if told["results"]:
                return time.perf_counter() - began[0]

    async def go():
        seats, began = await seated(server), [0.0]
        for seat in seats:
            await answer_all(server, seat)
        screens = [asyncio.ensure_future(waiting(seat, began)) for seat in seats]
        await asyncio.sleep(2)
        began[0] = time.perf_counter()
        await ask(server.at, "/api/sent", server.lead, {"kind": "reveal", "key": "v", "data": {"round": 1}})
        return await asyncio.gather(*screens)

    times = asyncio.run(go())
    print(f"reveal the results are at all {EXPERTS} screens {max(times):.2f} s after the click")
    server.process.send_signal(signal.SIGINT)
    server.process.wait()


async def answer_all(server, seat):
    """Answer every idea on every criterion, at the pace that a seat is allowed."""
    chance = random.Random(seat)
    for idea in IDEAS:
        for criterion in CRITERIA:
            data = {"round": 1, "opportunity": idea, "criterion": criterion, "score": chance.randint(1, 10)}
            sent = {"kind": "score", "key": f"{idea}{criterion}", "data": data}
            await ask(server.at, "/api/sent", seat, sent)


def plan(folder):
    table, limits = backlog(50, 4, seed=0)
    plans, times = SliderPlans(table, limits), []
    for budget in (0.8, 1.1, 0.9, 1.2):
        began = time.process_time()
        plans.moved({"budget": budget})
        times.append(time.process_time() - began)
        while plans.refined() is not None:
            pass
    began = time.process_time()
    built = len(Problem(table, limits).model.milp.values)
    ratio = np.median(times) / (time.process_time() - began)
    print(
        f"plan   first plan {1e3 * np.median(times):.0f} ms CPU; / building its {built} variables {ratio:.1f}"
    )


if __name__ == "__main__":
    measures = {one.__name__: one for one in (save, flood, kill, join, reveal, plan)}
    for name in sys.argv[1:] or measures:
        with tempfile.TemporaryDirectory() as made:
            measures[name](Path(made))
