"""Only pictures of the folder itself are shown: no other file, no link, none that is too large."""

from workbook.workshop.steps.pictures import MOST_BYTES, picture, pictures

PNG = b"\x89PNG\r\n\x1a\n"


def test_a_picture_is_one_by_how_it_begins_and_lies_in_the_folder(tmp_path):
    room = tmp_path / "pictures"
    room.mkdir()
    (room / "a.png").write_bytes(PNG + b"rest")
    (room / "b.txt").write_bytes(b"\xff\xd8\xff\xe0")
    (room / "c.png").write_bytes(b"<svg onload=x>")
    (room / "d.png").write_bytes(PNG + b"x" * MOST_BYTES)
    (room / ".e.png").write_bytes(PNG)
    (room / "deeper").mkdir()
    (room / "deeper" / "f.png").write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(PNG)
    (room / "g.png").symlink_to(tmp_path / "secret.png")
    found = pictures(tmp_path)
    assert [file.name for file in found.values()] == ["a.png", "b.txt"]
    first, second = found
    assert picture(found, first) == (PNG + b"rest", "image/png")
    assert picture(found, second)[1] == "image/jpeg"
    assert picture(found, "0" * 16) is None


def test_a_picture_that_is_gone_or_was_changed_into_something_else_is_none(tmp_path):
    room = tmp_path / "pictures"
    assert pictures(tmp_path) == {}
    room.mkdir()
    (room / "a.png").write_bytes(PNG)
    found = pictures(tmp_path)
    (name,) = found
    (room / "a.png").unlink()
    assert picture(found, name) is None
    (room / "a.png").symlink_to(tmp_path / "engagement.yml")
    (tmp_path / "engagement.yml").write_bytes(PNG)
    assert picture(found, name) is None
