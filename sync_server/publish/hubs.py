"""What the county gives a clinic's hub: a certificate for the LAN, and the list of its clinic's devices."""

import sqlalchemy as sa
from cryptography import x509

from clinic_app.journal.hub import Roster, RosterDevice, host_name_of
from clinic_app.journal.refusal import BadRequest, OtherDevice
from sync_server.publish.founding import authority_of
from sync_server.store.county import County
from sync_server.store.engine import Database
from sync_server.store.queries import registry
from sync_server.store.queries.registry import Device
from sync_server.tls import certificate_for


def hub_certificate(database: Database, hub: Device, request_pem: bytes) -> bytes:
    """A certificate (PEM) for the hub's own key, made out to the hub's name and to nothing that it asks for.

    Raises:
        OtherDevice: no hub.
        BadRequest: no certificate signing request, or its key did not sign it.
    """
    if not hub.hub:
        raise OtherDevice()
    try:
        request = x509.load_pem_x509_csr(request_pem)
        proved = request.is_signature_valid
    except (ValueError, TypeError) as error:
        raise BadRequest(why="csr") from error
    if not proved:
        raise BadRequest(why="csr")
    return certificate_for(authority_of(database), request, host_name_of(hub.id))


def roster_of(connection: sa.Connection, county: County, facility: str) -> Roster:
    """Every device that was ever enrolled at a facility."""
    known = registry.facility_of(connection, facility)
    devices = sorted(registry.devices_at(connection, facility), key=lambda device: device.id)
    return Roster(
        epoch=county.epoch,
        facility=facility,
        name="" if known is None else known.name,
        devices=tuple(
            RosterDevice(device.id, device.public_key, device.letter, device.revoked, device.hub)
            for device in devices
        ),
    )
