"""A choice made in the lab goes into engagement.yml, and nothing else of the file changes."""

import pytest
import yaml

from workbook.catalogues import CATALOGUES
from workbook.errors import EngagementError, StoreError
from workbook.intake import open_engagement
from workbook.intake.setting_edit import with_setting, write_choices

COMMENTED = """# Ours.
client: Acme   # the name

contact: {limit: 3, window_days: 14}     # at most three
segments:
  axes:
    value: 40.5  # euro
    breadth:
  draws: 50      # as agreed
# The end.
"""


@pytest.mark.parametrize(
    ("place", "value", "was", "now"),
    [
        ("contact.limit", 2, "limit: 3,", "limit: 2,"),
        ("contact.calendar", "month", "window_days: 14}", "window_days: 14, calendar: month}"),
        ("segments.axes.value", 55, "value: 40.5  #", "value: 55  #"),
        ("segments.axes.value", None, "value: 40.5  #", "value: null  #"),
        ("segments.axes.breadth", 3, "breadth:\n", "breadth: 3\n"),
        ("segments.sample", 500, "# as agreed\n", "# as agreed\n  sample: 500\n"),
        ("window_days", 120, "# as agreed\n", "# as agreed\nwindow_days: 120\n"),
        ("essa.variants", 4, "# as agreed\n", "# as agreed\nessa: {variants: 4}\n"),
        ("client", "Acme: more", "client: Acme ", 'client: "Acme: more" '),
        ("client", "true", "client: Acme ", 'client: "true" '),
    ],
)
def test_one_setting_changes_and_every_other_sign_stays(place, value, was, now):
    assert COMMENTED.count(was) == 1
    assert with_setting(COMMENTED, place, value) == COMMENTED.replace(was, now)


NORMS = """client: A
norms:
  - {name: on-time, at_least: 0.95}   # as agreed
  - name: cancelled
    at_most: 0.02
"""


@pytest.mark.parametrize(
    ("place", "value", "was", "now"),
    [
        ("norms.on-time.at_least", 0.9, "at_least: 0.95}", "at_least: 0.9}"),
        ("norms.cancelled.at_most", 0.05, "at_most: 0.02", "at_most: 0.05"),
        ("norms.cancelled.minimum", 50, "0.02\n", "0.02\n    minimum: 50\n"),
    ],
)
def test_what_is_in_a_list_is_found_by_its_name(place, value, was, now):
    assert NORMS.count(was) == 1
    assert with_setting(NORMS, place, value) == NORMS.replace(was, now)


def test_lines_keep_their_ends():
    assert with_setting("client: A\r\nseed: 1\r\n", "window_days", 7) == (
        "client: A\r\nseed: 1\r\nwindow_days: 7\r\n"
    )


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("client: A\ndrivers:\n  left_out:\n    - one\n    - two  # so\n", "[three]  # so\n"),
        ("client: A\ndrivers: {left_out: [one, two]}\n", "[three]}\n"),
        ("client: A\ndrivers: {}\n", "{left_out: [three]}\n"),
        ("client: A\ndrivers:\n", " {left_out: [three]}\n"),
    ],
)
def test_a_list_is_replaced_however_it_was_written(text, now):
    changed = with_setting(text, "drivers.left_out", ["three"])
    assert changed.endswith(now)
    assert yaml.safe_load(changed) == {"client": "A", "drivers": {"left_out": ["three"]}}


def test_the_settings_that_ship_take_every_choice():
    text = (CATALOGUES / "en" / "engagement.yml").read_text("utf-8")
    for place, value in (("contact.limit", 5), ("segments.axes.value", 9), ("value_bands", {"A": 1})):
        changed = with_setting(text, place, value)
        kept = [line for line in changed.splitlines() if line in text.splitlines()]
        assert len(kept) == len(text.splitlines()) - 1


def test_what_cannot_be_put_in_is_told_with_what_to_write():
    text = "client: A\nbase: &b {limit: 3}\ncontact: *b\n"
    with pytest.raises(EngagementError) as refusal:
        with_setting(text, "contact.limit", 2)
    assert str(refusal.value).endswith("Write it there yourself:\ncontact:\n  limit: 2\n")


def test_a_choice_is_checked_as_engagement_yml_is_and_nothing_is_written_of_a_wrong_one(tmp_path):
    file = tmp_path / "engagement.yml"
    file.write_text(COMMENTED, "utf-8")
    with pytest.raises(EngagementError, match=r"contact\.limit: 0 is below 1"):
        write_choices(tmp_path, {"window_days": 30, "contact.limit": 0})
    assert file.read_text("utf-8") == COMMENTED
    write_choices(tmp_path, {"window_days": 30, "contact.limit": 1})
    settings = open_engagement(tmp_path)
    assert (settings.window_days, settings.contact.limit, settings.contact.window_days) == (30, 1, 14)
    assert [other.name for other in tmp_path.iterdir()] == ["engagement.yml"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    (tmp_path / "engagement.yml").write_text(COMMENTED, "utf-8")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(StoreError, match="Make room on the disk"):
        write_choices(tmp_path, {"window_days": 30})
    assert (tmp_path / "engagement.yml").read_text("utf-8") == COMMENTED
