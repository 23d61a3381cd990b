"""On which terms a workshop is held."""

from dataclasses import dataclass

LOCAL = "127.0.0.1"


@dataclass(frozen=True)
class Terms:
    """How a workshop is held.

    Attributes:
        address: Where the server listens; only this machine by default.
        port: On which port.
        quorum: The percentage of the experts who have to answer for a round to count.
        rounds: How many rounds there may be.
        resume: Whether to go on with the last one.
        anonymous: Whether names are deleted when it is closed.
        rehearsal: Whether made-up experts answer, and nothing is handed on.
    """

    address: str = LOCAL
    port: int = 8765
    quorum: int = 50
    rounds: int = 3
    resume: bool = False
    anonymous: bool = False
    rehearsal: bool = False
