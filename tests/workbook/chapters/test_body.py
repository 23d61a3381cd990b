from workbook.chapters import CHAPTERS, stems
from workbook.chapters.body import BODY, TEN, in_appendix

OURS = [stem for chapter in CHAPTERS.iterdir() if chapter.is_dir() for stem in stems(chapter.name)]


def test_ten_exhibits_stand_in_the_body_and_each_exhibit_stands_once():
    later = in_appendix(OURS)
    assert len(OURS) - len(later) == TEN and later < set(OURS)
    assert set(BODY) <= set(OURS) and len(set(BODY)) == len(BODY)


def test_what_is_not_there_makes_room_for_the_next():
    without = [stem for stem in OURS if stem not in BODY[:3]]
    assert set(without) - in_appendix(without) == set(BODY[3 : 3 + TEN])


def test_what_a_client_shows_stays_in_the_body():
    assert in_appendix([*OURS, "sales_by_region"]) == in_appendix(OURS)
