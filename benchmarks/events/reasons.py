"""Why a promise is missed. A page that names a missed row must name its reason: a test holds that."""

UNKNOWN = "The reason is not known yet."

_REASONS: dict[str, str] = {}
"""By the beginning of what is missed."""


def reason(what: str) -> str:
    """The reason why something is missed."""
    return next((text for beginning, text in _REASONS.items() if what.startswith(beginning)), UNKNOWN)
