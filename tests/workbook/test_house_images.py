"""Images of a house style: drawings only, of a size that a report can carry."""

import pytest

from workbook.house_images import PLACES, data_uri, image_faults, svg_faults

PNG, JPEG = b"\x89PNG\r\n\x1a\n" + b"x", b"\xff\xd8\xff\xe0x"


def svg(inner="", root=""):
    xlink = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {xlink} {root}>{inner}</svg>'.encode()


@pytest.mark.parametrize(
    "drawing",
    [
        svg('<path d="M0 0"/>'),
        b"\xef\xbb\xbf" + svg(),
        b'<?xml version="1.0" encoding="utf-8"?>\n<!-- made by hand -->\n' + svg(),
        svg('<defs><linearGradient id="g"/></defs><rect fill="url(#g)"/><rect fill="url( \'#g\' )"/>'),
        svg('<use xlink:href="#g"/><image href="data:image/png;base64,AAAA"/>'),
        svg("<style>.a{fill:#123456}</style>"),
    ],
)
def test_a_drawing_is_taken(drawing):
    assert image_faults(drawing, "logo") == []
    assert data_uri(drawing).startswith("data:image/svg+xml;base64,")


@pytest.mark.parametrize(
    ("drawing", "fault"),
    [
        (svg("<script>alert(1)</script>"), "it has an element <script>"),
        (svg("<foreignObject/>"), "it has an element <foreignObject>"),
        (svg(root='onload="alert(1)"'), "it has an event handler onload"),
        (svg('<rect ONCLICK="x"/>'), "it has an event handler ONCLICK"),
        (svg('<image href="https://x.nl/a.png"/>'), "href of <image> refers to something outside"),
        (svg('<use xlink:href="other.svg#a"/>'), "href of <use> refers to something outside"),
        (
            svg('<image href="data:image/svg+xml;base64,AAAA"/>'),
            "href of <image> refers to something outside",
        ),
        (svg('<a href="javascript:alert(1)"/>'), "href of <a> refers to something outside"),
        (svg('<rect fill="url( https://x.nl/a )"/>'), "fill of <rect> refers to something outside"),
        (svg('<rect style="fill:\\75rl(x)"/>'), "style of <rect> refers to something outside"),
        (svg("<style>@import 'x.css'</style>"), "its <style> refers to something outside, or hides it"),
        (svg("<style>a{fill:url('//x')}</style>"), "its <style> refers to something outside, or hides it"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(), "it has entities or instructions to a program"),
        (b'<?xml-stylesheet href="x.css"?>' + svg(), "it has entities or instructions to a program"),
        (svg("<g>"), "it is not XML in UTF-8"),
        (svg().decode().encode("utf-16"), "it is not a SVG or PNG file"),
        (b"<html/>", "its first element is <html>, not <svg>"),
    ],
)
def test_what_could_do_or_fetch_something_is_refused(drawing, fault):
    [found] = image_faults(drawing, "logo")
    assert found.startswith(fault)


def test_every_fault_is_told_once():
    assert svg_faults(svg('<script/><script/><rect onclick="x"/>')) == [
        "it has an element <script>",
        "it has an event handler onclick",
    ]


def test_a_place_takes_its_kinds_up_to_its_size():
    assert image_faults(PNG, "logo") == image_faults(PNG, "picture") == image_faults(JPEG, "picture") == []
    assert image_faults(JPEG, "logo") == ["it is not a SVG or PNG file"]
    assert image_faults(svg(), "picture") == ["it is not a PNG or JPEG file"]
    assert image_faults(b"", "logo") == ["it is not a SVG or PNG file"]
    assert image_faults(None, "logo") == ["there is no such file in the engagement folder"]
    large = PNG.ljust(PLACES["logo"][1] + 1)
    assert image_faults(large, "logo") == ["it has 300,001 bytes, and 300,000 is the most"]
