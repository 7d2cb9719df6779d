"""Add the search index."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "core_0002"
down_revision = "core_0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text_of(length: int) -> sa.String:
    """Return a text type that is compared byte by byte on both databases."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


FULL_TEXT = (
    "create virtual table search_fts using fts5(tokens, content='search_document',"
    " content_rowid='position', tokenize=\"ascii tokenchars '_'\", detail=none, columnsize=0)",
    "create trigger search_document_added after insert on search_document begin"
    " insert into search_fts (rowid, tokens) values (new.position, new.tokens); end",
    "create trigger search_document_removed after delete on search_document begin"
    " insert into search_fts (search_fts, rowid, tokens)"
    " values ('delete', old.position, old.tokens); end",
    "create trigger search_document_changed after update on search_document begin"
    " insert into search_fts (search_fts, rowid, tokens)"
    " values ('delete', old.position, old.tokens);"
    " insert into search_fts (rowid, tokens) values (new.position, new.tokens); end",
)
"""The full-text table of SQLite reads its text from ``search_document`` and holds no copy."""


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "search_term",
        sa.Column("id", BIG, nullable=False),
        sa.Column("term", text_of(40), nullable=False),
        sa.Column("stem", text_of(40), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_term")),
        sa.UniqueConstraint("term", name=op.f("uq_search_term_term")),
    )
    op.create_index("ix_search_term_stem", "search_term", ["stem", "term"])
    op.create_table(
        "search_trigram",
        sa.Column("trigram", text_of(3), nullable=False),
        sa.Column("term_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["term_id"],
            ["search_term.id"],
            name=op.f("fk_search_trigram_term_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("trigram", "term_id", name=op.f("pk_search_trigram")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_trigram_term_id", "search_trigram", ["term_id"])
    op.create_table(
        "search_document",
        sa.Column("position", BIG, autoincrement=False, nullable=False),
        sa.Column("content_id", BIG, nullable=False),
        sa.Column(
            "tokens", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["content_id"],
            ["content.id"],
            name=op.f("fk_search_document_content_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_search_document")),
        sa.UniqueConstraint("content_id", name=op.f("uq_search_document_content_id")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in FULL_TEXT:
            op.execute(statement)
    else:
        op.execute(
            "create index ix_search_document_tokens on search_document"
            " using gin (tokens) with (fastupdate = on, gin_pending_list_limit = 65536)"
        )


def downgrade() -> None:
    """Take it back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("drop table search_fts")
    op.drop_table("search_document")
    op.drop_table("search_trigram")
    op.drop_table("search_term")
