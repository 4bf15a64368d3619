"""A test client that reads every page it fetches as a checker would."""

import re
from typing import Any

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

NEEDED_HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class LintingClient(FlaskClient):
    """Fetches pages, lints them, and sends forms with a fresh token unless told otherwise."""

    token: str = ""

    def open(self, *args: Any, lint: bool = True, **kwargs: Any) -> TestResponse:
        """Send a request and lint what comes back."""
        response = super().open(*args, **kwargs)
        for name in NEEDED_HEADERS:
            assert name in response.headers, f"{name} is missing on {response.status}"
        if lint and response.mimetype == "text/html" and response.data and response.status_code not in range(300, 400):
            problems = lint_page(response.get_data(as_text=True))
            assert not problems, f"{response.request.path}: {problems}"
        found = TOKEN.search(response.get_data(as_text=True)) if response.mimetype == "text/html" else None
        self.token = found.group(1) if found else self.token
        return response

    def send(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Post a form with the token of the last page that held one, fetching the page itself where none did."""
        if not self.token:
            self.get(path, lint=False)
        return self.post(path, data={"csrf_token": self.token, **(data or {})}, **kwargs)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in as a member of staff."""
        self.get("/staff/sign-in")
        answer = self.send("/staff/sign-in", {"email": email, "password": password})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        self.get("/staff/")


def without_tokens(text: str) -> str:
    """Return a page without its forms' tokens, which hold the second in which they were made."""
    return TOKEN.sub("", text)


def lint_page(text: str) -> list[str]:
    """Return what is wrong with a page: no title or lang, doubled ids, unlabelled fields, inline code, lazy forms."""
    page = html.document_fromstring(text)
    problems = _document(page) + _doubled(page) + _fields(page)
    for form in page.iter("form"):
        if not form.get("action"):
            problems.append("a form without an action")
        if (form.get("method") or "").lower() == "post" and not form.xpath(".//input[@name='csrf_token']"):
            problems.append(f"a form without a token: {form.get('action')}")
    return problems


def _document(page: Any) -> list[str]:
    problems = []
    if not page.get("lang") or page.get("dir") not in ("ltr", "rtl"):
        problems.append("no language or direction")
    if not (page.findtext(".//title") or "").strip():
        problems.append("no title")
    if len(page.xpath("//h1")) != 1:
        problems.append("not exactly one h1")
    if page.xpath("//script[not(@src)][normalize-space()] | //style | //*[@style]"):
        problems.append("inline script or style")
    if page.xpath("//*[@*[starts-with(name(), 'on')]]"):
        problems.append("an inline event handler")
    if "None" in [text.strip() for text in page.xpath("//body//text()")]:
        problems.append("a None that was printed")
    return problems


def _doubled(page: Any) -> list[str]:
    ids = page.xpath("//@id")
    return [f"id {name} stands {ids.count(name)} times" for name in sorted(set(ids)) if ids.count(name) > 1]


def _fields(page: Any) -> list[str]:
    labelled = set(page.xpath("//label/@for"))
    fields = page.xpath("//input[not(@type='hidden') and not(@type='submit')] | //select | //textarea")
    return [
        f"no label for {field.get('name') or field.get('id')}"
        for field in fields
        if field.get("id") not in labelled and not field.get("aria-label") and not field.get("aria-labelledby")
        and not field.xpath("ancestor::label")
    ]
