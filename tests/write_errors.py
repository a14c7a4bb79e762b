"""Writes docs/errors.md from the sentences: ``python -m tests.write_errors``."""

from pathlib import Path

from clinic_app.ui.texts import TEXTS

FILE = Path(__file__).parents[1] / "docs" / "errors.md"
HEAD = """# Errors

Every error has a code that never changes once released: the screens find their sentence by it, the sync protocol carries
it as `{"error": code, …}`, tests assert on it. Made from `clinic_app/ui/texts.py` by `python -m tests.write_errors`.

Exit codes of the commands: 0 done · 2 wrong use or unreadable input · 3 refused by a rule · 4 the other side cannot be
reached · 10 and above: card readers ([cards.md](cards.md)).

| code | 中文 | English |
|---|---|---|
"""


def page() -> str:
    rows = (f"| `{code}` | {text.zh} | {text.en} |" for code, text in sorted(TEXTS.items()))
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
