"""Where the database stands among the numbered migrations, and bringing it to the newest; inside an app context."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade

from consult.config import ROOT
from consult.extensions import db
from consult.services import variant_beginnings

FOLDER = str(ROOT / "migrations")


def state() -> str:
    """Return `newest`, `behind`, or `ahead` where the database knows a migration that this code does not."""
    scripts = ScriptDirectory(FOLDER)
    known = {script.revision for script in scripts.walk_revisions()}
    standing = set(standing_at())
    if standing - known:
        return "ahead"
    return "newest" if standing == set(scripts.get_heads()) else "behind"


def standing_at() -> tuple[str, ...]:
    """Return the migrations that the database stands at: none where it is empty."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_heads()


def migrate() -> None:
    """Bring the database to the newest migration; in one transaction, so that a killed one is undone."""
    upgrade(directory=FOLDER)
    variant_beginnings.begin()
