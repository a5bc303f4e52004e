"""The browsers in which somebody is signed in: a sitting begins with a password and ends with a sign-out,
a new password, or thirty days away."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Engine, update

from pooling.access.scope import in_full, open_session
from pooling.access.viewer import Kind, Viewer
from pooling.db import now
from pooling.journal.rules import record
from pooling.members import queries
from pooling.members.models import Sitting, User

UNSEEN_FOR = timedelta(days=30)
NOTED_EVERY = timedelta(hours=1)

# the first that stands in what the browser says of itself: most also claim to be those further down
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def begin(viewer: Viewer, user: User, agent: str, *, remembered: bool) -> tuple[Sitting, str]:
    """A new sitting, and the token its cookies hold; those long over are forgotten."""
    for over in queries.sittings_unseen(viewer, user.id, oldest()):
        viewer.session.delete(over)
    token = secrets.token_urlsafe(32)
    sitting = Sitting(key=secrets.token_hex(8), token_hash=hashed(token), user_id=user.id)
    sitting.browser, sitting.remembered = browser(agent), remembered
    viewer.session.add(sitting)
    viewer.session.flush()
    return sitting, token


def end(viewer: Viewer, sitting: Sitting) -> None:
    sitting.ended_at = now()
    viewer.session.flush()


def end_one(viewer: Viewer, sitting: Sitting) -> None:
    """Sign another browser out."""
    end(viewer, sitting)
    record(viewer, "members.end_sitting", f"user:{sitting.user_id}", member_id=viewer.member_id)


def end_others(viewer: Viewer, user: User, present: Sitting) -> int:
    """Sign every browser out but this one; how many there were."""
    ended = end_all(viewer, user, but=present)
    if ended:
        record(viewer, "members.end_other_sittings", f"user:{user.id}", member_id=user.member_id)
    return ended


def end_all(viewer: Viewer, user: User, but: Sitting | None = None) -> int:
    """Whoever asks, who may not see them: an administrator who shuts somebody out. Returns how many went on."""
    viewer.session.flush()
    statement = update(Sitting).where(Sitting.user_id == user.id, Sitting.ended_at.is_(None))
    if but is not None:
        statement = statement.where(Sitting.id != but.id)
    with in_full(viewer) as system:
        done = system.session.execute(statement.values(ended_at=now()))
    return int(getattr(done, "rowcount", 0))


def is_to_note(sitting: Sitting) -> bool:
    return sitting.ended_at is None and sitting.seen_at < now() - NOTED_EVERY


def note_seen(engine: Engine, sitting_id: int) -> None:
    """In a short transaction of its own: a page that is read never writes."""
    system = open_session(engine, Kind.SYSTEM)
    statement = update(Sitting).where(Sitting.id == sitting_id, Sitting.ended_at.is_(None))
    with system.session as session, session.begin():
        session.execute(statement.values(seen_at=now()))


def oldest() -> datetime:
    """Who was last seen before this moment signs in again."""
    return now() - UNSEEN_FOR


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def cookie_of(user: User, token: str) -> str:
    """What the cookies of a sitting say: whose, which."""
    return f"{user.fs_uniquifier}.{token}"


def read_cookie(said: str) -> tuple[str, str]:
    """The person's number and the token's hash."""
    uniquifier, _, token = said.rpartition(".")
    return uniquifier, hashed(token)


def browser(agent: str) -> str:
    """`Firefox, Windows` of a User-Agent header; empty when nothing in it is known."""
    names = (next((name for sign, name in known if sign in agent), "") for known in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, names))
