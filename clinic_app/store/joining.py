"""A further PC that is joining: its keys are kept from before the county hears of them, so that the same code goes on.

Beside the folder, in `<folder>.joining`: `device` (nonce 12, then the data key 32 and the seed 32 under AES-256-GCM with
a key of the one-time code), and `clinic`, the folder as far as it has been filled.  Whoever has the code could join
with it and be sent the same, so it protects no less than the code itself does.
"""

import os
import secrets
import shutil
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from clinic_app.store.setup import NewDevice

_INFO: Final = b"xyt-joining-1"
_NONCE: Final = 12


def filled_at(folder: Path) -> Path:
    """Where the folder is filled until it is whole."""
    return _beside(folder) / "clinic"


def device_joining(folder: Path, code: str) -> NewDevice:
    """The keys of an earlier try with this `code`; else fresh ones, kept from now on (what another code began is gone)."""
    kept = _kept(folder, code)
    if kept is None:
        forget_joining(folder)
        kept = NewDevice.make()
        _keep(folder, code, kept)
    return kept


def forget_joining(folder: Path) -> None:
    shutil.rmtree(_beside(folder), ignore_errors=True)


def _beside(folder: Path) -> Path:
    return folder.with_name(folder.name + ".joining")


def _kept(folder: Path, code: str) -> NewDevice | None:
    try:
        data = (_beside(folder) / "device").read_bytes()
        plain = _box(code).decrypt(data[:_NONCE], data[_NONCE:], None)
    except (FileNotFoundError, InvalidTag, ValueError):
        return None
    return NewDevice(plain[:32], plain[32:])


def _keep(folder: Path, code: str, device: NewDevice) -> None:
    beside = _beside(folder)
    beside.mkdir(parents=True, mode=0o700)
    nonce = secrets.token_bytes(_NONCE)
    with (beside / "device").open("wb") as file:
        file.write(nonce + _box(code).encrypt(nonce, device.data_key + device.seed, None))
        file.flush()
        os.fsync(file.fileno())


def _box(code: str) -> AESGCM:
    # 80 random bits: nothing to stretch.
    return AESGCM(HKDF(hashes.SHA256(), 32, salt=None, info=_INFO).derive(code.encode()))
