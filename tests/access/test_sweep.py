"""Every route, as everybody. The routes come from `app.url_map`: one that is not listed here fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pooling.access.doors import Door, doors_of
from pooling.access.viewer import Viewer
from pooling.needs.views.room import ON_BEHALF
from tests.access.stage import FILE_KEY, KEPT_FROM, KEY, REMOVED_KEY, Stage, set_up

Browse = Callable[[str | None], FlaskClient]
ACTORS = (None, "charlie", "alice", "brigitte", "adele", "conrad")
FITS = {
    None: {Door.ANYONE},
    "charlie": {Door.ANYONE, Door.SIGNED_IN, Door.MEMBER},
    "alice": {Door.ANYONE, Door.SIGNED_IN, Door.MEMBER},
    "brigitte": {Door.ANYONE, Door.SIGNED_IN, Door.BUYER, Door.GROUP_BUYER},
    "adele": {Door.ANYONE, Door.SIGNED_IN, Door.ADMINISTRATOR},
    "conrad": {Door.ANYONE, Door.SIGNED_IN, Door.MEMBER, Door.BUYER},
}


@dataclass(frozen=True)
class Route:
    """How to reach a route on the stage. `of_alice`: what it shows or changes belongs to her firm, so that
    a member of another gets what never existed. `data` is what is posted."""

    values: dict[str, Any] = field(default_factory=dict)
    of_alice: bool = False
    data: dict[str, str] = field(default_factory=dict)


OPEN = {"code": "T1"}
ORDERED = {"code": "T3"}
PENDING = {"code": "T1", "key": KEY}
HERS = {"code": "T1", "key": KEY}
FIRM = {"code": "ARV"}
ITEM = {"code": "PAP-A4"}
AGREEMENT = {"reference": "AC-PAP"}
DIAMETER = {"code": "outillage", "field": "diametre"}
REASON = {"reason": "pour voir"}
ROUTES: dict[str, Route] = {
    "home": Route(),
    "icons": Route(),
    "static": Route({"filename": "css/pooling.css"}),
    "bootstrap.static": Route({"filename": "css/bootstrap.min.css"}),
    "security.login": Route(),
    "security.logout": Route(),
    "security.forgot_password": Route(),
    "security.reset_password": Route({"token": "no-such-token"}),
    "security.change_password": Route(),
    "campaigns.listing": Route(),
    "campaigns.calendar": Route(),
    "campaigns.new": Route(),
    "campaigns.one": Route(OPEN),
    "campaigns.edit": Route(OPEN),
    "campaigns.open_": Route({"code": "T2"}),
    "campaigns.close": Route(OPEN),
    "campaigns.reopen": Route(OPEN, data=REASON),
    "campaigns.cancel": Route(OPEN, data=REASON),
    "needs.home": Route(),
    "needs.grid": Route(OPEN),
    "needs.pulse": Route(),
    "needs.fields": Route(OPEN),
    "needs.items": Route({**OPEN, "q": "foret"}),
    "needs.save_all": Route(OPEN),
    "needs.save_lines": Route(OPEN),
    "needs.paste": Route(OPEN),
    "needs.paste_block": Route(OPEN, data={"text": "PAP-A4\t2"}),
    "needs.renew": Route(OPEN),
    "needs.renew_lines": Route(OPEN),
    "needs.undo_renewal": Route(OPEN),
    "needs.save_line": Route(HERS, data={"wanted": "2"}),
    "needs.remove_line": Route(HERS, of_alice=True),
    "needs.restore_line": Route(HERS, of_alice=True),
    "needs.decide_carried": Route(OPEN, data={"do": "decline", "source": "late:" + KEY}),
    "needs.submit": Route(OPEN),
    "needs.reopen": Route(OPEN),
    "needs.nothing": Route(OPEN),
    "needs.approve": Route(OPEN),
    "needs.send_back": Route(OPEN, data=REASON),
    "needs.require_approval": Route(data={"on": "0"}),
    "needs.require_approval_of": Route({"member": "ARV"}, data={"on": "0"}),
    "needs.ask_approvers": Route(ORDERED),
    "needs.ceiling": Route(data={"amount": "beaucoup"}),
    "needs.ask": Route(OPEN, data={"all": "1"}),
    "needs.recap": Route(OPEN),
    "needs.workbook": Route(OPEN),
    "needs.download": Route({**OPEN, "content": "draft"}),
    "needs.upload": Route(OPEN),
    "needs.pending": Route(PENDING, of_alice=True),
    "needs.accept": Route(PENDING, of_alice=True),
    "needs.discard": Route(PENDING, of_alice=True),
    "needs.undo_import": Route(PENDING, of_alice=True),
    "needs.columns": Route(PENDING, of_alice=True),
    "needs.map_columns": Route(PENDING, of_alice=True),
    "needs.refused_rows": Route(PENDING, of_alice=True),
    "needs.late_lines": Route(OPEN),
    "needs.ask_late": Route(OPEN, data={"reason": "pour voir"}),
    "needs.withdraw_late": Route(HERS, of_alice=True),
    "needs.late_requests": Route(OPEN),
    "needs.decide_late": Route({**HERS, "member": "ARV"}, data={"do": "refuse", "answer": "pour voir"}),
    "needs.file": Route({"code": "T1", "key": FILE_KEY}, of_alice=True),
    "needs.files": Route(HERS, of_alice=True),
    "needs.attach": Route(HERS, of_alice=True),
    "needs.attach_again": Route(HERS, of_alice=True, data={"file": FILE_KEY}),
    "needs.take_off": Route({"code": "T1", "key": FILE_KEY}, of_alice=True),
    "needs.put_back": Route({"code": "T1", "key": REMOVED_KEY}, of_alice=True),
    "needs.answers": Route(OPEN),
    "needs.of_member": Route({"code": "T1", "member": "ARV"}),
    "consolidation.listing": Route(),
    "consolidation.pools": Route(ORDERED),
    "consolidation.lines_behind": Route({**OPEN, "pool": "preview"}),
    "consolidation.pool": Route({**ORDERED, "number": "pool"}),
    "consolidation.consolidate": Route(ORDERED),
    "consolidation.buy": Route({**ORDERED, "number": "pool"}, data={"pack": "", "policy": "equal", "way": "fits"}),
    "consolidation.ask_to_flex": Route(
        {**ORDERED, "number": "pool"}, data={"pack": "", "policy": "equal", "way": "fits"}
    ),
    "consolidation.ask_no_more": Route({**ORDERED, "number": "pool"}),
    "consolidation.answer_flex": Route({"key": KEY}, of_alice=True, data={"says": "all"}),
    "consolidation.move": Route({**ORDERED, "number": "pool"}),
    "consolidation.split": Route({**ORDERED, "number": "pool"}),
    "consolidation.merge": Route(ORDERED),
    "consolidation.desk": Route(OPEN),
    "consolidation.match": Route(OPEN),
    "consolidation.settle": Route(OPEN, data={"line": "1", "item": "FOR-6"}),
    "consolidation.settle_best": Route(OPEN, data={"line": "1"}),
    "consolidation.make_item": Route(OPEN, data={"line": "1", "item_code": "N-1", "name": "Neuf"}),
    "consolidation.keep_apart": Route(OPEN, data={"line": "1"}),
    "consolidation.ask": Route(OPEN, data={"line": "1", "question": "Lequel ?"}),
    "consolidation.put_back": Route(OPEN, data={"line": "1"}),
    "consolidation.undo": Route(OPEN),
    "consolidation.questions": Route(),
    "consolidation.shares": Route(ORDERED),
    "consolidation.publish": Route(ORDERED),
    "consolidation.publishing_under_way": Route(ORDERED),
    "consolidation.stop_publishing": Route(ORDERED),
    "consolidation.totals": Route(),
    "consolidation.earlier_totals": Route({**ORDERED, "number": 1}),
    "consolidation.answer": Route({"key": KEY}, of_alice=True, data={"words": "le petit"}),
    "orders.listing": Route(),
    "orders.one": Route({"number": "order"}),
    "orders.workbook": Route({"number": "order"}),
    "orders.archive": Route(ORDERED),
    "orders.create": Route(ORDERED),
    "sourcing.listing": Route(),
    "sourcing.awards": Route(ORDERED),
    "sourcing.as_named": Route(ORDERED),
    "sourcing.choose": Route(ORDERED),
    "sourcing.propose": Route(ORDERED),
    "sourcing.withdraw": Route(ORDERED, data={"all": "1"}),
    "sourcing.undo": Route(ORDERED),
    "catalogue.listing": Route(),
    "catalogue.pick": Route({"q": "foret"}),
    "catalogue.item": Route(ITEM),
    "catalogue.new_item": Route(),
    "catalogue.edit_item": Route(ITEM),
    "catalogue.switch_item": Route(ITEM),
    "catalogue.new_pack": Route(ITEM),
    "catalogue.edit_pack": Route({**ITEM, "name": "carton de 5"}),
    "catalogue.switch_pack": Route({**ITEM, "name": "carton de 5"}),
    "catalogue.families": Route(),
    "catalogue.edit_family": Route({"code": "bureau"}),
    "catalogue.switch_family": Route({"code": "bureau"}),
    "catalogue.fields": Route({"code": "outillage"}),
    "catalogue.edit_field": Route(DIAMETER),
    "catalogue.move_field": Route(DIAMETER),
    "catalogue.switch_field": Route(DIAMETER),
    "catalogue.remove_field": Route(DIAMETER),
    "catalogue.suppliers": Route(),
    "catalogue.supplier": Route({"code": "supplier"}),
    "catalogue.new_supplier": Route(),
    "catalogue.edit_supplier": Route({"code": "supplier"}),
    "catalogue.switch_supplier": Route({"code": "supplier"}),
    "catalogue.agreements": Route(),
    "catalogue.agreement": Route(AGREEMENT),
    "catalogue.new_agreement": Route(),
    "catalogue.edit_agreement": Route(AGREEMENT),
    "catalogue.copy_agreement": Route(AGREEMENT),
    "catalogue.new_line": Route(AGREEMENT),
    "catalogue.edit_line": Route({**AGREEMENT, "code": "PAP-A4"}),
    "catalogue.remove_line": Route({**AGREEMENT, "code": "PAP-A4"}),
    "catalogue.load": Route({"what": "catalogue"}),
    "catalogue.export": Route({"what": "catalogue"}),
    "members.listing": Route(),
    "members.mine": Route(),
    "members.mails": Route(data={"mails": "all"}),
    "members.one": Route(FIRM),
    "members.new": Route(),
    "members.edit": Route(FIRM),
    "members.leave": Route(FIRM),
    "members.come_back": Route(FIRM),
    "members.new_site": Route(FIRM),
    "members.edit_site": Route({**FIRM, "site": "ARV-1"}),
    "members.site_active": Route({**FIRM, "site": "ARV-1"}),
    "members.staff": Route(),
    "members.person": Route({"number": 1}),
    "members.person_active": Route({"number": 1}),
    "members.invite": Route(),
    "members.invite_again": Route({"number": 1}),
    "members.revoke": Route({"number": 1}),
    "members.accept": Route({"token": "no-such-token"}),
    "members.charter": Route(),
    "members.accept_charter": Route(),
    "members.charter_versions": Route(),
    "members.publish_charter": Route(),
    "members.language": Route(),
    "members.load": Route(),
    "members.workbook": Route(),
    "members.own_sittings": Route(),
    "members.end_sitting": Route({"key": "alice-phone"}, of_alice=True),
    "members.end_other_sittings": Route(),
    "members.outbox": Route(),
    "members.read_letter": Route({"number": 1}),
    "members.send_again": Route({"number": 1}),
    "journal.listing": Route(),
    "journal.looked": Route(),
}
# what these say is the library's, or a file's
UNREAD = {"static", "bootstrap.static"}


@pytest.fixture
def stage(system: Viewer, app: Flask) -> Iterator[Stage]:
    app.config["PROPAGATE_EXCEPTIONS"] = False  # a broken page is counted with the others
    yield set_up(system)
    app.config["PROPAGATE_EXCEPTIONS"] = True


def rules(app: Flask) -> Iterator[tuple[str, str, bool]]:
    """Reading first: what is changed afterwards no longer hides anything; signing out last, for good. The last
    says whether it is the address at which a buyer acts on behalf of Alice's firm."""
    found = [
        (method != "GET", rule.endpoint == "security.logout", rule.endpoint, method, ON_BEHALF in rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]
    for _changes, _leaves, endpoint, method, on_behalf in sorted(found):
        yield endpoint, method, on_behalf


def values_of(endpoint: str, stage: Stage, on_behalf: bool) -> dict[str, Any]:
    named = {"pool": stage.pool, "order": stage.order, "supplier": stage.supplier, "preview": stage.preview}
    values = {key: named.get(value, value) for key, value in ROUTES[endpoint].values.items()}
    return {**values, "member": "ARV"} if on_behalf else values


def address(app: Flask, endpoint: str, values: dict[str, Any]) -> str:
    with app.test_request_context():
        return url_for(endpoint, **values)


def test_no_route_is_unlisted(app: Flask) -> None:
    assert {endpoint for endpoint, _method, _on_behalf in rules(app)} == set(ROUTES)


def test_acting_on_behalf_has_a_door_of_its_own(app: Flask) -> None:
    doors = {doors_of(app, endpoint, {"member": "ARV"}) for endpoint, _method, on_behalf in rules(app) if on_behalf}
    assert doors == {frozenset({Door.GROUP_BUYER})}


def test_every_route_declares_its_doors(app: Flask) -> None:
    assert not [endpoint for endpoint, _method, _on_behalf in rules(app) if not doors_of(app, endpoint)]


@pytest.mark.parametrize("actor", ACTORS, ids=str)
def test_every_route_as(actor: str | None, app: Flask, browse: Browse, stage: Stage) -> None:
    never = browse(actor).get("/nowhere/at/all").data
    answers: Counter[int] = Counter()
    faults: list[str] = []
    for endpoint, method, on_behalf in rules(app):
        values = values_of(endpoint, stage, on_behalf)
        where = address(app, endpoint, values)
        answer = browse(actor).open(where, method=method, data=ROUTES[endpoint].data if method != "GET" else None)
        answers[answer.status_code] += 1
        found = [_fault_of_door(doors_of(app, endpoint, values), ROUTES[endpoint], actor, method, answer, never)]
        if endpoint not in UNREAD:
            found.append(_fault_of_words(actor, answer))
        answer.close()
        faults += [f"{method} {where} answers {answer.status_code}: {fault}" for fault in found if fault]
    print(f"\nsweep as {actor or 'nobody'}: {sum(answers.values())} routes, {dict(sorted(answers.items()))}")
    assert not faults, "\n".join(faults)


def _fault_of_door(
    doors: frozenset[Door], route: Route, actor: str | None, method: str, answer: TestResponse, never: bytes
) -> str:
    if answer.status_code >= 500:
        return "broken"
    shut = not doors & FITS[actor]
    if shut and actor is None:
        turned_away = answer.status_code == 401 or (method == "GET" and str(answer.location).startswith("/login"))
        return "" if turned_away else "nobody came in"
    if shut or (route.of_alice and actor == "charlie"):
        return "" if answer.status_code == 404 and answer.data == never else "not as if it never existed"
    return ""


def _fault_of_words(actor: str | None, answer: TestResponse) -> str:
    text = f"{answer.headers}{answer.text if str(answer.mimetype).startswith('text/') else ''}"
    return ", ".join(word for word in KEPT_FROM[actor] if word in text)
