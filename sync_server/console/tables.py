"""The console's own tables: who may sign in, who is signed in, and what was done.

They belong to this county server alone; no journal holds them and no replay makes them.
"""

import sqlalchemy as sa

metadata = sa.MetaData()

console_user = sa.Table(
    "console_user",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),  # what is typed at the login
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("password", sa.Text, nullable=False),  # Argon2id, PHC string
    sa.Column("roles", sa.Text, nullable=False),  # comma between
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("must_change", sa.Boolean, nullable=False),  # a password that somebody else has set
    sa.Column("failed", sa.Integer, nullable=False),  # wrong passwords since the last right one
    sa.Column("locked_until", sa.BigInteger, nullable=False),  # UTC ms
    sa.Column("last_login", sa.BigInteger),  # UTC ms
    sa.Column("township", sa.Text, nullable=False, server_default=""),  # "": the whole county
)

console_session = sa.Table(
    "console_session",
    metadata,
    sa.Column(
        "token_hash", sa.LargeBinary, primary_key=True
    ),  # SHA-256; the token itself is only in the cookie
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("opened_at", sa.BigInteger, nullable=False),  # UTC ms
    sa.Column("seen_at", sa.BigInteger, nullable=False),  # UTC ms
)

console_audit = sa.Table(
    "console_audit",
    metadata,
    sa.Column("no", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),  # UTC ms
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),  # audit.Action
    sa.Column("object", sa.Text, nullable=False),  # an id or a code; never a name
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
)


def create_tables(connection: sa.Connection) -> None:
    """Make the tables, and the columns of them, that are not there yet."""
    metadata.create_all(connection)
    there = {column["name"] for column in sa.inspect(connection).get_columns("console_user")}
    if "township" not in there:  # a console of the first version
        connection.execute(sa.text("ALTER TABLE console_user ADD COLUMN township TEXT NOT NULL DEFAULT ''"))
