"""What every command is given: the application, made when it is first needed, and one way to answer or to refuse."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
import structlog
from flask import Flask
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from consult.app import create_app
from consult.cli import migrations, words
from consult.config import SettingsError, from_environment
from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.jobs import queue
from consult.queries import consultations

if TYPE_CHECKING:
    from consult.models.consultations import Consultation


class Stopped(click.ClickException):
    """The command was refused: exit code 1, the reason on standard error, and as JSON where JSON was asked for."""

    exit_code = 1

    def __init__(self, reason: str, code: str, *, as_json: bool = False, **facts: Any) -> None:
        """`reason` is for a reader, `code` for a program; `facts` join the JSON."""
        super().__init__(reason)
        self.as_json, self.answer = as_json, {"refused": reason, "code": code, **facts}

    def show(self, file: Any = None) -> None:
        """Print the reason, and the JSON where it was asked for."""
        click.echo(self.message, err=True)
        if self.as_json:
            click.echo(json.dumps(self.answer, ensure_ascii=False))


class Shell:
    """What the commands share. `make` returns the application; it is called once, when one is needed."""

    def __init__(self, make: Callable[[], Flask] | None = None) -> None:
        """Without `make`, the application has the settings of the environment."""
        self._make = make or _with_the_environment
        self._app: Flask | None = None
        self.as_json = False

    def app(self) -> Flask:
        """Return the application; raises Stopped with what to set where the settings do not allow one."""
        if self._app is None:
            try:
                self._app = self._make()
            except SettingsError as error:
                self.stop(str(error), "setting-wrong")
            except (ArgumentError, ModuleNotFoundError):
                self.stop(words.DATABASE_URL, "setting-wrong")
            _log_to_standard_error()
        return self._app

    @contextmanager
    def working(self, *, needs_newest: bool = True) -> Iterator[None]:
        """Work inside the application, on a database at the newest migration; a refusal ends the command."""
        with self.app().app_context():
            try:
                if needs_newest and (state := migrations.state()) != "newest":
                    self.stop(words.OF_MIGRATIONS[state], f"database-{state}")
                yield
            except (Refused, Conflict) as error:
                self.stop(words.reason(error), error.code, **words.problems(error))
            except NotFound:
                self.stop(words.NOT_FOUND, "not-found")
            except OperationalError:
                self.stop(words.DATABASE_AWAY, "database-away")

    def consultation(self, slug: str) -> "Consultation":
        """Return the consultation of that slug, shown to Londoners or not; stops where there is none."""
        found = consultations.by_slug(db.session(), slug)
        if found is None:
            self.stop(words.NO_CONSULTATION.format(slug=slug), "consultation-unknown")
        return found

    def answer(self, facts: Mapping[str, Any], message: str) -> None:
        """Say what was done: the message, and with --json the facts alone on standard output."""
        click.echo(message, err=self.as_json)
        if self.as_json:
            click.echo(json.dumps(facts, ensure_ascii=False))

    def stop(self, reason: str, code: str, **facts: Any) -> NoReturn:
        """End the command with exit code 1 and the reason."""
        raise Stopped(reason, code, as_json=self.as_json, **facts)


def _note(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    context.ensure_object(Shell).as_json = value


json_option = click.option("--json", is_flag=True, expose_value=False, callback=_note, is_eager=True,
                           help="Print JSON alone on standard output, messages on standard error.")


def _with_the_environment() -> Flask:
    settings = from_environment()
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database and Path(url.database).parent.is_dir():
        # What people wrote is for nobody else on this machine; SQLite's other files take over the mode.
        for path in (Path(url.database), settings.data_dir / queue.FILE):
            path.touch(mode=0o600)
    return create_app(settings)


def _log_to_standard_error() -> None:
    """Keep standard output for answers; the stream is looked up at each line, as it may be replaced."""
    structlog.configure(logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr))
