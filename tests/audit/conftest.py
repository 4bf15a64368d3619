"""The same browser and the same site as the journeys."""

from tests.journeys.conftest import browser, page, site

__all__ = ["browser", "page", "site"]
