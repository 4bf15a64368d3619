"""`make bench`: prints what this machine does, each measure against its floor in the same run."""

import os
import platform
import tempfile
import time
from pathlib import Path

from tests.bench import (
    crosstabs,
    editions,
    exports,
    forums,
    growth,
    intake,
    respondents,
    submissions,
    suggestions,
    texts,
)
from tests.bench.measuring import heading, line


def main() -> None:
    """Measure everything; a few minutes on two cores."""
    started_at = time.monotonic()
    heading("Consult measured on this machine")
    line("processors and Python", f"{os.cpu_count()}", platform.python_version())
    with tempfile.TemporaryDirectory(prefix="consult-bench-") as folder:
        submissions.measure(Path(folder))
        respondents.measure(Path(folder))
        suggestions.measure()
        texts.measure()
        forums.measure(Path(folder))
        growth.measure(Path(folder))
        editions.measure(Path(folder))
        crosstabs.measure(Path(folder))
        exports.measure(Path(folder))
        intake.measure(Path(folder))
    heading(f"Done in {time.monotonic() - started_at:.0f} s. Compare ratios, never these numbers between machines.")


if __name__ == "__main__":
    main()
