"""The encoding and the separator of files that are longer than what is looked at at once."""

import pytest

from workbook.intake.csv_layout import csv_layout

LONG = "customer_id;amount\n" + "C1;12,50\n" * 300_000


@pytest.mark.parametrize(
    ("start", "codec", "encoding"),
    [
        (b"", "utf-8", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
        (b"\xff\xfe", "utf-16-le", "utf-16"),
        (b"\xfe\xff", "utf-16-be", "utf-16"),
        (b"", "utf-16-le", "utf-16-le"),
        (b"", "utf-16-be", "utf-16-be"),
        (b"", "cp1252", "cp1252"),
    ],
)
def test_the_encoding_is_that_of_the_last_line_too(tmp_path, start, codec, encoding):
    file = tmp_path / "a.csv"
    file.write_bytes(start + (LONG + "Zoë;3\n").encode(codec))
    layout = csv_layout(file)
    assert (layout.encoding, layout.separator, layout.names_separator) == (encoding, ";", False)
    with layout.open(file) as text:
        assert text.readlines()[-1] == "Zoë;3\n"


def test_a_sign_of_several_bytes_may_lie_on_a_border(tmp_path):
    file = tmp_path / "a.csv"
    for shift in range(3):
        file.write_bytes(b"a;b\n" + b"x" * ((1 << 20) - 5 + shift) + "€\n".encode())
        assert csv_layout(file).encoding == "utf-8"


def test_a_byte_that_is_broken_is_told_with_its_place(tmp_path):
    file = tmp_path / "a.csv"
    data = b"\xef\xbb\xbf" + LONG.encode()
    file.write_bytes(data + b"caf\xe9\n")
    with pytest.raises(ValueError, match=f"byte {len(data) + 3:,} is broken; save it as CSV UTF-8"):
        csv_layout(file)


def test_a_sign_that_is_no_text_is_told_with_its_line(tmp_path):
    file = tmp_path / "a.csv"
    for codec in ("utf-8", "utf-16"):
        file.write_bytes((LONG + "C2;3\x07\n").encode(codec))
        with pytest.raises(ValueError, match=r"line 300,002 holds a sign that is no text \(code 7\)"):
            csv_layout(file)


def test_utf8_with_one_broken_byte_is_refused_and_old_windows_text_is_read(tmp_path):
    file = tmp_path / "answers.csv"
    file.write_bytes("naam;tekst\nJosé;één\n".encode() + b"Zo\xeb;x\n")
    with pytest.raises(ValueError, match="is broken; save it as CSV UTF-8"):
        csv_layout(file)
    file.write_bytes("naam;tekst\nJosé;één\nZoë;x\n".encode("cp1252"))
    assert csv_layout(file).encoding == "cp1252"
