"""A workshop that the command holds, and the browsers of those who take part in it."""

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

from starts import QUARTER


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Held:
    """A workshop that the command holds."""

    def __init__(self, folder, *options):
        port = free_port()
        command = [Path(sys.executable).with_name("cx-workbook"), "workshop", folder]
        command += ["--period", QUARTER, "--port", str(port), *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if line.startswith("Stop with"):
                break
        told = "".join(lines)
        self.room, self.lead, self.beamer = (
            re.search(rf"{name}: +(\S+)", told).group(1) for name in ("Room", "Facilitator", "Beamer")
        )

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        return self.process.wait(30)

    def end(self):
        """Stop it where it still runs."""
        if self.process.poll() is None:
            self.stop()


def opened(browser, url, width=360, height=740, locale="en-GB", faults=None):
    page = browser.new_context(viewport={"width": width, "height": height}, locale=locale).new_page()
    if faults is not None:
        page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(url)
    return page


def joined(browser, room, name, faults):
    page = opened(browser, room, faults=faults)
    page.fill("#name", name)
    page.click("#join")
    page.wait_for_selector("text=Welcome")
    return page


def serious_faults(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response
    assert len(found["passes"]) > 5
    return [
        (fault["id"], node["html"][:120])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
