"""The fourth door: PostgreSQL itself shows each row to whom it is for, and nothing to whom it was told nothing about"""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0019"
branch_labels = None
depends_on = None

SEES = "(SELECT nullif(current_setting('pooling.sees', true), ''))"
MEMBER = "(SELECT nullif(current_setting('pooling.member', true), '')::integer)"
PERSON = "(SELECT nullif(current_setting('pooling.person', true), '')::integer)"
BARRED = "(SELECT nullif(current_setting('pooling.barred', true), ''))::integer[]"
GROUP = f"{SEES} IN ('system', 'buyer', 'administrator')"
GATE = f"{SEES} IN ('gatekeeper', 'system', 'buyer', 'administrator')"
CLEAN_TEAM = f"{SEES} IN ('system', 'buyer')"
LINE = f"member_id = {MEMBER} OR {CLEAN_TEAM} AND (category_id IS NULL OR category_id <> ALL ({BARRED}))"

# name, which rows are seen, which may be written if others, tables
POLICIES = (
    (
        "shared", "true", GROUP,
        "campaign category charter role campaign_category category_field item publication item_word pack "
        "published_total",
    ),
    ("firm", f"id = {MEMBER} OR {GATE}", "", "member"),
    ("firm_record", f"member_id = {MEMBER} OR {GATE}", "", 'site "user" charter_acceptance'),
    ("firm_secret", f"member_id = {MEMBER} OR {CLEAN_TEAM}", "", "header_mapping pending_import submission"),
    ("firm_private", f"member_id = {MEMBER} OR {SEES} IN ('system')", "", "ceiling inner_note"),
    (
        "line", LINE, f"member_id = {MEMBER} OR {CLEAN_TEAM}",
        "attachment carried_line late_line alias need flex_question judgement need_site question share delivery",
    ),
    ("record", LINE, f"{SEES} IS NOT NULL", "entry"),
    (
        "group_only", GROUP, "",
        'supplier agreement "order" seed award_step desk_step publication_run agreement_line pool award tier '
        "order_line placement",
    ),
    ("sealed", f"{SEES} IN ('system')", "", "publication_basis"),
    ("gate_only", GATE, f"{SEES} IS NOT NULL", "letter sign_in_attempt invitation reminder"),
    ("personal", f"user_id = {PERSON} OR {SEES} IN ('system', 'gatekeeper')", "", "sitting"),
    ("of_both", 'EXISTS (SELECT FROM "user" WHERE "user".id = user_role.user_id)', "", "user_role"),
)  # fmt: skip


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for name, seen, written, tables in POLICIES:
        check = f" WITH CHECK ({written})" if written else ""
        for table in tables.split():
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY {name} ON {table} USING ({seen}){check}")
            if name == "shared":
                op.execute(f"CREATE POLICY shared_kept ON {table} AS RESTRICTIVE FOR DELETE USING ({written})")
    # what the policy of lines asks stands in the index that covers consolidation's GROUP BY
    op.drop_index("ix_need_campaign_id_held_pooled_as_member_id_adjusted", "need")
    op.create_index(
        "ix_need_campaign_id_held_pooled_as_member_id_adjusted",
        "need",
        ["campaign_id", "held", "pooled_as", "member_id", "adjusted"],
        postgresql_include=["category_id"],
    )


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.drop_index("ix_need_campaign_id_held_pooled_as_member_id_adjusted", "need")
    op.create_index(
        "ix_need_campaign_id_held_pooled_as_member_id_adjusted",
        "need",
        ["campaign_id", "held", "pooled_as", "member_id", "adjusted"],
    )
    for name, _seen, _written, tables in POLICIES:
        for table in tables.split():
            if name == "shared":
                op.execute(f"DROP POLICY shared_kept ON {table}")
            op.execute(f"DROP POLICY {name} ON {table}")
            op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
