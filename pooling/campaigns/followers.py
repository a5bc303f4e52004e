"""What other rooms do when a campaign moves, and what waits in them for a buyer. This room stands above them and
does not know them; the application says whom to ask."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State

FOLLOWER = "pooling.campaigns.follower"
LATE = "pooling.campaigns.late"
Follower = Callable[[Viewer, Campaign, State], None]
Count = Callable[[Viewer, Campaign], int]


def install(app: Flask, follower: Follower, late: Count) -> None:
    """`follower` hears of each move with the state before it, and may refuse it; `late` counts the requests that
    came after the closing and wait for an answer, as far as the viewer may see them."""
    app.extensions[FOLLOWER] = follower
    app.extensions[LATE] = late


def follow(viewer: Viewer, campaign: Campaign, before: State) -> None:
    follower: Follower | None = current_app.extensions.get(FOLLOWER)
    if follower is not None:
        follower(viewer, campaign, before)


def late_requests(viewer: Viewer, campaign: Campaign) -> int:
    count: Count | None = current_app.extensions.get(LATE)
    return count(viewer, campaign) if count is not None else 0
