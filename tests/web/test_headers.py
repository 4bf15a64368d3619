"""What every answer carries, errors included, and what none may leak."""

import re

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.app import create_app
from consult.extensions import db
from tests import databases
from tests.linting import LintingClient
from tests.worlds import World

PATHS = ("/", "/health", "/en/", "/ur/", "/en/nowhere", "/staff/", "/staff/sign-in", "/static/nowhere.css",
         "/en/consultations/small-plan/report.csv", "/en/receipt")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_whole_set(client: LintingClient, world: World, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in policy and headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["/en/", "/staff/sign-in", "/en/consultations/small-plan/respond"])
def test_pages_of_people_are_kept_out_of_caches(client: LintingClient, world: World, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("path", "tag", "way"), [
    ("/en/", "en", "ltr"), ("/ur/", "ur", "rtl"), ("/ur/nowhere", "ur", "rtl"),
])
def test_the_address_decides_the_language(client: LintingClient, path: str, tag: str, way: str) -> None:
    answer = client.get(path, headers={"Accept-Language": "en"})
    assert answer.headers["Content-Language"] == tag
    assert f'<html lang="{tag}" dir="{way}"' in answer.text


@pytest.mark.parametrize(("accepted", "target"), [("ur-PK,ur;q=0.9", "/ur/"), ("fr", "/en/"), ("", "/en/")])
def test_the_front_door_follows_the_browser(client: LintingClient, accepted: str, target: str) -> None:
    assert client.get("/", headers={"Accept-Language": accepted}).headers["Location"] == target


def test_pages_and_styles_travel_small_and_are_the_same_once_opened(app: Flask, world: World) -> None:
    client = FlaskClient(app, app.response_class)
    style = re.search(r'href="(/static/site[^"]+)"', client.get("/en/").text)
    assert style is not None
    for path in ("/en/", style.group(1)):
        plain, small = client.get(path), client.get(path, headers={"Accept-Encoding": "br"})
        assert small.headers["Content-Encoding"] == "br" and "Accept-Encoding" in small.headers["Vary"]
        assert len(small.data) < len(plain.data) / 2
        assert len(brotli.decompress(small.data)) == len(plain.data)
        small.close()
        plain.close()


def test_a_fault_shows_a_number_and_nothing_of_the_inside(app: Flask, client: LintingClient,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.queries.consultations.visible", lambda session: 1 / 0)
    answer = client.get("/en/")
    assert answer.status_code == 500 and "ZeroDivision" not in answer.text and "Traceback" not in answer.text
    assert "Something went wrong on our side" in answer.text


def test_on_a_public_address_cookies_are_bound_to_the_host_and_https(tmp_path) -> None:
    url = databases.copies.make("sqlite", tmp_path)
    app = create_app(databases.settings(url, tmp_path, public_url="https://consult.example.org"))
    with app.app_context():
        answer = app.test_client().get("/staff/sign-in", base_url="https://consult.example.org")
        db.session.remove()
        db.engine.dispose()
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-consult=") and "Secure" in cookie and "HttpOnly" in cookie
    assert "Strict-Transport-Security" in answer.headers


def test_health_says_that_it_is_well_and_nothing_else(client: LintingClient) -> None:
    assert client.get("/health").json == {"status": "ok"}
