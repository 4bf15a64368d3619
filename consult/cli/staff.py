"""consult staff: adding the people who set up consultations, read answers and publish."""

import secrets
import sys

import click

from consult.cli.shell import Shell, json_option
from consult.domain.access import ROLES
from consult.domain.errors import NotFound, Refused
from consult.services import people, second_factors
from consult.services.transaction import writing

ADMINISTRATOR = "administrator"


@click.group("staff")
def group() -> None:
    """People on the staff."""


@group.command("add")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([ADMINISTRATOR, *ROLES]), help="What this person may do.")
@click.option("--consultation", "slug", metavar="SLUG", help="Where; every role but administrator needs it.")
@click.option("--name", help="The person's name; without it, the part of the address before the @.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input; else one is made.")
@json_option
@click.pass_obj
def add(shell: Shell, email: str, role: str, slug: str | None, name: str | None, password_stdin: bool) -> None:
    """Add a person and give them a role.

    A password made here is printed once and cannot be read again.
    """
    if role != ADMINISTRATOR and slug is None:
        raise click.UsageError(f"The role {role} is held on a consultation. Name it with --consultation SLUG.")
    given = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    password = given if given is not None else secrets.token_urlsafe(12)
    with shell.working(), writing():
        consultation = shell.consultation(slug) if slug is not None else None
        person = people.add(email=email, name=name or email.partition("@")[0], password=password,
                            is_administrator=role == ADMINISTRATOR)
        if consultation is not None and role != ADMINISTRATOR:
            people.grant(person_id=person.id, consultation_id=consultation.id, role=role)
    facts = {"email": person.email, "role": role, "consultation": slug}
    message = f"Added {person.email} as {role}."
    if given is None:
        facts["password"] = password
        message += f" Password, shown only now: {password}"
    shell.answer(facts, message)


@group.command("second-factor")
@click.argument("email")
@click.option("--reset", is_flag=True, required=True, help="Forget the second step, so that it can be set up anew.")
@json_option
@click.pass_obj
def second_factor(shell: Shell, email: str, reset: bool) -> None:
    """Forget the second step of somebody who lost their phone and their recovery codes.

    Make sure that it is they who ask. They are signed out everywhere and sign in by their password alone until they
    set the second step up again; until then they cannot open the pages of forums.
    """
    with shell.working():
        try:
            person = second_factors.reset(email=email)
        except NotFound:
            raise Refused("email", "staff-unknown") from None
        shell.answer({"email": person.email}, f"{person.email} signs in by password alone now.")
