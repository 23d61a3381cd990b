"""Every error of the workbook: of one root class, and of a builtin."""


class WorkbookError(Exception):
    """What the workbook cannot do, where, and the way out."""


class EngagementError(WorkbookError, ValueError):
    """An engagement's settings or folder cannot be used."""


class TablesError(WorkbookError, ValueError):
    """Input tables have faults; the message lists all of them, `faults` holds them one by one."""

    faults: tuple = ()


class BackendError(WorkbookError, ConnectionError):
    """The backend that engagement.yml names cannot be used."""


class MeasureError(WorkbookError, ValueError):
    """A measure cannot be computed from what it was given."""


class PrivacyError(WorkbookError, ValueError):
    """A table cannot be published as it would tell of people, or does not say whether it does."""


class ParameterError(WorkbookError, TypeError):
    """A notebook's parameter is unknown or of the wrong type."""


class StoreError(WorkbookError, OSError):
    """A file that a step needs is not there, or cannot be written."""


class RunError(WorkbookError, RuntimeError):
    """A step of a run failed; names the step, the heading and the remedy."""


class WorkshopError(WorkbookError, RuntimeError):
    """A workshop cannot go on as asked: its file, its seats, or what was sent."""
