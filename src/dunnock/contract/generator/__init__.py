"""The contract in other languages: pure functions from its Python classes to text, the same text every time.

The committed output is `frontend/src/lib/contract.gen.ts`, `contract/generated/events.rs` and
`contract/generated/contract.schema.json`. `dunnock contract --write FOLDER` writes all three.
"""

from collections.abc import Callable
from pathlib import PurePosixPath

from dunnock.contract.generator.json_schema import json_schema
from dunnock.contract.generator.rust import rust
from dunnock.contract.generator.typescript import typescript

FORMATS: dict[str, Callable[[], str]] = {"typescript": typescript, "json-schema": json_schema, "rust": rust}
"""The generators by the names `dunnock contract --format` knows."""

OUTPUTS: dict[str, PurePosixPath] = {
    "typescript": PurePosixPath("frontend/src/lib/contract.gen.ts"),
    "json-schema": PurePosixPath("src/dunnock/contract/generated/contract.schema.json"),
    "rust": PurePosixPath("src/dunnock/contract/generated/events.rs"),
}
"""Where each format's output is committed, from the top of a checkout."""
