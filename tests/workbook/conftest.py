"""What tests of measures share: a frame as a table of the engine."""

import pytest

from workbook.engine import scan


@pytest.fixture(params=["duckdb://"])
def as_table(request, tmp_path):
    """A frame as a table of the engine."""

    def made(frame):
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.parquet"
        frame.to_parquet(file)
        return scan(file, url=request.param)

    return made
