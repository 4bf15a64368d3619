"""`make forums-report`: runs the tests of the requirements CP-01 to CP-36 and prints how each stands."""

import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

REQUIREMENTS = {
    1: "A charter, versioned and adopted by the members",
    2: "Chairs are members; officers hold three roles that write nothing",
    3: "Each activity shows its rung",
    4: "A partner can host, with its own statement",
    5: "Anyone in the group proposes",
    6: "The group orders and adopts the agenda",
    7: "Requests from outside wait in a tray",
    8: "Items can be tied to the plan later",
    9: "Everyone owns what they say they need",
    10: "No meeting before each need has a state",
    11: "Papers out by a date, in all formats",
    12: "Breaks, ends, cards and hands",
    13: "Four equal ways, and additions afterwards",
    14: "Captions only by agreement",
    15: "A name for each forum, and no list of members",
    16: "Not-out mode",
    17: "Real identities, sealed",
    18: "Police announced, and refusable",
    19: "No link to answers or other forums",
    20: "Screenshots: said openly",
    21: "Reports to a person whom the group chose",
    22: "The rule on danger is read",
    23: "Three layers of notes",
    24: "By item, never by person",
    25: "Decisions with who could not live with them",
    26: "The group owns its record",
    27: "Pay",
    28: "Time to payment",
    29: "An ask has a body and a day",
    30: "Replies with a reason, late ones shown",
    31: "The group marks replies",
    32: "Asks stand in the report",
    33: "What came of what I said",
    34: "A yearly review by members",
    35: "Measures",
    36: "Closing needs a decision or a reason",
}
# No real identity is held and nobody is paid through Consult yet; their places are left (docs/decisions).
LATER = frozenset({17, 27, 28})
NAMED = re.compile(r"test_cp(\d\d)_")
FOLDER = Path(__file__).parent


class Results:
    """What became of the tests of each requirement."""

    def __init__(self) -> None:
        """Nothing has run yet."""
        self.passed: dict[int, int] = defaultdict(int)
        self.others: dict[int, list[str]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take a test's result: one that failed or was skipped counts as such."""
        found = NAMED.search(report.nodeid.rsplit("::", 1)[-1])
        if found is None:
            return
        number = int(found.group(1))
        if report.when == "call" and report.passed:
            self.passed[number] += 1
        elif not report.passed:
            self.others[number].append(f"{report.outcome}: {report.nodeid}")


def line(number: int, results: Results) -> tuple[bool, str]:
    """Return whether a requirement holds, and the line that says so."""
    name = f"CP-{number:02} {REQUIREMENTS[number]}"
    if number in LATER:
        return True, f"later    {name}"
    if results.others[number]:
        return False, f"FAILED   {name}\n         " + "\n         ".join(results.others[number])
    if not results.passed[number]:
        return False, f"MISSING  {name}: no test named test_cp{number:02}_… passed"
    return True, f"pass     {name} ({results.passed[number]})"


def main() -> int:
    """Run the tests and print a line for each requirement; 1 where one is missing or failed."""
    results = Results()
    pytest.main(["-q", "--no-header", "-p", "no:cacheprovider", str(FOLDER)], plugins=[results])
    lines = [line(number, results) for number in REQUIREMENTS]
    print("\n" + "\n".join(words for _holds, words in lines))
    held = sum(holds for holds, _words in lines)
    print(f"\n{held - len(LATER)} of {len(REQUIREMENTS) - len(LATER)} requirements hold; {len(LATER)} come later.")
    return 0 if held == len(lines) else 1


if __name__ == "__main__":
    sys.exit(main())
