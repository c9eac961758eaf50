"""The generated Rust compiles with serde, and reads and writes exactly what Python does."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dunnock.contract.events import EVENTS, Event, QueueUpdated, SettingsUpdated
from dunnock.contract.generator.rust import rust
from tests.contract.strategies import instances

DEBIAN_CRATES = [
    "--config",
    'source.crates-io.replace-with="debian"',
    "--config",
    'source.debian.directory="/usr/share/cargo/registry"',
]
"""Take crates from where Debian's librust-serde-json-dev and librust-serde-derive-dev put their sources."""

MANIFEST = """
[package]
name = "contract"
version = "0.0.0"
edition = "2021"
[dependencies]
serde = { version = "1", features = ["derive"] }
serde_json = { version = "1", features = ["float_roundtrip"] }
"""

MAIN = """
mod events;
use std::io::BufRead;

/// Reads lines of `name payload`, answers each with what it understood.
fn main() {
    for line in std::io::stdin().lock().lines().map(Result::unwrap) {
        let (name, payload) = line.split_once(' ').unwrap();
        match events::Event::decode(name, payload) {
            Some(Ok(event)) => println!("{} {}", event.name(), serde_json::to_string(&event).unwrap()),
            Some(Err(error)) => println!("refused: {error}"),
            None => println!("unknown"),
        }
    }
}
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled program. Without cargo or serde on this machine its tests are skipped, and say so."""
    cargo = shutil.which("cargo")
    if cargo is None:
        pytest.skip("cargo cannot be had here: the generated Rust was not compiled")
    crate = tmp_path_factory.mktemp("rust")
    (crate / "src").mkdir()
    (crate / "Cargo.toml").write_text(MANIFEST)
    (crate / "src/main.rs").write_text(MAIN)
    (crate / "src/events.rs").write_text(rust())
    # never from the network: what cargo has already fetched, or Debian's packages
    missing = ""
    for source in ([], DEBIAN_CRATES):
        fetched = run([cargo, "fetch", "--offline", *source], crate)
        if fetched.returncode == 0:
            built = run([cargo, "build", "--offline", *source], crate)
            assert built.returncode == 0, f"the generated Rust does not compile:\n{built.stderr}"
            return crate / "target/debug/contract"
        missing = fetched.stderr.strip()
    pytest.skip(f"serde cannot be had here: the generated Rust was not compiled ({missing[:200]})")


def run(command: list[str], crate: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CARGO_TARGET_DIR": str(crate / "target"), "RUSTFLAGS": "-D warnings"}
    return subprocess.run(
        command, cwd=crate, env=environment, capture_output=True, text=True, check=False, timeout=240
    )


def answers(reader: Path, lines: list[str]) -> list[str]:
    done = subprocess.run(
        [reader],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.splitlines() if "\x85" not in done.stdout else done.stdout.rstrip("\n").split("\n")


@pytest.mark.timeout(300)
def test_rust_reads_and_writes_every_event_as_python_does(reader: Path) -> None:
    events: list[Event] = []

    @settings(max_examples=40, database=None, derandomize=True)
    @given(batch=st.tuples(*(instances(event) for event in EVENTS)))
    def collect(batch: tuple[Event, ...]) -> None:
        events.extend(batch)

    collect()
    told = answers(reader, [f"{event.NAME} {event.model_dump_json()}" for event in events])
    assert len(told) == len(events) >= len(EVENTS)
    for event, answer in zip(events, told, strict=True):
        name, _, payload = answer.partition(" ")
        assert name == event.NAME, answer
        assert type(event).model_validate_json(payload) == event


@pytest.mark.timeout(300)
def test_rust_refuses_what_python_refuses(reader: Path) -> None:
    queue = {"action": "cleared", "positions": None, "queue_length": 0}
    setting = {"key": "theme", "value": None, "previous_value": "dark"}
    cases: list[tuple[str, Mapping[str, object]]] = [
        (QueueUpdated.NAME, queue | {"more": 1}),
        (QueueUpdated.NAME, queue | {"action": "burnt"}),
        (QueueUpdated.NAME, {key: value for key, value in queue.items() if key != "positions"}),
        (SettingsUpdated.NAME, {key: value for key, value in setting.items() if key != "value"}),
    ]
    for answer in answers(reader, [f"{name} {json.dumps(payload)}" for name, payload in cases]):
        assert answer.startswith("refused: "), answer
    assert answers(reader, [f"{QueueUpdated.NAME} {json.dumps(queue)}", "no:such-event {}"]) == [
        f"{QueueUpdated.NAME} {json.dumps(queue, separators=(',', ':'))}",
        "unknown",
    ]
