"""Survey pages without an answer on them, drawn once: they are the same for everyone but for the form's token."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from flask import current_app, render_template
from flask_wtf.csrf import generate_csrf

from consult.web import page_formats

MOST = 500
# Stands where the token will be; no text that people write is ever on a kept page.
TOKEN_HERE = "\ue000token\ue000"


class KeptPages:
    """Drawn pages by what they depend on; the ones that were asked for longest ago go first."""

    def __init__(self) -> None:
        """Start with none."""
        self._pages: OrderedDict[Hashable, str] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, draw: Callable[[], str]) -> str:
        """Return the page of `key`, drawn now where it is not kept yet."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
                return self._pages[key]
        page = draw()
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > MOST:
                self._pages.popitem(last=False)
        return page


def render(key: Hashable, template: str, names: Callable[[], dict[str, object]]) -> str:
    """Return the page of this application with a fresh token; `key` names everything that `names` depends on."""
    key = (key, page_formats.is_large_print())
    kept: KeptPages = current_app.extensions.setdefault("consult.kept_pages", KeptPages())
    page = kept.get(key, lambda: render_template(template, csrf_token=lambda: TOKEN_HERE, **names()))
    return page.replace(TOKEN_HERE, generate_csrf())
