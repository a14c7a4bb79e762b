"""The description of the routes for other programs, OpenAPI 3.1."""

from functools import cache
from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from clinic_app import __version__
from clinic_app.journal.hub import CountyReceipt, Roster
from clinic_app.journal.refusal import REFUSALS
from sync_server.api.enrolments import EnrolmentAnswer, EnrolmentRequest, SealingKeyAnswer
from sync_server.api.hubs import CertificateAnswer
from sync_server.api.lookups import InsuredAnswer, InsuredQuestion
from sync_server.api.tokens import TokenAnswer
from sync_server.errors import json_answer


class HeldRun(msgspec.Struct, frozen=True):
    incarnation: str  # 32 hexadecimal digits
    seq: int
    hash: str  # 64 hexadecimal digits
    received: int  # UTC milliseconds: receipt of the entry at `seq`


class JournalState(msgspec.Struct, frozen=True):
    incarnation: str | None  # 32 hexadecimal digits: the branch that the county follows
    seq: int
    hash: str  # 64 hexadecimal digits
    runs: list[HeldRun]  # every incarnation, oldest first


class PushReceipt(msgspec.Struct, frozen=True):
    incarnation: str
    seq: int  # held durably from now on
    hash: str
    received: int  # UTC milliseconds


class RehearsalAnswer(msgspec.Struct, frozen=True):
    incarnation: str
    held: int  # entries that the county holds already
    entries: int  # those that it would take in
    accepted: int  # of them just as they are
    adjusted: list[tuple[int, int, str]]  # seq, fen that the funds would pay more (−: less), cause
    voided: list[tuple[int, int, str]]  # seq, the same, code
    set_aside: list[tuple[int, str]]  # seq, code
    provisional: list[tuple[int, str]]  # seq, code: until what they build on has come


class AdoptedAnswer(msgspec.Struct, frozen=True):
    adopted: int  # entries of its own that the county had lost


class Refusal(msgspec.Struct, frozen=True):
    error: str  # a code of docs/errors.md; further facts stand beside it


_SHAPES: Final = (
    EnrolmentRequest,
    EnrolmentAnswer,
    SealingKeyAnswer,
    TokenAnswer,
    CertificateAnswer,
    Roster,
    CountyReceipt,
    JournalState,
    PushReceipt,
    AdoptedAnswer,
    RehearsalAnswer,
    InsuredQuestion,
    InsuredAnswer,
    Refusal,
)
_BYTES: Final = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


async def get_document(request: Request) -> Response:
    return json_answer(document())


@cache
def document() -> dict[str, Any]:
    """The whole document."""
    _, components = msgspec.json.schema_components(_SHAPES, ref_template="#/components/schemas/{name}")
    components["Refusal"]["properties"]["error"]["enum"] = sorted({*REFUSALS, *_SEGMENT_ERRORS})
    return {
        "openapi": "3.1.0",
        "info": {"title": "乡医通 county server", "version": __version__},
        "paths": _paths(),
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


_SEGMENT_ERRORS: Final = (
    "journal.bad_columns",
    "journal.bad_packing",
    "journal.bad_segment",
    "journal.bad_signature",
    "journal.broken_chain",
    "journal.too_large",
)


def _paths() -> dict[str, Any]:
    device = _parameter("device", "path", "32 hexadecimal digits")
    incarnation = _parameter("incarnation", "path", "32 hexadecimal digits")
    return {
        "/v1/authority": {"get": _operation("The county's certificate authority", "application/x-pem-file")},
        "/v1/courier-key": {
            "get": _operation("The key that files on a stick are sealed to", "SealingKeyAnswer")
        },
        "/v1/enrolments": {"post": _operation("Enrol a device", "EnrolmentAnswer", "EnrolmentRequest")},
        "/v1/tokens": {"post": _operation("A token for a request signed by RFC 9421", "TokenAnswer")},
        "/v1/journals/{device}": {
            "post": {
                **_operation("Push a segment", "PushReceipt", token=True),
                "parameters": [device],
                "requestBody": {"required": True, "content": _BYTES},
            },
            "get": {
                **_operation("Where a journal stands", "JournalState", token=True),
                "parameters": [device],
            },
        },
        "/v1/journals/{device}/{incarnation}": {
            "get": {
                **_operation("Stored segments after a seq", "application/octet-stream", token=True),
                "parameters": [device, incarnation, _parameter("after", "query", "seq")],
            }
        },
        "/v1/sync/{where}": {
            "get": {
                **_operation("The beginning of a round", "JournalState", token=True),
                "parameters": [
                    _parameter("where", "path", "32 characters (journal/where.py)", required=True)
                ],
            }
        },
        "/v1/feed": {
            "get": {
                **_operation("The next page of the feed", "application/octet-stream", token=True),
                "parameters": [
                    _parameter("after", "query", "EPOCH:NUMBER", required=True),
                    _parameter("limit", "query", "entries"),
                    _parameter("wait", "query", "seconds, at most 25"),
                ],
            }
        },
        "/v1/snapshot": {
            "get": {
                **_operation(
                    "The facility's feed in ready-made parts", "application/octet-stream", token=True
                ),
                "parameters": [_parameter("after", "query", "EPOCH:NUMBER", required=True)],
            }
        },
        "/v1/returns": {
            "post": {
                **_operation(
                    "A page of an older epoch, after the county was restored", "AdoptedAnswer", token=True
                ),
                "requestBody": {"required": True, "content": _BYTES},
            }
        },
        "/v1/hubs/certificates": {
            "post": {
                **_operation("A certificate for a clinic's hub", "CertificateAnswer", token=True),
                "requestBody": {
                    "required": True,
                    "content": {"application/x-pem-file": {"schema": {"type": "string"}}},
                },
            }
        },
        "/v1/hubs/devices": {
            "get": {
                **_operation("The devices of the hub's clinic, or 204", "Roster", token=True),
                "parameters": [_parameter("known", "query", "16 hexadecimal digits")],
            }
        },
        "/v1/hubs/journals/{device}": {
            "post": {
                **_operation("Relay a segment of a PC of the hub's clinic", "CountyReceipt", token=True),
                "parameters": [device, _parameter("after", "query", "seq")],
                "requestBody": {"required": True, "content": _BYTES},
            }
        },
        "/v1/rehearsals": {
            "post": {
                **_operation("What a push would lead to; nothing is kept", "RehearsalAnswer", token=True),
                "requestBody": {"required": True, "content": _BYTES},
            }
        },
        "/v1/lookups/insured": {
            "post": _operation(
                "Somebody whose home is elsewhere", "InsuredAnswer", "InsuredQuestion", token=True
            )
        },
        "/health": {"get": _operation("The process runs", "application/json")},
        "/ready": {"get": _operation("Database, migrations and worker, each", "application/json")},
        "/metrics": {"get": _operation("Prometheus text", "text/plain")},
    }


def _operation(summary: str, answer: str, asked: str = "", *, token: bool = False) -> dict[str, Any]:
    content: dict[str, Any] = {answer: {"schema": {"type": "string"}}} if "/" in answer else _json(answer)
    operation: dict[str, Any] = {
        "summary": summary,
        "responses": {
            "200": {"description": "done", "content": content},
            "default": {"description": "refused", "content": _json("Refusal")},
        },
    }
    if asked:
        operation["requestBody"] = {"required": True, "content": _json(asked)}
    if token:
        operation["security"] = [{"token": []}]
    return operation


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _parameter(name: str, place: str, text: str, *, required: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "in": place,
        "required": required or place == "path",
        "description": text,
        "schema": {"type": "string"},
    }
