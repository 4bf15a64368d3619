"""What makes the files of published editions in the background: one after the other, with signs of life."""

from collections.abc import Callable

from flask import Flask

from consult.clients import pdf_printer
from consult.extensions import db
from consult.jobs.heartbeats import Heartbeat
from consult.queries import edition_files as stored
from consult.queries.runs import Work
from consult.services import edition_files


def make(app: Flask, work: Work, token: int, is_stopping: Callable[[], bool]) -> None:
    """Make every file of the consultation's editions that waits, and end the run when none is left."""
    printers, done = pdf_printer.printers(), 0
    with Heartbeat(app, work.id, token, is_stopping) as beat:
        while True:
            left = stored.waiting(db.session(), work.consultation_id)
            beat(done, done + left)
            file_id = stored.next_waiting(db.session(), work.consultation_id)
            if file_id is not None:
                edition_files.make(file_id, printers)
                done += 1
            elif edition_files.finish(work.id, token, work.consultation_id):
                return
