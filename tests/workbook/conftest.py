"""What tests of measures share: a frame as a table of the backend."""

import pytest

from workbook.backend import scan


@pytest.fixture(params=["duckdb://"])
def as_table(request, tmp_path):
    """A frame as a table of the backend."""

    def made(frame):
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.parquet"
        frame.to_parquet(file)
        return scan(file, url=request.param)

    return made
