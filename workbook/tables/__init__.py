"""The contract of every input table, and the check that lists every fault at once."""

from workbook.tables.check import check
from workbook.tables.contracts import TABLES, time_column
from workbook.tables.faults import Fault, RawTable

__all__ = ["TABLES", "Fault", "RawTable", "check", "time_column"]
