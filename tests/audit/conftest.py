"""The same browser and the same site as the journeys; what a whole audit saw is written down at its end."""

import os
from pathlib import Path

import pytest

from tests.audit import results
from tests.journeys.conftest import browser, page, site

__all__ = ["browser", "page", "site"]


@pytest.fixture(scope="session", autouse=True)
def _what_was_seen(browser, tmp_path_factory: pytest.TempPathFactory):
    """Keep what this process saw where the one that started it finds it."""
    yield
    results.keep(results.folder_of(tmp_path_factory.getbasetemp()), browser.version)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write the results once, where everything was run to its end: not for a part, not from a process of several."""
    config = session.config
    was_cut_short = exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    is_part = config.option.keyword or session.shouldstop or any("::" in given for given in config.args)
    if was_cut_short or is_part or "PYTEST_XDIST_WORKER" in os.environ:
        return
    base: Path = config._tmp_path_factory.getbasetemp()
    if (base / results.PARTS).is_dir():
        results.write(base / results.PARTS)
