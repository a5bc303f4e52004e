"""Each word by which an item is found, in an index: a search reads what it finds, not the whole catalogue

Triggers keep it, so that no way of writing items forgets it. On SQLite a batch change of `item` makes the table
anew, without them: such a migration calls `install` again (tests/catalogue/test_search.py would tell).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0015"
branch_labels = None
depends_on = None

# the words of a text as a JSON list, which SQLite can take apart
LISTED = """json_each('["' || replace(replace(replace({text}, '\\', '\\\\'), '"', '\\"'), ' ', '","') || '"]')"""
SQLITE = """
CREATE TRIGGER item_words_{name} AFTER {event} ON item BEGIN
  DELETE FROM item_word WHERE item_id = new.id;
  INSERT OR IGNORE INTO item_word (word, item_id) SELECT value, new.id FROM {listed} WHERE value <> '';
END
"""
POSTGRESQL = (
    "CREATE FUNCTION keep_item_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "DELETE FROM item_word WHERE item_id = NEW.id; "
    "INSERT INTO item_word (word, item_id) SELECT DISTINCT word, NEW.id "
    "FROM unnest(string_to_array(NEW.search, ' ')) AS word WHERE word <> ''; "
    "RETURN NULL; END $$",
    "CREATE TRIGGER item_words AFTER INSERT OR UPDATE OF search ON item "
    "FOR EACH ROW EXECUTE FUNCTION keep_item_words()",
)


def upgrade() -> None:
    word = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # compared sign by sign, as a range must be
    op.create_table(
        "item_word",
        sa.Column("word", word, nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_word_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("word", "item_id", name=op.f("pk_item_word")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_item_word_item_id"), "item_word", ["item_id"])
    install()
    op.execute("UPDATE item SET search = search")


def install() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRESQL:
            op.execute(statement)
        return
    for name, event in (("new", "INSERT"), ("changed", "UPDATE OF search")):
        listed = LISTED.format(text="new.search")
        op.get_bind().exec_driver_sql(SQLITE.format(name=name, event=event, listed=listed))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER item_words ON item")
        op.execute("DROP FUNCTION keep_item_words")
    else:
        op.execute("DROP TRIGGER item_words_new")
        op.execute("DROP TRIGGER item_words_changed")
    op.drop_table("item_word")
