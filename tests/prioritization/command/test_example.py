"""The file to start from."""

import pytest

from prioritization.command.example import write_example
from prioritization.errors import OutputError
from prioritization.input_files import opportunities_in


@pytest.mark.parametrize("name", ["backlog.csv", "backlog.xlsx"])
def test_the_example_is_read_with_its_scores(tmp_path, name):
    said = write_example(tmp_path / name)
    assert said.startswith(f"Written: {tmp_path / name}. Change it, and plan it: prioritize ")
    table = opportunities_in(tmp_path / name).table
    assert table["score"].round(2).tolist()[:2] == [7.33, 6.67]
    assert table["requires"].tolist()[0] == ("R-2",)


def test_a_file_that_is_there_or_of_another_kind_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="is there already"):
        write_example(tmp_path / "a.csv")
    with pytest.raises(OutputError, match=r"ends in \.xlsx or \.csv"):
        write_example(tmp_path / "a.pdf")
    assert (tmp_path / "a.csv").read_text("utf-8") == "mine"
