"""Entries with fixed fields, and everything that is made of them: what tests/journal/golden.json holds still.

A difference means that an older device could not read a newer one, or that a chain would not verify any more.
After a deliberate change of an unreleased format: python -m tests.journal.golden
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from clinic_app.domain.resources import resource
from clinic_app.journal.entry import Entry, Origin, device_id, first_link, signed_by_author
from clinic_app.journal.feed import Item, Page, write_page
from clinic_app.journal.packing import DICTIONARY, unpack
from clinic_app.journal.segment import links, write_segment
from clinic_app.journal.signing import private_key, public_bytes

FILE = Path(__file__).with_name("golden.json")
DEVICE_KEY = private_key(bytes(range(32)))
AUTHOR_KEY = private_key(bytes(range(32, 64)))
COUNTY_KEY = private_key(bytes(range(64, 96)))
DEVICE = device_id(public_bytes(DEVICE_KEY))
RUN = UUID("11111111-1111-4111-8111-111111111111")
ORIGIN = Origin(UUID("22222222-2222-4222-8222-222222222222"), 41, sha256(b"link 41").digest())
RESIDENT = UUID("33333333-3333-4333-8333-000000000001")

# Names of four scripts' corners: GB 18030 four-byte characters, an interpunct, a lone ASCII name.
BODIES: tuple[tuple[str, str, str | None], ...] = (
    ("resident.registered", "self", '{"name":"㐂𠮷䶮·阿卜","sex":"2","salt":"c#DZ`)mx8(e*Y#rk2h7G"}'),
    ("resident.registered", "", '{"name":"王\\u4f1f \\"O\'Neil\\"","sex":"1","note":"第一行\\n第二行"}'),
    ("visit.registered", "resident", '{"day":"2026-11-22","number":"A001","department":"全科"}'),
    ("visit.called", "resident", '{"visit_id":"33333333-3333-4333-8333-000000000003"}'),
    ("chart.viewed", "resident", None),
    ("future.fact", "", "not JSON at all: \x01\x7f"),
)


def entries() -> list[Entry]:
    """Six entries: a name in rare characters, escapes, references, a sealed body, and a type of the future."""
    found: list[Entry] = []
    for seq, (kind, subject, text) in enumerate(BODIES, start=1):
        own = UUID(int=RESIDENT.int + seq - 1)
        about = own if subject == "self" else RESIDENT if subject == "resident" else None
        body = None if text is None else text.encode()
        time = 1_795_000_000_000 + 1500 * seq << 16 | seq % 2
        body_hash = sha256(b"sealed" if body is None else body).digest()
        author = "王敏" if seq == 2 else "P001"
        signed = seq == 3
        found.append(
            Entry(
                id=own,
                device=DEVICE,
                incarnation=RUN,
                seq=seq,
                time=time,
                author=author,
                type=kind,
                subject=about,
                body=body,
                body_hash=body_hash,
                signature=AUTHOR_KEY.sign(signed_by_author(own, kind, author, about, time, body_hash))
                if signed
                else b"",
            )
        )
    return found


def vectors() -> dict[str, Any]:
    run = entries()
    start = first_link(public_bytes(DEVICE_KEY), RUN, None)
    forked = first_link(public_bytes(DEVICE_KEY), RUN, ORIGIN)
    chain, fork = links(start, run), links(forked, run)
    segment = write_segment(run, start, chain[-1], DEVICE_KEY.sign)
    after_fork = write_segment(run, forked, fork[-1], DEVICE_KEY.sign, ORIGIN)
    page = write_page(page_of(run), COUNTY_KEY.sign)
    return {
        "device": DEVICE.hex,
        "device_key": public_bytes(DEVICE_KEY).hex(),
        "county_key": public_bytes(COUNTY_KEY).hex(),
        "first_link": start.hex(),
        "first_link_after_fork": forked.hex(),
        "headers": [entry.header().hex() for entry in run],
        "bodies": [None if entry.body is None else entry.body.hex() for entry in run],
        "links": [link.hex() for link in chain],
        "dictionary": DICTIONARY,
        "dictionary_sha256": sha256(
            resource("journal", f"dictionary-{DICTIONARY}.zdict").read_bytes()
        ).hexdigest(),
        "segment_signed": segment[:115].hex(),
        "segment": segment.hex(),
        "segment_columns": columns(segment, 115 + 64),
        "segment_after_fork": after_fork.hex(),
        "page": page.hex(),
        "page_columns": columns(page, 73 + 64),
    }


def page_of(run: list[Entry]) -> Page:
    items = tuple(
        Item(100 + 3 * place, 1_795_000_060_000 + place, "350881001", entry)
        for place, entry in enumerate(run)
    )
    return Page(epoch=ORIGIN.incarnation, after=99, upto=120, more=False, items=items)


def columns(data: bytes, at: int) -> dict[str, str]:
    """What stands behind the signature, unpacked: zstd itself may compress otherwise in another version."""
    found, apart = unpack(data[at:])
    return {"raw": apart.hex(), "data": found.hex()}


if __name__ == "__main__":
    FILE.write_text(json.dumps(vectors(), indent=1) + "\n", encoding="utf-8")
