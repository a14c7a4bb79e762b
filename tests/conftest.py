"""What every test needs before anything else is imported."""

import os
from functools import cache

# pytest-qt aborts the interpreter without a display; a screen set by the caller is not used.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from clinic_app.store import keys, schema
from sync_server.console import users
from tests import empty_stores

# Argon2id takes 0.2 s by intent, and the same password over the same salt gives the same key: a clinic or a
# county that is copied for each test is asked for its password hundreds of times and answers from memory.
keys._password_key = cache(keys._password_key)
users._matches = cache(users._matches)
schema.command.upgrade = empty_stores.upgrade
