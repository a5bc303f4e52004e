"""The numbers and addresses by which French firms and people are known, checked."""

from __future__ import annotations

import re

import email_validator
from stdnum.fr import siren as siren_rules
from stdnum.fr import siret as siret_rules

from pooling.algorithms.errors import N_, Refusal

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]*")
LONGEST_CODE = 20
LONGEST_EMAIL = 254

_BAD_CODE = N_("“%(text)s” cannot be a code: use up to 20 letters without accents, digits and hyphens.")
_BAD_SIREN = N_("“%(text)s” is not a SIREN: it has nine digits, of which the last is a check digit. Check it.")
_BAD_SIRET = N_("“%(text)s” is not a SIRET: it has fourteen digits, of which the last is a check digit. Check it.")
_OTHER_FIRM = N_("The SIRET %(siret)s does not begin with the firm's SIREN %(siren)s: one of the two is wrong.")
_BAD_EMAIL = N_("“%(text)s” is not a mail address: it looks like name@firm.fr.")


def code(text: str) -> str:
    """In capitals, as codes are kept."""
    tidy = text.strip().upper()
    if len(tidy) > LONGEST_CODE or not CODE.fullmatch(tidy):
        raise Refusal("bad_code", _BAD_CODE, text=text)
    return tidy


def siren(text: str | None) -> str | None:
    """Nine digits, however they were grouped; None when blank."""
    if not text or not text.strip():
        return None
    digits = siren_rules.compact(text)
    if not siren_rules.is_valid(digits):
        raise Refusal("bad_siren", _BAD_SIREN, text=text)
    return str(digits)


def siret(text: str | None, firm: str | None) -> str | None:
    """Fourteen digits (La Poste's own check sum included) that begin with the firm's SIREN; None when blank."""
    if not text or not text.strip():
        return None
    digits = siret_rules.compact(text)
    if not siret_rules.is_valid(digits):
        raise Refusal("bad_siret", _BAD_SIRET, text=text)
    if firm is not None and not digits.startswith(firm):
        raise Refusal("other_firm", _OTHER_FIRM, siret=digits, siren=firm)
    return str(digits)


def email(text: str) -> str:
    """In small letters, as addresses are kept and compared; nothing is asked of the network."""
    try:
        found = email_validator.validate_email(text.strip(), check_deliverability=False, globally_deliverable=False)
    except email_validator.EmailNotValidError as error:
        raise Refusal("bad_email", _BAD_EMAIL, text=text) from error
    if len(found.normalized) > LONGEST_EMAIL:
        raise Refusal("bad_email", _BAD_EMAIL, text=text)
    return found.normalized.lower()
