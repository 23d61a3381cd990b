"""The notebook of a workshop, in a real kernel: its answers, its errors, and its end."""

import asyncio
import time

import pytest
from starts import QUARTER, start

from workbook.errors import WorkshopError
from workbook.workshop.notebook_link import NotebookLink

pytestmark = pytest.mark.slow
IDEAS = [f"I{number}" for number in range(1, 9)]


async def linked(folder, ask):
    link = NotebookLink(folder, QUARTER)
    try:
        await link.start()
        return await ask(link)
    finally:
        await link.stop()


def test_a_cell_answers_and_an_error_of_ours_is_told_in_its_own_words(tmp_path):
    folder = start(tmp_path / "acme", "workshop")

    async def ask(link):
        assert await link.ask("intake") == IDEAS
        with pytest.raises(WorkshopError, match="score"):
            await link.ask("panel", {"scores": [{"expert": "S01", "round": 1}]})
        return await link.ask("ranking", {"ranks": {"S01": {"I1": 1, "I2": 2}, "S02": {"I1": 1, "I2": 2}}})

    assert asyncio.run(linked(folder, ask))["w"] == 1.0


DIES = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"


def test_a_kernel_that_ends_is_started_again_and_asked_once_more(tmp_path):
    folder = start(tmp_path / "acme", "workshop")

    async def ask(link):
        once = tmp_path / "once"
        answers = link._cells["intake"]
        link._cells["intake"] = f"""
import pathlib
if not pathlib.Path({str(once)!r}).exists():
    pathlib.Path({str(once)!r}).touch()
    {DIES.replace(chr(10), "; ")}
{answers}"""
        assert await link.ask("intake") == IDEAS and once.exists()
        link._cells["dies"] = DIES
        began = time.monotonic()
        with pytest.raises(WorkshopError, match="ended, perhaps for lack of memory"):
            await link.ask("dies")
        assert time.monotonic() - began < 60  # not the patience of a cell
        return await link.ask("intake")

    assert asyncio.run(linked(folder, ask)) == IDEAS


def test_a_workshop_that_goes_on_in_a_new_kernel_makes_its_plan(tmp_path):
    folder = start(tmp_path / "acme", "workshop")
    score = {"expert": "S01", "round": 1, "score": 7.0, "at": "2026-09-21", "role": None, "abstained": "no"}
    asked = [
        score | {"opportunity": name, "criterion": criterion, "remark": None}
        for name in IDEAS
        for criterion in ("potential", "importance", "ease")
    ]

    async def ask(link):  # as a live plan does: of an older workshop nobody asks what it is about
        await link.ask("plan-scores", {"scores": asked, "weights": {}}, answers=False)
        await link.ask("plan-candidates", answers=False)
        sliders = await link.ask("plan-limits")
        return sliders["budget"], await link.ask("plan", {"settings": {}})

    budget, plan = asyncio.run(linked(folder, ask))
    assert budget == 160_000 and plan["possible"] and plan["members"]
