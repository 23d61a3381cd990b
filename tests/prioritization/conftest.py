"""The laws of the engine are tried as often as the profile says."""

import profiles  # noqa: F401  loads the profile of hypothesis
