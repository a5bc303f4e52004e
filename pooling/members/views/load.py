"""Firms and sites by workbook."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.received import received
from pooling.algorithms.errors import Refusal
from pooling.language import sentence, settings
from pooling.loading import Report
from pooling.members.forms import LoadForm
from pooling.members.loaders import load_members
from pooling.members.sheets import members_workbook
from pooling.members.views.room import bp

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route("/load", methods=["GET", "POST"])
@seen_by(Door.ADMINISTRATOR)
def load() -> ResponseReturnValue:
    form = LoadForm()
    report = None
    if form.validate_on_submit():
        try:
            report = load_members(request_viewer(), received(form.file.data).book)
        except Refusal as refusal:
            form.form_errors.append(sentence(refusal))
        else:
            if not report.refused:
                flash(_told(report), "success")
                return redirect(url_for("members.listing"), 303)
    name = form.file.data.filename if report is not None else ""
    page = render_template("members/load.html", form=form, report=report, file_name=name)
    return page, 422 if form.errors or report is not None else 200


def _told(report: Report) -> str:
    counts = {"new": report.new, "changed": report.changed, "same": report.same}
    return str(gettext("The file is loaded: %(new)s new, %(changed)s changed, %(same)s as they were.", **counts))


@bp.get("/workbook")
@seen_by(Door.ADMINISTRATOR)
def workbook() -> ResponseReturnValue:
    """The list as it stands, to correct and load again; with its headers alone when there is no firm yet."""
    data = members_workbook(request_viewer(), settings().group_name)
    return send_file(BytesIO(data), XLSX, as_attachment=True, download_name="adherents.xlsx")
