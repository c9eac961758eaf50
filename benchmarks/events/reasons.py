"""Why a promise is missed. A page that names a missed row must name its reason: a test holds that."""

UNKNOWN = "The reason is not known yet."

_REASONS: dict[str, str] = {
    "one event with 10,000 ids": (
        "It goes in ten pieces of at most 8 KiB, because WebKit keeps the memory of larger ones: each costs the page"
        " about a millisecond of script, and those that do not fit into a flush wait for the next."
    ),
    "longest flush": (
        "It is the longest of thousands, by the clock: whatever else the machine did in its middle counts, too."
    ),
    "p99 of a request during a burst": (
        "The slow ones are those of bursts of 1,000 changes in a transaction: a request that writes waits for the"
        " transaction at hand, and for the interpreter it shares with who makes the burst."
    ),
}
"""By the beginning of what is missed."""


def reason(what: str) -> str:
    """The reason why something is missed."""
    return next((text for beginning, text in _REASONS.items() if what.startswith(beginning)), UNKNOWN)
