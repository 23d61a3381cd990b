"""Settings to try under an exhibit: it is made anew in place, and the choice can go into engagement.yml."""

import sys
from collections.abc import Iterator
from typing import Any

import ipywidgets

from workbook.intake.engagement_file import checked_settings, settings_in, settings_text
from workbook.intake.setting_edit import with_choices, write_choices
from workbook.lab.controls import Control, control
from workbook.lab.remarks import END, failure, remark, said
from workbook.lab.trial import step_of, tried_exhibit
from workbook.lab.worker import Worker
from workbook.phrases import Phrase, say
from workbook.render.figures import figure_html
from workbook.render.words import Words
from workbook.store.period import Period


def try_it(quarter: Period, exhibit: str, *settings: str) -> ipywidgets.Widget:
    """Controls that make an exhibit anew with other settings; nothing is kept until a person says so.

    Args:
        quarter: The quarter.
        exhibit: The stem of an exhibit.
        settings: Places in engagement.yml, such as contact.limit.

    Returns:
        What the Lab shows.

    Raises:
        ParameterError: There is no such exhibit, or no control for a setting.
    """
    return TryIt(quarter, exhibit, *settings).box


class TryIt:
    """Controls, two buttons, and the exhibit as it would be.

    Args:
        quarter: The quarter.
        exhibit: The stem of an exhibit.
        settings: Places in engagement.yml.

    Attributes:
        box: What the Lab shows.
        controls: The controls by the place of their setting.
        answer: What was found: a remark and the exhibit.
        worker: Makes exhibits.
    """

    def __init__(self, quarter: Period, exhibit: str, *settings: str) -> None:
        step_of(quarter, exhibit)
        self._quarter, self._exhibit = quarter, exhibit
        engagement = checked_settings(quarter.folder, self._settings)
        self._words = quarter.words or Words(engagement.language, engagement)
        controls = [control(place, engagement, quarter, self._words) for place in settings]
        self.controls: dict[str, Control] = {one.place: one for one in controls}
        self.answer = ipywidgets.HTML()
        self.worker = Worker(self._make, self._failed)
        self.write, self.back = self._button("lab.write"), self._button("lab.back")
        for one in controls:
            one.observe(self._moved)
        self.write.on_click(self._write)
        self.back.on_click(self._back)
        self.box = ipywidgets.VBox(
            [
                remark(say("lab.try"), self._words),
                *[one.box for one in controls],
                ipywidgets.HBox([self.write, self.back]),
                self.answer,
            ]
        )

    @property
    def choices(self) -> dict[str, Any]:
        """What was moved, by the place of the setting."""
        return {place: value for one in self.controls.values() for place, value in one.choices.items()}

    @property
    def _settings(self) -> dict[str, Any]:
        """The settings as engagement.yml has them now."""
        return settings_in(settings_text(self._quarter.folder))

    def _button(self, key: str) -> ipywidgets.Button:
        return ipywidgets.Button(
            description=self._words.text(say(key)), layout=ipywidgets.Layout(width="auto")
        )

    def _moved(self, change: Any) -> None:
        self._say(say("lab.busy"), keep=True)
        self.worker.ask(self.choices)

    def _make(self, choices: dict[str, Any]) -> Iterator[None]:
        """Make the exhibit with choices, and show it."""
        engagement = checked_settings(self._quarter.folder, with_choices(self._settings, choices))
        made = tried_exhibit(self._quarter, engagement, self._exhibit, _names())
        shown = figure_html(made.payload(), self._words) if made else ""
        told = say("lab.tried" if choices else "lab.as_it_is") if made else say("lab.empty")
        self._say(told, shown)
        yield

    def _failed(self, error: Exception) -> None:
        self._say(failure(error))

    def _write(self, button: Any) -> None:
        choices = self.choices
        try:
            if choices:
                write_choices(self._quarter.folder, choices)
        except Exception as error:
            self._failed(error)
            return
        written = [place for place, one in self.controls.items() if one.moved]
        for one in self.controls.values():
            one.settle()
        names = [self._words.text(say(f"setting.{place}")) for place in written]
        self._say(say("lab.written", names=names) if choices else say("lab.nothing"), keep=True)

    def _back(self, button: Any) -> None:
        for one in self.controls.values():
            one.back()

    def _say(self, told: Phrase, shown: str = "", *, keep: bool = False) -> None:
        """Show a remark and an exhibit; `keep` keeps the one that is there."""
        if keep:
            shown = self.answer.value.partition(END)[2]
        self.answer.value = f"{said([told], self._words)}{shown}"


def _names() -> dict[str, Any]:
    """The names of the notebook that runs here."""
    return vars(sys.modules["__main__"])
