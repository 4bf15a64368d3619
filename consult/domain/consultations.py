"""What a consultation is and when it is open; dates are instants in UTC."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from consult.domain.errors import Refused

# What happens to answers after the close: counted and marked late, or kept and not counted. Fixed before the opening.
LATE_ANSWERS = ("counted", "kept")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# What must stand before a consultation may open (practice: law and norms; data protection by design).
NEEDED_TO_OPEN = ("plan", "survey", "privacy_notice", "before_free_text", "retention_until", "dpia_reference",
                  "safeguarding_lead", "what_can_change", "duties", "languages", "formats")


def state(opens_at: datetime, closes_at: datetime, now: datetime) -> str:
    """Return `upcoming`, `open` or `closed`; the closing instant itself is still open."""
    if now < opens_at:
        return "upcoming"
    return "open" if now <= closes_at else "closed"


def check_slug(slug: str) -> str:
    """Return the slug in lower case; raises Refused where it is not words joined by hyphens."""
    slug = slug.strip().lower()
    if not SLUG.fullmatch(slug) or len(slug) > 80:
        raise Refused("slug", "slug-shape")
    return slug


def check_dates(opens_at: datetime | None, closes_at: datetime | None, retention_until: date | None) -> None:
    """Raise Refused unless the consultation closes after it opens and answers are kept until after the close."""
    if opens_at is None:
        raise Refused("opens_on", "date-missing")
    if closes_at is None:
        raise Refused("closes_on", "date-missing")
    if closes_at <= opens_at:
        raise Refused("closes_on", "closes-before-it-opens")
    if retention_until is not None and retention_until <= closes_at.date():
        raise Refused("retention_until", "retention-too-short")


def missing_to_open(facts: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of what a consultation still lacks before Londoners may see it, in a fixed order."""
    return tuple(name for name in NEEDED_TO_OPEN if not facts.get(name))
