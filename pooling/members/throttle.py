"""How often a password may be tried: a delay that grows with each failure, per account and per address.

Whoever signed in to an account from an address within thirty days is known there: others' failures, at the
same account or behind the same address, no longer delay them. So nobody is locked out by a stranger who keeps
trying, nor an office by one colleague; and everybody else waits at most `LONGEST`, never for good.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import delete

from pooling.access.viewer import Viewer
from pooling.db import now
from pooling.members import queries
from pooling.members.models import SignInAttempt

KNOWN_FOR = timedelta(days=30)
COUNTED_FOR = timedelta(hours=24)
LONGEST = timedelta(minutes=15)
FIRST = timedelta(seconds=15)
# failures that cost nothing: people mistype; a whole firm may sit behind one address
FREE_PER_ACCOUNT = 5
FREE_PER_ADDRESS = 40


def delay(failures: int, free: int) -> timedelta:
    """How long to wait after the last of so many failures: doubling from FIRST up to LONGEST."""
    excess = failures - free
    if excess < 0:
        return timedelta(0)
    return min(LONGEST, FIRST * (1 << min(excess, 16)))


def free_at(viewer: Viewer, account: str, address: str) -> datetime | None:
    """The moment from which this account may be tried from this address; None for at once. Both hashed."""
    present = now()
    since = present - COUNTED_FOR
    known = queries.last_success(viewer, account, address)
    if known is not None and known > present - KNOWN_FOR:
        mine = queries.failures(viewer, since=max(since, known), account=account, address=address)
        moments = [_after(mine, FREE_PER_ACCOUNT)]
    else:
        moments = [
            _after(queries.failures(viewer, since=since, account=account), FREE_PER_ACCOUNT),
            _after(queries.failures(viewer, since=since, address=address), FREE_PER_ADDRESS),
        ]
    latest = max((moment for moment in moments if moment is not None), default=None)
    return latest if latest is not None and latest > present else None


def _after(failed: tuple[int, datetime | None], free: int) -> datetime | None:
    count, last = failed
    return last + delay(count, free) if last is not None else None


def remember(viewer: Viewer, account: str, address: str, succeeded: bool) -> None:
    """Keep one try, and forget those that no longer count."""
    viewer.session.execute(delete(SignInAttempt).where(SignInAttempt.at < now() - KNOWN_FOR))
    viewer.session.add(SignInAttempt(account=account, address=address, succeeded=succeeded))
    viewer.session.flush()


def forget_account(viewer: Viewer, account: str) -> None:
    """After a reset by mail, which proved who it is, nothing delays the account any more."""
    viewer.session.execute(
        delete(SignInAttempt).where(SignInAttempt.account == account, SignInAttempt.succeeded.is_(False))
    )


def keyed(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.strip().lower().encode(), hashlib.sha256).hexdigest()


def network_of(address: str) -> str:
    """The address, or the /64 a provider gives to one customer."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
