"""What is written down of a debit before it is sent, and read again when it is asked about.  Bytes as hex."""

from collections.abc import Mapping

from clinic_app.devices.purse import Begun, Proof, PublicData, Purchase
from clinic_app.devices.purse_recovery import Asked


def written(card: PublicData, begun: Begun, purchase: Purchase) -> dict[str, str | int]:
    """Everything that a later question to the card, the PSAM or the issuer needs."""
    return {
        "serial": card.number,
        "issuer": card.issuer.hex().upper(),
        "counter": begun.counter,
        "balance": begun.balance,
        "key_version": begun.key_version,
        "algorithm": begun.algorithm,
        "amount": purchase.amount,
        "terminal": purchase.terminal.hex().upper(),
        "terminal_counter": purchase.terminal_counter,
        "day": purchase.day.hex(),
        "time": purchase.time.hex(),
        "mac1": purchase.mac1.hex().upper(),
    }


def asked_of(request: Mapping[str, str | int]) -> Asked:
    """The other way, as far as the card is asked about it."""
    return Asked(
        counter=int(request["counter"]),
        amount=int(request["amount"]),
        balance=int(request["balance"]),
        terminal=bytes.fromhex(str(request["terminal"])),
        day=bytes.fromhex(str(request["day"])),
        time=bytes.fromhex(str(request["time"])),
    )


def message_id(purchase: Purchase) -> str:
    """What the issuer knows the purchase by: terminal, day and the terminal's own counter."""
    return f"{purchase.terminal.hex().upper()}-{purchase.day.hex()}-{purchase.terminal_counter:08X}"


def proof_written(proof: Proof | None) -> dict[str, str | int]:
    """TAC for the issuer, MAC2 for the PSAM; nothing where the card gave none."""
    if proof is None:
        return {}
    return {"tac": proof.tac.hex().upper(), "mac2": proof.mac2.hex().upper()}
