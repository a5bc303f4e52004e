"""What each verb of the record says to its reader."""

from __future__ import annotations

from flask_babel import gettext

from pooling.algorithms.errors import N_

VERBS = {
    "campaigns.create": N_("prepared the campaign"),
    "campaigns.edit": N_("changed the campaign's calendar"),
    "campaigns.open": N_("opened the campaign"),
    "campaigns.closed": N_("closed the campaign"),
    "campaigns.consolidated": N_("grouped the needs"),
    "campaigns.in_consultation": N_("started the consultation"),
    "campaigns.awarded": N_("fixed the suppliers"),
    "campaigns.ordered": N_("closed the campaign with its orders"),
    "campaigns.delivered": N_("declared the campaign delivered"),
    "campaigns.settled": N_("settled the campaign"),
    "campaigns.cancelled": N_("cancelled the campaign"),
    "needs.enter": N_("entered a line"),
    "needs.change": N_("changed a line"),
    "needs.remove": N_("deleted a line"),
    "needs.submit": N_("submitted the declaration"),
    "needs.reopen": N_("reopened the declaration"),
    "needs.nothing": N_("declared that nothing is needed"),
    "needs.load": N_("loaded lines from a file"),
    "needs.import": N_("took in a spreadsheet"),
    "needs.attach": N_("attached a file to a line"),
    "needs.detach": N_("took a file off a line"),
    "needs.look": N_("looked at lines"),
    "consolidation.consolidate": N_("made the pools"),
    "sourcing.propose": N_("proposed suppliers from the agreements"),
    "sourcing.choose": N_("chose a supplier"),
    "sourcing.as_named": N_("took the supplier named on each line"),
    "sourcing.withdraw": N_("took a supplier back"),
    "orders.create": N_("created an order"),
    "orders.ordered": N_("ordered the firm's lines"),
    "orders.download": N_("downloaded an order's workbook"),
    "orders.export": N_("exported an order's workbook"),
    "members.create": N_("added a firm"),
    "members.edit": N_("changed a firm"),
    "members.create_site": N_("added a site"),
    "members.edit_site": N_("changed a site"),
    "members.create_person": N_("added a person"),
    "members.edit_person": N_("changed a person"),
    "members.choose_mails": N_("chose which mails to get"),
    "members.invite": N_("invited a person"),
    "members.invite_again": N_("invited a person again"),
    "members.revoke_invitation": N_("withdrew an invitation"),
    "members.accept_invitation": N_("accepted an invitation"),
    "members.accept_charter": N_("accepted the charter"),
    "members.publish_charter": N_("published a charter"),
    "members.load": N_("loaded firms from a file"),
    "members.load_people": N_("loaded people from a file"),
    "members.sign_in": N_("signed in"),
    "members.sign_out": N_("signed out"),
    "members.end_sitting": N_("signed another browser of theirs out"),
    "members.end_other_sittings": N_("signed all their other browsers out"),
    "members.change_password": N_("changed their password"),
    "members.reset_password": N_("chose a new password by mail"),
    "catalogue.activate": N_("took back into use"),
    "catalogue.deactivate": N_("took out of use"),
    "catalogue.add_line": N_("added a price to an agreement"),
    "catalogue.edit_line": N_("changed a price of an agreement"),
    "catalogue.remove_line": N_("took a price out of an agreement"),
    "catalogue.load": N_("loaded a part of the catalogue from a file"),
    "catalogue.load_row": N_("loaded a row of a file"),
    "needs.nudge": N_("had the firm reminded of the campaign"),
    "mail.drop": N_("left out a letter whose reason had gone"),
    "mail.read": N_("read a letter of the outbox"),
    "mail.try_again": N_("had a letter sent again"),
    "catalogue.make_category": N_("added a family"),
    "catalogue.edit_category": N_("changed a family"),
    "catalogue.move_category": N_("moved a family"),
    "catalogue.make_item": N_("added an item"),
    "catalogue.edit_item": N_("changed an item"),
    "catalogue.make_pack": N_("added a pack"),
    "catalogue.edit_pack": N_("changed a pack"),
    "catalogue.make_supplier": N_("added a supplier"),
    "catalogue.edit_supplier": N_("changed a supplier"),
    "catalogue.make_agreement": N_("added an agreement"),
    "catalogue.edit_agreement": N_("changed an agreement"),
    "catalogue.copy_agreement": N_("renewed an agreement"),
}

FIELDS = {
    "state": N_("state"),
    "revision": N_("revision"),
    "name": N_("name"),
    "opens_at": N_("opens on"),
    "closes_at": N_("closes on"),
    "delivery": N_("deliveries"),
    "families": N_("families"),
    "answer": N_("answer"),
    "item": N_("item"),
    "designation": N_("designation"),
    "category": N_("family"),
    "quantity": N_("quantity"),
    "base_quantity": N_("quantity in base units"),
    "unit": N_("unit"),
    "pack": N_("pack"),
    "site": N_("site"),
    "split": N_("split over sites"),
    "wanted_on": N_("wanted on"),
    "firm": N_("firm or estimated"),
    "flex_minus": N_("flexibility down"),
    "flex_plus": N_("flexibility up"),
    "present_price": N_("present price"),
    "present_supplier": N_("present supplier"),
    "remark": N_("remark"),
    "lines": N_("lines"),
    "file": N_("file"),
    "line": N_("line"),
    "changed": N_("changed"),
    "removed": N_("deleted"),
    "pools": N_("pools"),
    "amount": N_("amount excl. VAT"),
    "unpriced": N_("prices to confirm"),
    "currency": N_("currency"),
    "sha256": N_("hash of the file (SHA-256)"),
    "supplier": N_("supplier"),
    "unit_price": N_("unit price"),
    "email": N_("e-mail"),
    "roles": N_("roles"),
    "active": N_("active"),
    "member": N_("member"),
    "only_last_day": N_("mails of the last day only"),
    "city": N_("town"),
    "contact": N_("contact"),
    "terms": N_("terms"),
    "valid_from": N_("valid from"),
    "valid_until": N_("valid until"),
}

# of other tables, what stands behind the colon is a number or a key
SUBJECTS = {
    "campaign": N_("campaign"),
    "order": N_("order"),
    "supplier": N_("supplier"),
    "item": N_("item"),
    "member": N_("member"),
    "site": N_("site"),
    "agreement": N_("agreement"),
    "category": N_("family"),
}


def verb_told(verb: str) -> str:
    """A verb nobody gave a sentence yet is told by its name rather than hidden."""
    return str(gettext(VERBS[verb])) if verb in VERBS else verb


def field_told(field: str) -> str:
    return str(gettext(FIELDS[field])) if field in FIELDS else field.replace("_", " ")


def subject_told(subject: str) -> str:
    """`order:T1-PAPETO` as “order T1-PAPETO”; nothing for what only a program can read."""
    table, _, code = subject.partition(":")
    return f"{gettext(SUBJECTS[table])} {code}" if table in SUBJECTS and code else ""
