"""Where the notebooks and templates are that ship with the package."""

from pathlib import Path


def shipped(name: str) -> Path:
    """The folder `notebooks` or `templates`: inside an installed package, or at the top of a checkout.

    Example:
        >>> (shipped("notebooks") / "0_start.ipynb").exists()
        True
    """
    package = Path(__file__).parent
    installed = package / "_data" / name
    return installed if installed.exists() else package.parent / name
