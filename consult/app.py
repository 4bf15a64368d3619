"""create_app: the only place where settings, extensions, addresses and commands are wired together."""

import logging

import structlog
from flask import Flask
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from consult import extensions
from consult.config import ROOT, Settings
from consult.extensions import babel, compress, csrf, db, login_manager, migrate
from consult.models import every_table
from consult.services import forum_effects
from consult.web import access, blueprints, errors, locale, page_formats, pages, signed_in, tokens
from consult.web.community import navigation as space_navigation
from consult.web.requests import CleanRequest
from consult.web.sessions import StoredSessions
from consult.web.staff import navigation

__all__ = ["babel", "create_app", "every_table"]


def create_app(settings: Settings) -> Flask:
    """Return the application for these settings; nothing is read from the environment here."""
    app = Flask("consult", template_folder=str(ROOT / "templates"), static_folder=str(pages.BUILT),
                static_url_path="/static")
    app.config.update(
        CONSULT_SETTINGS=settings, SECRET_KEY=settings.secret_key, TESTING=settings.testing,
        SQLALCHEMY_DATABASE_URI=settings.database_url, SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        MAX_CONTENT_LENGTH=64 * 1024, MAX_FORM_MEMORY_SIZE=None, WTF_CSRF_TIME_LIMIT=12 * 3600,
        WTF_CSRF_CHECK_DEFAULT=False, TEMPLATES_AUTO_RELOAD=False,
        # Headers are our own; a strict referrer policy would make Flask-WTF refuse every form on HTTPS.
        WTF_CSRF_SSL_STRICT=False,
        # Pages and styles travel small without a proxy too. A form's token is signed anew each second, so that the
        # length of a page gives nothing of it away; files with answers in them are not on this list.
        COMPRESS_MIMETYPES=["text/html", "text/css", "text/javascript", "image/svg+xml"],
        COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_ALGORITHM_STREAMING=["br", "deflate"],
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    app.request_class = CleanRequest
    app.session_interface = StoredSessions(secure=settings.has_https)
    _keep_the_log_quiet()
    _connect(app)
    locale.init(app)
    login_manager.init_app(app)
    signed_in.init(login_manager)
    csrf.init_app(app)
    app.before_request(access.enforce)
    app.before_request(tokens.check)
    # Registered first, so that it runs last: on the answer as it will travel.
    compress.init_app(app)
    pages.init(app)
    page_formats.init(app)
    errors.init(app)
    blueprints.register(app)
    forum_effects.init(app)
    navigation.init(app)
    space_navigation.init(app)
    return app


def _engine_options(settings: Settings) -> dict[str, object]:
    if make_url(settings.database_url).get_backend_name() == "sqlite":
        return {}
    return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 20}


def _connect(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            extensions.open_sqlite_safely(db.engine)
    extensions.set_waker(app, lambda run_id: None)


def _keep_the_log_quiet() -> None:
    """Log one JSON line an event, with the fields that the code names and never the words of an answer."""
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True),
                    structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(), cache_logger_on_first_use=False,
    )
