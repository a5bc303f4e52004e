"""`pooling invite`: a link by which somebody chooses a password."""

from __future__ import annotations

import click
from flask import current_app, url_for

from pooling.access.viewer import Role
from pooling.algorithms.errors import N_
from pooling.cli.ground import system
from pooling.cli.serve import PORT
from pooling.cli.voice import say, show_json
from pooling.language import settings
from pooling.members.invitations import invite as write_invitation
from pooling.members.queries import member


@click.command("invite", help=N_("Invite somebody: prints a link that opens once."))
@click.argument("email")
@click.option("--name", required=True, help=N_("Name of the person."))
@click.option("--member", "code", default=None, help=N_("Code of the firm; none for the group's own staff."))
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help=N_("What this person may do; can be repeated."),
)
@click.option("--json", "as_json", is_flag=True, help=N_("Report as JSON."))
def invite(email: str, name: str, code: str | None, roles: tuple[str, ...], *, as_json: bool) -> None:
    with system() as viewer:
        firm = member(viewer, code) if code else None
        invitation, token = write_invitation(viewer, email, name, firm, {Role(role) for role in roles})
        told = {"email": invitation.email, "expires_at": invitation.expires_at, "link": invitation_link(token)}
    if as_json:
        show_json(told)
    else:
        say(N_("Give this link to %(email)s: it opens once, within 14 days."), email=invitation.email)
        click.echo(told["link"])


def invitation_link(token: str) -> str:
    """Absolute: at the group's address when it has one, else at this machine's."""
    chosen = settings()
    base = f"http{'s' if chosen.secure_cookies else ''}://{chosen.server_name or f'127.0.0.1:{PORT}'}"
    with current_app.test_request_context(base_url=base):
        return url_for("members.accept", token=token, _external=True)
