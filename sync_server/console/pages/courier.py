"""摆渡: a stick's files are uploaded, the answer is downloaded; who ever came by a stick."""

from collections import defaultdict
from uuid import UUID

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from sync_server.console import courier_desk, views
from sync_server.console.courier_desk import MAX_UPLOAD, MOST_UPLOADS, Taken
from sync_server.console.courier_texts import reason_of
from sync_server.console.visit import Visit
from sync_server.reports import courier


def listed(visit: Visit) -> Response:
    return _page(visit, None)


def take(visit: Visit) -> Response:
    """Take in what was uploaded, and say of each file what became of it."""
    return _page(visit, courier_desk.take(visit, visit.files.get("files", ())))


def answer(visit: Visit) -> Response:
    """The answers of the devices that the form names, as one file for the stick."""
    forked: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for line in visit.fields("forked"):
        device, _, run = line.partition(":")
        one, other = views.id_of(device), views.id_of(run)
        if one is not None and other is not None:
            forked[one].add(other)
    named = [found for text in visit.fields("device") if (found := views.id_of(text)) is not None]
    file = courier_desk.answer_file(visit, named, forked)
    return FileResponse(
        file,
        filename="xyt-courier.zip",
        media_type="application/zip",
        background=BackgroundTask(file.unlink, missing_ok=True),
    )


def _page(visit: Visit, taken: Taken | None) -> Response:
    with visit.reading() as db:
        known = courier.came_by_stick(db)
        names = courier.facility_names(db)
    return visit.show(
        "courier.html",
        taken=taken,
        known=known,
        names=names,
        most=courier.MOST,
        megabytes=MAX_UPLOAD >> 20,
        why=lambda code: reason_of(code, visit.language).format(most=MOST_UPLOADS),
    )
