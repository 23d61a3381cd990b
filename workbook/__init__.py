"""The customer-experience workbook: it measures and tells; it never decides."""

__version__ = "0.1.0"
