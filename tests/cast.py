"""The fixed cast. Alice enters and approves for Ateliers Arve, Bob is on her team; Charlie works for a
competitor and must see nothing of theirs; Dora works for a sister of Ateliers Arve. Brigitte buys for the
group, Conrad too although he works for Charlie's firm, Adele administers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from flask_security import hash_password
from sqlalchemy.orm import Session

from pooling.access.viewer import Role as RoleName
from pooling.algorithms.grouping import normalise
from pooling.campaigns.models import Campaign, State
from pooling.catalogue.models import Agreement, AgreementLine, Category, Item, Pack, Supplier, Tier
from pooling.members.models import Charter, CharterAcceptance, Member, Role, Site, Sitting, User
from pooling.members.sittings import hashed as token_hash

PASSWORD = "copeaux-et-papier"

MEMBERS = (  # code, name, SIREN, company group
    ("ARV", "Ateliers de l'Arve", "732829320", "Groupe Arve"),
    ("GIF", "Mécanique du Giffre", "552100554", None),
    ("SOE", "Arve Sœur Usinage", "404833048", "Groupe Arve"),
    ("MOL", "Décolletage Môle", None, None),
)
PEOPLE = (  # name, member, roles
    ("alice", "ARV", (RoleName.ENTRY, RoleName.APPROVER)),
    ("bob", "ARV", (RoleName.ENTRY,)),
    ("charlie", "GIF", (RoleName.ENTRY, RoleName.APPROVER)),
    ("dora", "SOE", (RoleName.ENTRY, RoleName.APPROVER)),
    ("brigitte", None, (RoleName.BUYER,)),
    ("conrad", "GIF", (RoleName.ENTRY, RoleName.BUYER)),
    ("adele", None, (RoleName.ADMINISTRATOR,)),
)
PLACES = ("desk", "phone")  # where each of them is signed in
CATEGORIES = ("Bureau", "Bureau > Papier", "EPI", "EPI > Gants", "Outillage", "Outillage > Forets")
ITEMS = (  # code, name, category, maker reference, GTIN, base unit, packs
    ("PAP-A4", "Papier A4 80 g blanc, ramette 500 feuilles", "Bureau > Papier", "P80", "2000000000015", "RM",
     (("carton de 5", "XCT", "5"), ("palette de 200", "XPX", "200"))),
    ("GAN-9", "Gants nitrile taille 9", "EPI > Gants", "NIT-9", "2000000000022", "C62",
     (("boîte de 100", "XBX", "100"),)),
    ("FOR-6", "Foret carbure Ø6", "Outillage > Forets", "FC 600", None, "C62", ()),
    ("FOR-68", "Foret carbure Ø6,8", "Outillage > Forets", "FC 680", None, "C62", ()),
)  # fmt: skip
SUPPLIERS = (("PAPETO", "Papéto SARL"), ("OUTIL", "Outil & Coupe"), ("TOUTPRO", "Tout pour le Pro"))
PRICES = (  # agreement, supplier, item, reference, tiers (threshold, price)
    ("AC-PAP", "PAPETO", "PAP-A4", "PP-80", (("0", "4.20"), ("100", "3.80"))),
    ("AC-TOUT", "TOUTPRO", "PAP-A4", "TP-1", (("0", "3.90"),)),
    ("AC-OUT", "OUTIL", "FOR-6", "OC-600", (("0", "21.5"), ("50", "19.75"))),
)


def play(session: Session) -> None:
    """Write the cast into an empty database."""
    _people(session)
    _catalogue(session)
    _agreements(session)
    _campaigns(session)


def _people(session: Session) -> None:
    roles = {name.value: Role(name=name.value) for name in RoleName}
    firms = {
        code: Member(code=code, name=name, siren=siren, company_group=group) for code, name, siren, group in MEMBERS
    }
    charter = Charter(version=1, text="Chacun garde pour soi ce qu'il voit ici.")
    session.add_all([*roles.values(), *firms.values(), charter])
    session.flush()
    for firm in firms.values():
        session.add(Site(member_id=firm.id, code=f"{firm.code}-1", name=f"Quai {firm.name}", city="Cluses"))
    session.add(Site(member_id=firms["ARV"].id, code="ARV-2", name="Atelier du bas", city="Scionzier"))
    hashed = hash_password(PASSWORD)
    for name, employer, granted in PEOPLE:
        user = User(email=f"{name}@example.org", name=name.capitalize(), password=hashed, fs_uniquifier=f"cast-{name}")
        user.member = firms[employer] if employer else None
        user.roles = [roles[role.value] for role in granted]
        session.add(user)
        session.flush()
        session.add(CharterAcceptance(charter_id=charter.id, user_id=user.id, member_id=user.member_id))
        session.add_all(_sitting(user, f"{name}-{place}") for place in PLACES)


def _sitting(user: User, key: str) -> Sitting:
    """One whose token is its key."""
    return Sitting(key=key, token_hash=token_hash(key), user_id=user.id, browser="Firefox, Linux")


def cookie_of(name: str, place: str = "desk") -> str:
    """What the session's cookie says of somebody who is signed in there."""
    return f"cast-{name}.{name}-{place}"


def _catalogue(session: Session) -> None:
    known: dict[str, Category] = {}
    for path in CATEGORIES:
        above, _, leaf = path.rpartition(" > ")
        category = Category(code=normalise(path).replace(" ", "-"), name=leaf, path=path)
        category.parent = known.get(above)
        session.add(category)
        session.flush()
        category.root_id = known[above].id if above else category.id
        known[path] = category
    for code, designation, path, reference, gtin, unit, packs in ITEMS:
        search = normalise(f"{designation} {code} {reference} {gtin or ''}")
        item = Item(
            code=code,
            name=designation,
            maker_reference=reference,
            gtin=gtin,
            base_unit=unit,
            search=search,
            name_key=normalise(designation),
        )
        item.category = known[path]
        session.add(item)
        for label, pack_unit, content in packs:
            session.add(Pack(item=item, name=label, unit=pack_unit, content=Decimal(content)))
    session.flush()


def _agreements(session: Session) -> None:
    suppliers = {code: Supplier(code=code, name=name) for code, name in SUPPLIERS}
    items = {item.code: item for item in session.query(Item)}
    session.add_all(suppliers.values())
    year = datetime.now(UTC).year
    for reference, supplier, item, supplier_reference, tiers in PRICES:
        agreement = Agreement(
            reference=reference,
            supplier=suppliers[supplier],
            valid_from=date(year - 1, 1, 1),
            valid_until=date(year + 1, 12, 31),
        )
        line = AgreementLine(agreement=agreement, item=items[item], supplier_reference=supplier_reference)
        session.add_all([agreement, line])
        for threshold, unit_price in tiers:
            session.add(Tier(line=line, threshold=Decimal(threshold), unit_price=Decimal(unit_price)))


def _campaigns(session: Session) -> None:
    present = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    families = session.query(Category).filter(Category.parent_id.is_(None)).all()
    for code, state, shift in (("T1", State.OPEN, 0), ("T0", State.SETTLED, -90), ("T2", State.DRAFT, 90)):
        opens_at = present + timedelta(days=shift - 10)
        delivery = (opens_at + timedelta(days=40)).date()
        session.add(
            Campaign(
                code=code,
                name=f"Trimestre {code}",
                state=state,
                opens_at=opens_at,
                closes_at=opens_at + timedelta(days=20),
                delivery_from=delivery,
                delivery_until=delivery + timedelta(days=30),
                families=list(families),
            )
        )
    session.flush()
