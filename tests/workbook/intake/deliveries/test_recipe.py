"""A recipe is a YAML head and a SELECT per table; its faults are told by name."""

import pytest

from workbook.errors import EngagementError
from workbook.intake.deliveries.recipe import SHIPPED, open_recipe, recipe_from, recipe_names

HEAD = "title: {en: Orders}\nabout: Somewhere\nmatches: [Name]\n"
GOOD = f"---\n{HEAD}---\n-- transactions\nSELECT row FROM export;\n-- customers\nSELECT row FROM export\n"


def test_a_recipe_has_a_select_per_table():
    recipe = recipe_from("own", GOOD)
    assert recipe.selects == dict.fromkeys(("transactions", "customers"), "SELECT row FROM export")
    assert recipe.head.matches == ("Name",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT 1", "it has no head"),
        ("---\n[\n---\n-- transactions\nSELECT 1", "not readable YAML"),
        (
            "---\ntitle: {en: a}\n---\n-- transactions\nSELECT 1",
            "about: Field required; matches: Field required",
        ),
        (f"---\n{HEAD}colour: red\n---\n-- transactions\nSELECT 1", "colour: Extra inputs are not permitted"),
        (f"---\n{HEAD}zone: Mars\n---\n-- transactions\nSELECT 1", "'Mars' is not a time zone"),
        (f"---\n{HEAD}---\nSELECT 1", "above each SELECT stands the table"),
        (f"---\n{HEAD}---\n-- transaction\nSELECT 1", "did you mean 'transactions'?"),
    ],
)
def test_a_faulty_recipe_says_what_is_wrong(text, told):
    with pytest.raises(EngagementError) as refused:
        recipe_from("own", text)
    assert told in str(refused.value)


def test_a_recipe_of_the_engagements_own_goes_before_one_that_ships(tmp_path):
    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "jira.sql").write_text(GOOD, encoding="utf-8")
    assert set(open_recipe("jira", tmp_path).selects) == {"transactions", "customers"}
    assert "shopify-orders" in recipe_names(tmp_path)


@pytest.mark.parametrize("name", ["shopfy-orders", "../jira", ""])
def test_a_recipe_that_is_not_there_is_told_with_those_that_are(name, tmp_path):
    with pytest.raises(EngagementError, match=f"There is no recipe '{name}'"):
        open_recipe(name, tmp_path)


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.sql")), ids=lambda file: file.stem)
def test_a_recipe_that_ships_explains_itself_in_both_languages(file):
    head = open_recipe(file.stem, file.parent).head
    for text in (head.title, *head.left_out.values(), *head.changed.values()):
        assert set(text) == {"en", "nl"} and all(text.values())
    assert set(head.needs) <= set(head.ask)
