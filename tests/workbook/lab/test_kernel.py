"""A kernel of the Lab, as JupyterLab starts it: errors in words, and which cell to run first."""

import os

import pytest
from jupyter_client.manager import KernelManager
from starts import QUARTER, start

from workbook.lab.copies import copy_notebooks
from workbook.shipped import shipped
from workbook.store import open_period


class Lab:
    """A kernel for the copy of a notebook."""

    def __init__(self, folder, step):
        self.manager = KernelManager(kernel_name="python3")
        environment = os.environ | {"JPY_SESSION_NAME": str(folder / f"{step}.ipynb")}
        self.manager.start_kernel(cwd=str(folder), env=environment)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code, cell="mine"):
        """The outputs of a cell."""
        outputs = []
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        request = self.client.session.msg("execute_request", content, metadata={"cellId": cell})
        self.client.shell_channel.send(request)
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            if message["parent_header"].get("msg_id") != request["header"]["msg_id"]:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return outputs
            if message["msg_type"] in ("error", "stream", "execute_result"):
                outputs.append(message["content"])

    def error(self, code, cell="mine"):
        """What the one error of a cell shows."""
        [output] = self.run(code, cell)
        return output["traceback"]

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    folder = start(tmp_path_factory.mktemp("kernel") / "acme", "processes", language="nl")
    copies = copy_notebooks(open_period(folder, QUARTER), "nl", "anna")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(shipped("templates") / "lab"))
        made = Lab(copies.folder, "4_essa")
    yield made
    made.stop()


def test_a_cell_run_before_what_it_needs_says_what_to_run_first(lab):
    [said] = lab.error("essa.essa_savings(verdicts)", "essa_savings")
    assert said == (
        "`essa` bestaat nog niet: de code onder “ESSA: welk werk moet stoppen voordat er iets wordt"
        " geautomatiseerd?” maakt dat, en is nog niet uitgevoerd. Voer die eerst uit, of alles boven deze"
        " cel: Run > Run All Above Selected Cell."
    )
    lab.run("from workbook import essa")
    [said] = lab.error("savings = essa.essa_savings(verdicts)", "essa_savings")
    assert said.startswith("`verdicts` bestaat nog niet: de code onder “Een oordeel per stap” maakt dat")


def test_our_errors_are_their_message_and_no_traceback(lab):
    lab.run("from workbook import store\nimport prioritization as engine")
    [said] = lab.error("store.open_period('acme', '2026')")
    assert said == "'2026' is not a quarter; write it as 2017Q4."
    [said] = lab.error("engine.Limits(('2027Q1',), -1)")
    assert said.startswith("The limits cannot be used: 1 fault.") and "Traceback" not in said


def test_other_errors_keep_their_traceback(lab):
    assert "ZeroDivisionError" in "\n".join(lab.error("1 / 0"))
    assert "nobody_knows" in "\n".join(lab.error("nobody_knows + 1"))
    inside = "\n".join(lab.error("def f():\n    return verdicts_of_f\n\nf()"))
    assert "Traceback" in inside and "verdicts_of_f" in inside


def test_cells_are_remembered_as_they_were_run(lab):
    lab.run("x = 1", "one")
    lab.run("x = 2", "one")
    [found] = lab.run("from workbook.lab.kernel import sources_run\nsources_run()['one']", "two")
    assert found["data"]["text/plain"] == "'x = 2'"
