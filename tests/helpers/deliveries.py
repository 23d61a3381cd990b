"""Exports with the platforms' own headings, and clients that deliver them."""

from pathlib import Path

from workbook.engagement import Engagement, engagement_from

EXPORTS = Path(__file__).parents[1] / "workbook" / "intake" / "deliveries" / "exports"
LABELS = {"Zeer tevreden": 5, "Very satisfied": 5, "Ontevreden": 2}


def client_with(recipe: str, settings: dict, **more) -> Engagement:
    """A client in Amsterdam with one delivery of the file that is named like its recipe."""
    asked = {"kind": "satisfaction", "scale": "1-5", "labels": LABELS, "no_answer": ["99"]}
    delivery = {"files": f"{recipe}.csv", "recipe": recipe, **settings}
    facts = {"client": "Acme", "zone": "Europe/Amsterdam", "questions": {"satisfaction": asked}}
    return engagement_from(facts | {"deliveries": [delivery]} | more)


def folder_with(folder: Path, *names: str) -> Path:
    """The folder of an engagement, with some of the exports delivered."""
    (folder / "deliveries").mkdir(exist_ok=True)
    for name in names:
        (folder / "deliveries" / name).write_bytes((EXPORTS / name).read_bytes())
    return folder
