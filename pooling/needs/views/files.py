"""Drawings and data sheets of a line: shown, attached, taken off, and handed out to those who may see the line."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.queries import campaign as campaign_coded
from pooling.campaigns.rules import is_answerable
from pooling.documents.kinds import KINDS, Kind
from pooling.documents.shelf import shelf
from pooling.journal import looks
from pooling.language import sentence, settings
from pooling.needs import attaching, attachment_queries, queries
from pooling.needs.attaching import Bounds
from pooling.needs.desk import Desk
from pooling.needs.models import Answer, Attachment, Need
from pooling.needs.packing import pack_name
from pooling.needs.unit_words import counted
from pooling.needs.views.room import at_desk, bp, desk_at

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
    response.headers.pop("Last-Modified", None)
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@at_desk("/lines/<key>/files")
def files(code: str, key: str, member: str = "") -> ResponseReturnValue:
    return _page(desk_at(code, member), key)


@at_desk("/lines/<key>/files", "POST")
def attach(code: str, key: str, member: str = "") -> ResponseReturnValue:
    """One file or several; each that is taken stays, whatever becomes of the others."""
    desk = desk_at(code, member)
    sent = [each for each in request.files.getlist("file") if each.filename]
    try:
        attaching.may_attach(desk.writing(), key, _bounds())
    except Refusal as refusal:
        return _answer(desk, key, Said(0, [sentence(refusal)]))
    desk.viewer.session.rollback()  # nothing was written: nobody waits while the files are looked through
    said = Said(0, [] if sent else [sentence(Refusal("no_file", _NO_FILE))])
    for each in sent:
        _attach_one(desk, key, each, said)
    return _answer(desk, key, said)


def _attach_one(desk: Desk, key: str, sent: FileStorage, said: Said) -> None:
    place = shelf(settings())
    try:
        stored = place.store(sent.stream, sent.filename or "", settings().attachment_bytes)
    except Refusal as refusal:
        said.refused.append(sentence(refusal))
        return
    try:
        attaching.attach(desk.writing(), key, stored, _bounds())
        said.attached += 1
    except Exception as fault:
        place.drop(stored.key)
        if not isinstance(fault, Refusal):
            raise
        said.refused.append(sentence(fault))


@at_desk("/lines/<key>/files/again", "POST")
def attach_again(code: str, key: str, member: str = "") -> ResponseReturnValue:
    """What hung on another line for the same thing."""
    desk = desk_at(code, member)
    wanted = request.form.getlist("file")
    try:
        attaching.take_again(desk.writing(), key, wanted, shelf(settings()), _bounds())
    except Refusal as refusal:
        desk.viewer.session.rollback()
        return _answer(desk, key, Said(0, [sentence(refusal)]))
    return redirect(url_for("needs.files", code=code, key=key), 303)


@at_desk("/files/<key>/remove", "POST")
def take_off(code: str, key: str, member: str = "") -> ResponseReturnValue:
    desk = desk_at(code, member)
    line = attaching.take_off(desk.writing(), key).need_key
    if _wants_json():
        return _told(desk, line)
    return redirect(url_for("needs.files", code=code, key=line, removed=key), 303)


@at_desk("/files/<key>/restore", "POST")
def put_back(code: str, key: str, member: str = "") -> ResponseReturnValue:
    desk = desk_at(code, member)
    line = attaching.put_back(desk.writing(), key, _bounds()).need_key
    if _wants_json():
        return _told(desk, line)
    return redirect(url_for("needs.files", code=code, key=line), 303)


def _bounds() -> Bounds:
    return Bounds.of(settings())


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _answer(desk: Desk, key: str, said: Said) -> ResponseReturnValue:
    if _wants_json():
        told = _told(desk, key) if said.attached else {}
        return {**told, "refused": " ".join(said.refused)}, 422 if said.refused and not said.attached else 200
    if said.refused:
        return _page(desk, key, said), 200 if said.attached else 422
    return redirect(url_for("needs.files", code=desk.campaign.code, key=key), 303)


def _told(desk: Desk, key: str) -> dict[str, object]:
    """A line's files as the grid shows them."""
    held = attachment_queries.of_line(desk.viewer, _line(desk, key))
    return {"count": len(held), "html": render_template("needs/line_files.html", campaign=desk.campaign, held=held)}


def _line(desk: Desk, key: str) -> Need:
    return queries.need(desk.viewer, key, desk.campaign, desk.firm)


def _page(desk: Desk, key: str, said: Said | None = None) -> str:
    need = _line(desk, key)
    submission = queries.submission(desk.viewer, desk.campaign, desk.firm)
    return render_template(
        "needs/files.html",
        campaign=desk.campaign,
        need=need,
        wanted=counted(need.wanted, need.unit) if not pack_name(need) else "",
        held=attachment_queries.of_line(desk.viewer, need),
        offered=attachment_queries.earlier(desk.viewer, need),
        refused=said.refused if said else [],
        attached=said.attached if said else 0,
        removed=request.args.get("removed", ""),
        answerable=is_answerable(desk.campaign),
        answered=submission is not None and submission.answer != Answer.DRAFT,
        accepted=ACCEPTED,
        most=settings().attachments_per_line,
        limit=settings().attachment_bytes,
    )
