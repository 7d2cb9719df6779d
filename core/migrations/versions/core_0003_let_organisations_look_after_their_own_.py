"""Let organisations look after their own content."""

import sqlalchemy as sa
from alembic import op

revision = "core_0003"
down_revision = "core_0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


APPEND_ONLY = {
    "sqlite": (
        "create trigger audit_entry_stays before delete on audit_entry begin"
        " select raise(abort, 'audit_entry is append-only'); end",
        "create trigger audit_entry_stands before update on audit_entry begin"
        " select raise(abort, 'audit_entry is append-only'); end",
    ),
    "postgresql": (
        "create function audit_entry_refuse() returns trigger language plpgsql as"
        " $$ begin raise exception 'audit_entry is append-only'; end $$",
        "create trigger audit_entry_stays before update or delete or truncate on audit_entry"
        " for each statement execute function audit_entry_refuse()",
    ),
}
"""Nothing that was written down is changed or taken away."""


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "audit_entry",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", BIG, nullable=True),
        sa.Column("actor", sa.String(length=50), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("origin", sa.String(length=60), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_subject", ["subject", "id"], unique=False)

    op.create_table(
        "daily_salt",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_daily_salt")),
    )
    op.create_table(
        "form_receipt",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_form_receipt")),
    )
    with op.batch_alter_table("form_receipt", schema=None) as batch_op:
        batch_op.create_index("ix_form_receipt_at", ["at"], unique=False)

    op.create_table(
        "mail_refusal",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("list_key", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address", "list_key", name=op.f("pk_mail_refusal")),
    )
    op.create_table(
        "visitor_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("site_id", BIG, nullable=False),
        sa.Column("visitors", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "site_id", name=op.f("pk_visitor_day")),
    )
    op.create_table(
        "visitor_mark",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("site_id", BIG, nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("day", "site_id", "mark", name=op.f("pk_visitor_mark")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "access_token",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=50), nullable=False),
        sa.Column("subject", sa.String(length=254), nullable=False),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_access_token_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_access_token")),
    )
    with op.batch_alter_table("access_token", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_token_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index("ix_access_token_expires", ["expires_at"], unique=False)
        batch_op.create_index("ix_access_token_subject", ["purpose", "subject"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", BIG, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("purpose", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_consent_account_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_consent_email", ["email"], unique=False)

    op.create_table(
        "draft",
        sa.Column("id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("form", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_draft_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint(
            "account_id", "form", "subject", name=op.f("uq_draft_account_id_form_subject")
        ),
    )
    op.create_table(
        "image",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=30), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", BIG, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["account.id"], name=op.f("fk_image_uploaded_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_image")),
    )
    with op.batch_alter_table("image", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_image_uploaded_by"), ["uploaded_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_image_kept_until"), ["kept_until"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", BIG, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=50), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("scope_id", BIG, nullable=False),
        sa.Column("invited_by", BIG, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["invited_by"],
            ["account.id"],
            name=op.f("fk_invitation_invited_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index("ix_invitation_scope", ["scope", "scope_id"], unique=False)

    op.create_table(
        "job_run",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_job_run")),
    )
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.create_index("ix_job_run_due", ["due_at"], unique=False)

    op.create_table(
        "outbox_mail",
        sa.Column("id", BIG, nullable=False),
        sa.Column("effect_key", sa.String(length=200), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("stop_token", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("site_id", BIG, nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("is_bounce", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_outbox_mail_account_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_outbox_mail_effect_key")),
    )
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_mail_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_outbox_mail_address", ["address"], unique=False)
        batch_op.create_index("ix_outbox_mail_due", ["state", "due_at", "id"], unique=False)
        batch_op.create_index("ix_outbox_mail_stop", ["stop_token"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_recovery_code_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recovery_code_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "second_factor",
        sa.Column("id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("secret", sa.String(length=300), nullable=False),
        sa.Column("last_step", BIG, nullable=False),
        sa.Column("credential_id", sa.String(length=700), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("sign_count", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_second_factor_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_second_factor_credential_id")),
    )
    with op.batch_alter_table("second_factor", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_second_factor_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "contact_click",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("content_id", BIG, nullable=False),
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("clicks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_id"],
            ["content.id"],
            name=op.f("fk_contact_click_content_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("day", "content_id", "target", name=op.f("pk_contact_click")),
    )
    op.create_index("ix_contact_click_content_id", "contact_click", ["content_id"], unique=False)
    op.create_table(
        "moderation_case",
        sa.Column("id", BIG, nullable=False),
        sa.Column("content_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("about_id", BIG, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("reason", sa.String(length=50), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["about_id"],
            ["moderation_case.id"],
            name=op.f("fk_moderation_case_about_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_moderation_case_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["content_id"],
            ["content.id"],
            name=op.f("fk_moderation_case_content_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["account.id"],
            name=op.f("fk_moderation_case_decided_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_case")),
    )
    with op.batch_alter_table("moderation_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_moderation_case_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index("ix_moderation_case_content", ["content_id"], unique=False)
        batch_op.create_index(
            "ix_moderation_case_open", ["state", "created_at", "id"], unique=False
        )
        one_review = sa.text("kind = 'review' and state = 'open'")
        batch_op.create_index(
            "uq_moderation_case_review", ["content_id"], unique=True,
            sqlite_where=one_review, postgresql_where=one_review,
        )  # fmt: skip
        one_appeal = sa.text("kind = 'appeal'")
        batch_op.create_index(
            "uq_moderation_case_appeal", ["about_id"], unique=True,
            sqlite_where=one_appeal, postgresql_where=one_appeal,
        )  # fmt: skip

    op.create_table(
        "import_refusal",
        sa.Column("id", BIG, nullable=False),
        sa.Column("noun", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("municipality_id", BIG, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_refusal")),
    )
    with op.batch_alter_table("import_refusal", schema=None) as batch_op:
        batch_op.create_index("ix_import_refusal_name", ["noun", "sort_key"], unique=False)

    op.create_table(
        "organisation_claim",
        sa.Column("id", BIG, nullable=False),
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_organisation_claim_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["account.id"],
            name=op.f("fk_organisation_claim_decided_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["content.id"],
            name=op.f("fk_organisation_claim_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_claim")),
    )
    with op.batch_alter_table("organisation_claim", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_claim_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            "ix_organisation_claim_organisation", ["organisation_id"], unique=False
        )
        batch_op.create_index("ix_organisation_claim_state", ["state", "id"], unique=False)

    op.create_table(
        "phone_call",
        sa.Column("id", BIG, nullable=False),
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_phone_call_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["content.id"],
            name=op.f("fk_phone_call_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_call")),
    )
    with op.batch_alter_table("phone_call", schema=None) as batch_op:
        batch_op.create_index("ix_phone_call_organisation", ["organisation_id", "at"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", BIG, nullable=False),
        sa.Column("content_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", BIG, nullable=True),
        sa.Column("actor", sa.String(length=20), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("action", sa.String(length=30), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_revision_account_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_revision_content_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("content_id", "number", name=op.f("uq_revision_content_id_number")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_account_id"), ["account_id"], unique=False)

    # Numbers of accounts that went are never given again: the log knows people by them.
    with op.batch_alter_table(
        "account",
        schema=None,
        recreate="always" if op.get_bind().dialect.name == "sqlite" else "never",
        table_kwargs={"sqlite_autoincrement": True},
    ) as batch_op:
        batch_op.add_column(
            sa.Column("language", sa.String(length=10), server_default="nl", nullable=False)
        )
        batch_op.add_column(
            sa.Column("password_hash", sa.String(length=200), server_default="", nullable=False)
        )

    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("moderation", sa.String(length=10), server_default="", nullable=False)
        )

    op.create_index("ix_content_alias_content_id", "content_alias", ["content_id"], unique=False)
    with op.batch_alter_table("content", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("step", sa.String(length=20), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("step_due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(
            sa.Column("on_behalf", sa.Boolean(), server_default="0", nullable=False)
        )
        batch_op.add_column(
            sa.Column("image", sa.String(length=64), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("image_alt", sa.String(length=300), server_default="", nullable=False)
        )
        batch_op.create_index("ix_content_step", ["step", "step_due_at", "id"], unique=False)
        batch_op.create_index("ix_content_expires", ["expires_at"], unique=False)

    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("device", sa.String(length=100), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("page_view", schema=None) as batch_op:
        batch_op.add_column(sa.Column("visitors", sa.Integer(), server_default="0", nullable=False))
    op.create_index("ix_page_view_path", "page_view", ["path", "day"])

    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)

    # Login links live ten minutes, and access_token holds them from now on.
    op.drop_table("login_token")


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_page_view_path", table_name="page_view")
    with op.batch_alter_table("page_view", schema=None) as batch_op:
        batch_op.drop_column("visitors")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("claimed_at")

    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_column("verified_at")
        batch_op.drop_column("device")

    op.drop_index("ix_content_alias_content_id", table_name="content_alias")
    with op.batch_alter_table("content", schema=None) as batch_op:
        batch_op.drop_index("ix_content_expires")
        batch_op.drop_index("ix_content_step")
        batch_op.drop_column("image_alt")
        batch_op.drop_column("image")
        batch_op.drop_column("on_behalf")
        batch_op.drop_column("version")
        batch_op.drop_column("paused_until")
        batch_op.drop_column("step_due_at")
        batch_op.drop_column("step")

    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.drop_column("moderation")

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("password_hash")
        batch_op.drop_column("language")

    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_account_id"))

    op.drop_table("revision")
    with op.batch_alter_table("phone_call", schema=None) as batch_op:
        batch_op.drop_index("ix_phone_call_organisation")

    op.drop_table("phone_call")
    with op.batch_alter_table("organisation_claim", schema=None) as batch_op:
        batch_op.drop_index("ix_organisation_claim_state")
        batch_op.drop_index("ix_organisation_claim_organisation")
        batch_op.drop_index(batch_op.f("ix_organisation_claim_account_id"))

    op.drop_table("organisation_claim")
    with op.batch_alter_table("import_refusal", schema=None) as batch_op:
        batch_op.drop_index("ix_import_refusal_name")

    op.drop_table("import_refusal")
    with op.batch_alter_table("moderation_case", schema=None) as batch_op:
        batch_op.drop_index("uq_moderation_case_appeal")
        batch_op.drop_index("uq_moderation_case_review")
        batch_op.drop_index("ix_moderation_case_open")
        batch_op.drop_index("ix_moderation_case_content")
        batch_op.drop_index(batch_op.f("ix_moderation_case_account_id"))

    op.drop_table("moderation_case")
    op.drop_table("contact_click")
    with op.batch_alter_table("second_factor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_second_factor_account_id"))

    op.drop_table("second_factor")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_account_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_mail_stop")
        batch_op.drop_index("ix_outbox_mail_due")
        batch_op.drop_index("ix_outbox_mail_address")
        batch_op.drop_index(batch_op.f("ix_outbox_mail_account_id"))

    op.drop_table("outbox_mail")
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.drop_index("ix_job_run_due")

    op.drop_table("job_run")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index("ix_invitation_scope")

    op.drop_table("invitation")
    with op.batch_alter_table("image", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_image_uploaded_by"))
        batch_op.drop_index(batch_op.f("ix_image_kept_until"))

    op.drop_table("image")
    op.drop_table("draft")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index("ix_consent_email")
        batch_op.drop_index(batch_op.f("ix_consent_account_id"))

    op.drop_table("consent")
    with op.batch_alter_table("access_token", schema=None) as batch_op:
        batch_op.drop_index("ix_access_token_subject")
        batch_op.drop_index("ix_access_token_expires")
        batch_op.drop_index(batch_op.f("ix_access_token_account_id"))

    op.drop_table("access_token")
    op.drop_table("visitor_mark")
    op.drop_table("visitor_day")
    op.drop_table("mail_refusal")
    with op.batch_alter_table("form_receipt", schema=None) as batch_op:
        batch_op.drop_index("ix_form_receipt_at")

    op.drop_table("form_receipt")
    op.drop_table("daily_salt")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_subject")

    op.drop_table("audit_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function audit_entry_refuse()")
    op.create_table(
        "login_token",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_login_token_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_login_token")),
    )
    op.create_index(op.f("ix_login_token_account_id"), "login_token", ["account_id"])
