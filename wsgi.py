"""The WSGI entry: one application with the settings of the environment, and nothing else."""

from consult.app import create_app
from consult.config import from_environment

application = app = create_app(from_environment())
