"""Which step runs when: as soon as those that it needs are done, and as many as memory allows."""

import threading
from types import SimpleNamespace

import psutil
import pytest

from workbook import steps
from workbook.errors import RunError
from workbook.method import STEPS, shipped_steps


class Notebooks:
    """Stands for the notebooks of a quarter: it notes when steps begin and end, and can hold or fail one."""

    def __init__(self, kept=(), fails=""):
        self.period = SimpleNamespace(engagement=SimpleNamespace(backend="duckdb://"))
        self.steps, self.method = list(STEPS), shipped_steps()
        self.remedy, self.kept, self.fails = "Run them.", set(kept), fails
        self.events, self._lock = [], threading.Lock()

    def run(self, step):
        with self._lock:
            self.events.append((step, "begins"))
        if step == self.fails:
            raise RunError(f"Step {step} failed.")
        with self._lock:
            self.events.append((step, "ends"))
            self.kept.add(step)
        return 1.0

    def is_kept(self, step):
        return step in self.kept

    def not_up_to_date(self):
        return [step for step in STEPS if step not in self.kept]

    def drop_without_input(self):
        """All have input."""

    def refuse_edited(self, names):
        """Nobody has changed them."""


def quiet(step, state):
    """Tell nobody."""


@pytest.mark.parametrize("places", [1, 3, 8])
def test_a_step_begins_when_those_that_it_needs_have_ended(monkeypatch, places):
    monkeypatch.setattr(steps, "kernels_at_a_time", lambda backend: places)
    notebooks = Notebooks()
    assert set(steps.run_steps(notebooks, None, quiet)) == set(STEPS)
    for step, needed in STEPS.items():
        began = notebooks.events.index((step, "begins"))
        assert all(notebooks.events.index((other, "ends")) < began for other in needed)


def test_what_is_kept_is_not_run_and_what_was_made_the_same_wakes_nobody():
    kept = [step for step in STEPS if step not in ("0_start", "4_essa")]
    assert list(steps.run_steps(Notebooks(kept), None, quiet)) == ["0_start", "4_essa"]


def test_when_a_step_fails_none_is_begun_after_it(monkeypatch):
    monkeypatch.setattr(steps, "kernels_at_a_time", lambda backend: 1)
    notebooks = Notebooks(fails="1_recognise")
    with pytest.raises(RunError, match="Step 1_recognise failed"):
        steps.run_steps(notebooks, None, quiet)
    assert {step for step, _ in notebooks.events} == {"0_start", "1_recognise"}


def test_one_step_at_a_time_on_spark_or_with_little_memory_and_never_none(monkeypatch):
    assert steps.kernels_at_a_time("spark://host:7077") == 1
    for bytes_left, places in ((0, 1), (steps.KERNEL_MEMORY * 2 + 1, 2)):
        memory = SimpleNamespace(available=bytes_left)
        monkeypatch.setattr(psutil, "virtual_memory", lambda memory=memory: memory)
        assert steps.kernels_at_a_time("duckdb://") == places
