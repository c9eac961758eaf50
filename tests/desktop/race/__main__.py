"""The long race: python -m tests.desktop.race [--operations 2000] [--seed S]."""

import argparse
import time
from pathlib import Path

from tests.desktop.harness import Place, Screen
from tests.desktop.race import new_seed, race, temporary_folder


def main() -> None:
    """Race once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=None)
    asked = parser.parse_args()
    screen = Screen()
    began = time.monotonic()
    try:
        with temporary_folder() as folder:
            seed = new_seed() if asked.seed is None else asked.seed
            done = race(Place(Path(folder), screen.display), asked.operations, seed)
    finally:
        screen.close()
    disturbed = ", ".join(f"{what} {count}" for what, count in sorted(done.disturbances.count.items()))
    print(
        f"{asked.operations} operations, {done.kills} web processes killed ({disturbed}),"
        f" {done.comparisons} comparisons, all equal, in {time.monotonic() - began:.0f} s (seed {seed})"
    )


if __name__ == "__main__":
    main()
