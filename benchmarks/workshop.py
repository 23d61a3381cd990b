"""What is claimed about the workshop's server, on loopback, as figures beside a floor of the same run.

    python benchmarks/workshop.py [save] [kill] [join] [plan]    all without a name

save    twenty experts who save an answer a second for twenty seconds: p50 and p95 of a save, against a
        bare row in SQLite that is on disk when it is answered; memory of the server's own process
kill    the server is killed while twenty write, again and again: of the saves that were answered, how many
        are gone, and the seconds until it answers on the same links
join    bytes and requests of an expert's page, and the time to its data for twenty at once
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
from tornado.httpclient import AsyncHTTPClient

from benchmarks.backlog import backlog
from prioritization import Problem, SliderPlans

QUARTER, EXPERTS, SECONDS, KILLS = "2026Q3", 20, 20, 20
CRITERIA = ("potential", "importance", "ease")
IDEAS = [f"I{number}" for number in range(1, 18)]


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


def save(folder):
    server = Server(engagement(folder / "acme"), free_port())
    answered, times = [], []

    async def go():
        seats = await seated(server)
        await asyncio.gather(*(write(server, seat, SECONDS, answered, times) for seat in seats))

    asyncio.run(go())
    bare, (half, most) = floor(folder), np.quantile(times, [0.5, 0.95])
    print(f"save   p50 {1e3 * half:.0f} ms, p95 {1e3 * most:.0f} ms; p50 / bare row {half / bare:.1f}")
    print(f"       the server holds {server.memory():.0f} MB")
    server.process.send_signal(signal.SIGINT)
    server.process.wait()


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
    print(f"       back on the same links after {np.median(back):.1f} s, the kernel of the notebook with it")


def join(folder):
    server = Server(engagement(folder / "acme"), free_port())

    async def go():
        seats = await seated(server)
        parts = [
            len(await ask(server.at, path))
            for path in ("/", "/workshop.js", "/workshop.css", "/words/en.json")
        ]
        parts.append(len(await ask(server.at, "/api/state", seats[0])))
        began = time.perf_counter()
        await asyncio.gather(*(ask(server.at, "/api/state", seat) for seat in seats))
        return parts, time.perf_counter() - began

    parts, seconds = asyncio.run(go())
    size = f"{sum(parts) / 1e3:.0f} kB in {len(parts)} requests"
    print(f"join   {size}; data of {EXPERTS} at once in {seconds:.2f} s")
    server.process.send_signal(signal.SIGINT)
    server.process.wait()


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
    for name in sys.argv[1:] or ("save", "kill", "join", "plan"):
        with tempfile.TemporaryDirectory() as made:
            {"save": save, "kill": kill, "join": join, "plan": plan}[name](Path(made))
