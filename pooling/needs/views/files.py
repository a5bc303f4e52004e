"""Drawings and data sheets of a line: shown, attached, taken off, and handed out to those who may see the line."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign
from pooling.campaigns.queries import campaign as campaign_coded
from pooling.campaigns.rules import is_answerable
from pooling.documents.kinds import KINDS, Kind
from pooling.documents.shelf import shelf
from pooling.journal import looks
from pooling.language import sentence, settings
from pooling.needs import attaching, attachment_queries, queries
from pooling.needs.attaching import Bounds
from pooling.needs.models import Answer, Attachment, Need
from pooling.needs.rows import counted
from pooling.needs.views.room import bp

# whatever a file holds, opened in a browser it is no page of ours
ALONE = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
ACCEPTED = ",".join([*(f".{ending}" for each in KINDS.values() for ending in each.endings), "image/jpeg", "image/png"])
_LOST = N_(
    "“%(name)s” is no longer on the server: tell whoever runs it (`pooling doctor` says which files are missing)."
)
_NO_FILE = N_("Choose a file.")


@dataclass
class Said:
    """What came of the files that were sent: how many hang on the line, and why the others do not."""

    attached: int
    refused: list[str]


@bp.get("/<code>/files/<key>")
@seen_by(Door.MEMBER, Door.BUYER)
def file(code: str, key: str) -> ResponseReturnValue:
    """The file itself; that a buyer opened it is kept, and its firm can read so."""
    viewer = request_viewer()
    campaign = campaign_coded(viewer, code)
    attachment = attachment_queries.attachment(viewer, campaign, key)
    looks.note(viewer, f"{looks.FILE}{attachment.key}", [attachment.member_id], campaign.code)
    return _handed_out(attachment)


def _handed_out(attachment: Attachment) -> Response:
    """Whole or not at all: no ranges, no “unchanged since”."""
    kind = Kind(attachment.kind)
    path, name = shelf(settings()).path(attachment.key), attachment.name
    if not path.is_file():
        raise Refusal("file_lost", _LOST, name=name)
    response = send_file(
        path,
        KINDS[kind].mimetype,
        as_attachment=not kind.is_picture,
        download_name=name,
        conditional=False,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@bp.get("/<code>/lines/<key>/files")
@seen_by(Door.MEMBER)
def files(code: str, key: str) -> ResponseReturnValue:
    return _page(campaign_coded(request_viewer(), code), key)


@bp.post("/<code>/lines/<key>/files")
@seen_by(Door.MEMBER)
def attach(code: str, key: str) -> ResponseReturnValue:
    """One file or several; each that is taken stays, whatever becomes of the others."""
    viewer = request_viewer()
    campaign = campaign_coded(viewer, code)
    sent = [each for each in request.files.getlist("file") if each.filename]
    try:
        attaching.may_attach(viewer, campaign, key, _bounds())
    except Refusal as refusal:
        return _answer(campaign, key, Said(0, [sentence(refusal)]))
    viewer.session.rollback()  # nothing was written: nobody waits while the files are looked through
    said = Said(0, [] if sent else [sentence(Refusal("no_file", _NO_FILE))])
    for each in sent:
        _attach_one(campaign, key, each, said)
    return _answer(campaign, key, said)


def _attach_one(campaign: Campaign, key: str, sent: FileStorage, said: Said) -> None:
    place = shelf(settings())
    try:
        stored = place.store(sent.stream, sent.filename or "", settings().attachment_bytes)
    except Refusal as refusal:
        said.refused.append(sentence(refusal))
        return
    try:
        attaching.attach(request_viewer(), campaign, key, stored, _bounds())
        said.attached += 1
    except Exception as fault:
        place.drop(stored.key)
        if not isinstance(fault, Refusal):
            raise
        said.refused.append(sentence(fault))


@bp.post("/<code>/lines/<key>/files/again")
@seen_by(Door.MEMBER)
def attach_again(code: str, key: str) -> ResponseReturnValue:
    """What hung on another line for the same thing."""
    viewer = request_viewer()
    campaign = campaign_coded(viewer, code)
    wanted = request.form.getlist("file")
    try:
        attaching.take_again(viewer, campaign, key, wanted, shelf(settings()), _bounds())
    except Refusal as refusal:
        viewer.session.rollback()
        return _answer(campaign, key, Said(0, [sentence(refusal)]))
    return redirect(url_for("needs.files", code=code, key=key), 303)


@bp.post("/<code>/files/<key>/remove")
@seen_by(Door.MEMBER)
def take_off(code: str, key: str) -> ResponseReturnValue:
    viewer = request_viewer()
    campaign = campaign_coded(viewer, code)
    attachment = attaching.take_off(viewer, campaign, key)
    if _wants_json():
        return _told(campaign, attachment.need_key)
    return redirect(url_for("needs.files", code=code, key=attachment.need_key, removed=key), 303)


@bp.post("/<code>/files/<key>/restore")
@seen_by(Door.MEMBER)
def put_back(code: str, key: str) -> ResponseReturnValue:
    viewer = request_viewer()
    campaign = campaign_coded(viewer, code)
    attachment = attaching.put_back(viewer, campaign, key, _bounds())
    if _wants_json():
        return _told(campaign, attachment.need_key)
    return redirect(url_for("needs.files", code=code, key=attachment.need_key), 303)


def _bounds() -> Bounds:
    return Bounds.of(settings())


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _answer(campaign: Campaign, key: str, said: Said) -> ResponseReturnValue:
    if _wants_json():
        told = _told(campaign, key) if said.attached else {}
        return {**told, "refused": " ".join(said.refused)}, 422 if said.refused and not said.attached else 200
    if said.refused:
        return _page(campaign, key, said), 200 if said.attached else 422
    return redirect(url_for("needs.files", code=campaign.code, key=key), 303)


def _told(campaign: Campaign, key: str) -> dict[str, object]:
    """A line's files as the grid shows them."""
    viewer = request_viewer()
    held = attachment_queries.of_line(viewer, _line(campaign, key))
    html = render_template("needs/line_files.html", campaign=campaign, held=held)
    return {"count": len(held), "html": html}


def _line(campaign: Campaign, key: str) -> Need:
    viewer = request_viewer()
    return queries.need(viewer, key, campaign, viewer.firm)


def _page(campaign: Campaign, key: str, said: Said | None = None) -> str:
    viewer = request_viewer()
    need = _line(campaign, key)
    submission = queries.submission(viewer, campaign)
    answered = submission is not None and submission.answer != Answer.DRAFT
    return render_template(
        "needs/files.html",
        campaign=campaign,
        need=need,
        wanted=counted(need.wanted, need.unit) if need.pack is None else "",
        held=attachment_queries.of_line(viewer, need),
        offered=attachment_queries.earlier(viewer, need),
        refused=said.refused if said else [],
        attached=said.attached if said else 0,
        removed=request.args.get("removed", ""),
        answerable=is_answerable(campaign),
        answered=answered,
        accepted=ACCEPTED,
        most=settings().attachments_per_line,
        limit=settings().attachment_bytes,
    )
