"""How many bytes travel: the first page of the survey with all its styles and scripts, and every later page."""

import re
from urllib.parse import urljoin

from tests.bench.measuring import heading, line
from tests.bench.visits import BASE, Visitor

# What a phone's browser asks for; the same page of LimeSurvey as installed was 169,700 bytes of HTML alone.
ACCEPTED = "br, gzip"
PEER_HTML = 169_700
FIRST_GOAL, LATER_GOAL = 60_000, 12_000
ASSET = re.compile(r'<(?:link rel="stylesheet" href|script[^>]* src)="([^"]+)"')
IMPORTED = re.compile(r'from "(\./[^"]+)"')


def measure(port: int, later: str) -> None:
    """Fetch the first page with what it names, then a later page of the survey that this visitor has reached."""
    visitor = Visitor(port)
    html, travelled = _fetched(visitor, BASE)
    assets = {urljoin(BASE, path) for path in ASSET.findall(html)}
    bodies = {path: _fetched(visitor, path) for path in sorted(assets)}
    for path, (body, _size) in list(bodies.items()):
        bodies |= {urljoin(path, name): _fetched(visitor, urljoin(path, name)) for name in IMPORTED.findall(body)}
    styles = sum(size for path, (_body, size) in bodies.items() if path.endswith(".css"))
    scripts = sum(size for path, (_body, size) in bodies.items() if path.endswith(".js"))
    visitor.walk(9)
    page, small = _fetched(visitor, BASE + later)
    heading("Bytes over the wire, compressed as a browser asks for it")
    line("first page: HTML, styles, scripts", f"{travelled:,}", f"{styles:,}", f"{scripts:,}")
    line(f"first page in all (goal: {FIRST_GOAL:,} or less)", f"{travelled + styles + scripts:,}")
    line(f"a later page (goal: {LATER_GOAL:,} or less)", f"{small:,}", f"{len(page.encode()):,} opened")
    line("HTML of such a page in LimeSurvey, as installed", f"{PEER_HTML:,}")
    visitor.close()


def _fetched(visitor: Visitor, path: str) -> tuple[str, int]:
    """Return what came, opened, and how many bytes of it travelled."""
    return visitor.travelled(path, ACCEPTED)
