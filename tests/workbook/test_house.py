"""The house style: colours that can be read, fonts and lines that stay text, all faults at once."""

import pytest

from workbook.engagement import engagement_from
from workbook.errors import EngagementError
from workbook.house import BLACK, READABLE, WHITE, contrast, css_text, mixed

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
HOUSE = {
    "logo": "logo.svg",
    "colours": {"main": "#7A0C2E", "accent": "#1b7f4b"},
    "font": "Inter, 'Source Sans 3', sans-serif",
    "footer": "Acme B.V.",
    "confidentiality": {"en": "Confidential", "nl": "Vertrouwelijk"},
}


def house(**settings):
    files = {"logo.svg": LOGO, "photo.png": b"\x89PNG\r\n\x1a\n", "notes.txt": b"hello"}
    return engagement_from({"client": "Acme", "house": settings}, read=files.get).house


def faults(**settings):
    with pytest.raises(EngagementError) as refusal:
        house(**settings)
    return [line.strip() for line in str(refusal.value).splitlines()[1:]]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [  # as the W3C and WebAIM print them
        ("#000000", "#ffffff", 21),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.0),
        ("#ffffff", "#ffffff", 1),
    ],
)
def test_contrast_is_that_of_wcag_whichever_comes_first(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


def test_a_house_sets_properties_of_the_stylesheet():
    found = house(**HOUSE).properties
    assert (found["main"], found["warm"]) == ("#7a0c2e", "#1b7f4b")
    assert found["deep"] == mixed("#7a0c2e", BLACK, 0.66) == "#51081e"
    assert contrast(found["soft"], found["deep"]) > READABLE
    assert found["text"].startswith('"Inter", "Source Sans 3", sans-serif, "Helvetica Neue"')
    assert house().properties == {} and house(font="Inter").properties.keys() == {"text", "display"}


def test_what_is_printed_on_the_cover_can_be_read_in_every_colour_that_is_taken():
    lightest = "#767676"  # 4.54 to white
    found = house(colours={"main": lightest}).properties
    assert contrast(found["deep"], WHITE) > READABLE and contrast(found["soft"], found["deep"]) > READABLE


def test_charts_take_the_main_colour_only_where_it_stays_apart():
    assert house(colours={"main": "#7a0c2e"}).chart_colours == ("#7a0c2e", mixed("#7a0c2e", WHITE, 0.28))
    assert house(colours={"main": "#767676"}).chart_colours is None
    assert house().chart_colours is None


def test_a_pale_colour_is_refused_with_the_ratio_found_the_ratio_needed_and_a_darker_one():
    assert faults(colours={"main": "#ffcc00", "accent": "#777777"}) == [
        "house.colours.main: '#ffcc00' has a contrast of 1.51 to white, and text needs 4.5; '#8f7200' is the"
        " same colour, dark enough",
        "house.colours.accent: '#777777' has a contrast of 4.47 to white, and text needs 4.5; '#767676' is"
        " the same colour, dark enough",
    ]
    assert contrast("#8f7200", WHITE) >= READABLE


def test_all_faults_of_a_house_come_at_once_beside_those_of_other_settings():
    settings = {
        "client": "Acme",
        "currency": "euro",
        "house": {
            "logo": "lgo.svg",
            "picture": "notes.txt",
            "colours": {"main": "red"},
            "font": 'Inter"; } body { display: none',
            "footer": "two\nlines",
            "confidentiality": {"en": "x" * 111, "fr": "confidentiel"},
            "colour": "#000000",
        },
    }
    with pytest.raises(EngagementError) as refusal:
        engagement_from(settings, read={"notes.txt": b"hello"}.get)
    assert [line.strip() for line in str(refusal.value).splitlines()] == [
        "engagement.yml cannot be used: 8 faults.",
        "currency: 'euro' is not three capitals, as EUR",
        "house.logo: 'lgo.svg' cannot be used: there is no such file in the engagement folder",
        "house.picture: 'notes.txt' cannot be used: it is not a PNG or JPEG file",
        "house.colours.main: 'red' is not a colour as '#0b4f6c': between quotes, # and six of 0-9 and a-f",
        "house.font: 'Inter\"; } body { display: none' is not the name of a font: letters, digits, spaces, -"
        " and ., with commas between",
        "house.footer: 'two\\nlines' is not one line that can be read",
        "house.confidentiality.fr: 'fr' is not 'en' or 'nl'",
        "house.colour: is not a setting; did you mean 'colours'?",
    ]
    assert faults(footer="x" * 111) == [
        "house.footer: 'xxxxxxxxxxxxxxxxxxxx'… has 111 signs, and a line of a page holds 110"
    ]


@pytest.mark.parametrize("font", ["url(x)", "a{b}", "a;b", "a/*b", "a\\22", "Inter,", "", "-x", "'", "<b>"])
def test_a_font_that_could_be_more_than_a_name_is_refused(font):
    assert faults(font=font)[0].startswith("house.font:")


def test_a_file_outside_the_engagement_is_not_there(tmp_path):
    from workbook.store import open_engagement

    folder = tmp_path / "acme"
    folder.mkdir()
    (tmp_path / "logo.svg").write_bytes(LOGO)
    for name in ("../logo.svg", str(tmp_path / "logo.svg"), "sub", "x" * 300, "a\0b"):
        (folder / "engagement.yml").write_text(
            f"client: A\nhouse: {{logo: {name!a}}}\n".replace("'", '"'), "utf-8"
        )
        with pytest.raises(EngagementError, match="no such file in the engagement folder"):
            open_engagement(folder)
    (folder / "logo.svg").write_bytes(LOGO)
    (folder / "engagement.yml").write_text("client: A\nhouse: {logo: logo.svg}\n", "utf-8")
    assert open_engagement(folder).house.files == ("logo.svg",)


def test_no_sign_of_a_line_can_end_a_text_of_a_stylesheet():
    text = css_text('a"b\\</style>\n{}')
    assert text[0] == text[-1] == '"'
    assert not set('"<>{}\n/') & set(text[1:-1])
