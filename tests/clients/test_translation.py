"""The translation service: asked as LibreTranslate is, believed in nothing, and absent unless one is set."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from consult.clients.translation import Failed, LibreTranslate, NoTranslator, Translated, translator
from consult.config import SettingsError, from_environment
from tests.commands import free_port
from tests.translation_service import Service, serving

# Most answers come at once on any machine; where none comes, little is waited, and no machine takes this long.
ENOUGH_S, LITTLE_S, ENDS_WITHIN_S = 30, 0.5, 60


def test_texts_go_in_one_question_and_come_back_in_their_order(service: Service) -> None:
    answer = LibreTranslate(service.address + "/").translate(["yes", "schön\n\n${a}", ""], "en", "ur")
    assert answer == Translated(("YES", "SCHÖN\n\n${A}", ""))
    assert service.asked == [{"path": "/translate", "q": ["yes", "schön\n\n${a}", ""], "source": "en", "target": "ur",
                              "format": "text"}]


def test_a_key_is_sent_where_one_is_set_and_shown_nowhere(service: Service) -> None:
    service.wants_key = "a secret"
    assert LibreTranslate(service.address).translate(["a"], "en", "ur") == Failed("translator-refused")
    asking = LibreTranslate(service.address, "a secret")
    assert asking.translate(["a"], "en", "ur") == Translated(("A",))
    assert "secret" not in repr(asking) and "secret" not in asking.name


@pytest.mark.parametrize(("trick", "why"), [
    ("html", "unreadable"), ("numbers", "unreadable"), ("one", "unreadable"), ("list", "unreadable"),
    ("deep", "unreadable"), ("garbage", "unreadable"), ("uneven", "uneven"), ("hang", "slow"), ("drip", "slow"),
    ("flood", "too-much"), ("redirect", "redirected"), ("busy", "busy"), ("broken", "away"), ("unknown", "refused"),
])
def test_a_service_that_misbehaves_gives_no_drafts_and_no_error(service: Service, trick: str, why: str) -> None:
    service.trick = trick
    began = time.monotonic()
    seconds = LITTLE_S if why == "slow" else ENOUGH_S
    answer = LibreTranslate(service.address, seconds=seconds).translate(["a", "b"], "en", "ur")
    assert answer == Failed(f"translator-{why}") and time.monotonic() - began < ENDS_WITHIN_S
    assert len(service.asked) == 1


def test_nothing_is_sent_elsewhere_when_the_service_says_so(service: Service) -> None:
    with serving() as other:
        service.trick = "redirect"
        LibreTranslate(service.address).translate(["a"], "en", "ur")
        assert other.asked == [] and [asked["path"] for asked in service.asked] == ["/translate"]


def test_a_service_that_is_not_there_is_away_and_too_much_is_not_sent(service: Service) -> None:
    nowhere = LibreTranslate(f"http://127.0.0.1:{free_port()}", seconds=2)
    assert nowhere.translate(["a"], "en", "ur") == Failed("translator-away")
    assert LibreTranslate(service.address).translate(["a" * 300_000], "en", "ur") == Failed("translator-too-much")
    assert LibreTranslate(service.address).translate([], "en", "ur") == Translated(()) and service.asked == []


def test_without_an_address_there_is_nobody_to_ask() -> None:
    assert translator("") == NoTranslator() and not translator("").is_there
    assert translator("").translate(["a"], "en", "ur") == Failed("translator-away")
    assert translator("https://translate.example.org/").name == "LibreTranslate, translate.example.org"


def test_the_settings_are_off_by_default_and_wrong_ones_stop_the_start(tmp_path: Path) -> None:
    given = {"CONSULT_DATA_DIR": str(tmp_path)}
    assert from_environment(given).translator == "" and not from_environment(given).translates_answers
    right = {**given, "CONSULT_TRANSLATION_URL": "http://127.0.0.1:5000", "CONSULT_TRANSLATION_KEY": "k",
             "CONSULT_TRANSLATE_ANSWERS": "1"}
    settings = from_environment(right)
    assert (settings.translator, settings.translator_key, settings.translates_answers) == (
        "http://127.0.0.1:5000", "k", True) and "k'" not in repr(settings)
    for wrong in ("ftp://a", "file:///etc/passwd", "http://", "a.example.org", "http://u:p@a", "http://a:b", "//a"):
        with pytest.raises(SettingsError, match="CONSULT_TRANSLATION_URL"):
            from_environment({**given, "CONSULT_TRANSLATION_URL": wrong})


@pytest.fixture
def service() -> Iterator[Service]:
    """A service on this machine."""
    with serving() as running:
        yield running
