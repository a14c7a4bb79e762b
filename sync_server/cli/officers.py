"""Who acts on the command line about money: a console user who may prepare and approve payments.

Whoever may open the database is believed to be whom he names; at the console everybody signs in.
"""

from clinic_app.domain.errors import RuleBroken
from sync_server.console import tables, users
from sync_server.store.engine import Database


class NoPayer(RuleBroken):
    """Nobody of this name may prepare or approve payments."""

    code = "payment.not_an_officer"


def officer_of(database: Database, user_id: str) -> str:
    """The named user's id; "" where none is named: the county's command line itself.

    Raises:
        NoPayer: no such user, or not one who may pay.
    """
    if user_id:
        with database.writing() as db:
            tables.create_tables(db)
            found = next((user for user in users.all_users(db) if user.id == user_id and user.active), None)
        if found is None or not found.may("payment"):
            raise NoPayer(officer=user_id)
    return user_id


def officer_names(database: Database) -> dict[str, str]:
    """What the console's users are called, by id."""
    with database.writing() as db:
        tables.create_tables(db)
        return {user.id: user.name for user in users.all_users(db)}
