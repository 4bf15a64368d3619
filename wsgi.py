"""The WSGI entry for a server of your own: one application with the settings of the environment."""

from consult.app import create_app
from consult.cli import migrations
from consult.config import from_environment
from consult.jobs import queue

application = app = create_app(from_environment())
with app.app_context():
    if migrations.state() != "newest":
        raise SystemExit("The database does not fit this version of Consult. Run: consult database migrate")
queue.connect(app)
