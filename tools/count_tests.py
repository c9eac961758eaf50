"""Print the last lines of `./test`: how many tests passed and failed, by the reports of their runners.

Usage: count_tests.py REPORTS CHECKS [FAILED_CHECK]

REPORTS is the folder of the JUnit files, CHECKS how many checks passed that are no test runners and count as
one each, FAILED_CHECK the name of the check that ended the run. The exit code is 1 when anything failed.
"""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path


def count_tests(reports: Path) -> tuple[int, int, int]:
    """Return how many tests of all JUnit files in the folder passed, failed and were skipped."""
    passed = failed = skipped = 0
    for report in reports.glob("*.xml"):
        for case in ET.parse(report).iter("testcase"):  # noqa: S314 - written by our own test runners
            outcomes = {element.tag for element in case}
            if outcomes & {"failure", "error"}:
                failed += 1
            elif "skipped" in outcomes:
                skipped += 1
            else:
                passed += 1
    return passed, failed, skipped


def main(reports: str, checks: str, failed_check: str = "") -> int:
    """Print the counts and return the exit code."""
    passed, failed, skipped = count_tests(Path(reports))
    tests = passed + failed
    if failed_check and not failed:
        failed = 1  # the check was no test runner, or its runner ended without a report
    passed += int(checks)
    print(f"\n{tests} tests were run, and {checks} other checks passed.")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
