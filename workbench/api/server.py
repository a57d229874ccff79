"""Running the HTTP interface until it is interrupted."""

import ipaddress
import socket
from collections.abc import Callable

import uvicorn

from workbench.api.application import make_application
from workbench.api.desk import Desk
from workbench.api.gate import Gate
from workbench.api.queue import WorkQueue
from workbench.errors import UsageError
from workbench.settings import Settings

#: Seconds for requests that are being answered when the server is told to end.
_GRACE = 30


def serve(settings: Settings, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve until interrupted; what is being translated then is answered first.

    Raises UsageError where the address cannot be had, or others could reach it without keys, and WorkbenchError if
    something cannot be loaded.
    """
    gate = Gate(settings)
    if not gate.keys and not is_loopback(host):
        raise UsageError(f"--host {host}: others can reach it; set api_keys to a file with keys")
    listening = _listen(host, port)
    with listening:
        say("loading the model")
        application = make_application(Desk(settings), gate, WorkQueue(settings.api_queue))
        config = uvicorn.Config(
            application, log_level="warning", access_log=False, timeout_graceful_shutdown=_GRACE, server_header=False
        )
        where = f"[{host}]" if ":" in host else host
        say(f"listening at http://{where}:{listening.getsockname()[1]}, described in /openapi.json")
        uvicorn.Server(config).run(sockets=[listening])


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own; of names only ``localhost`` is."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(host: str, port: int) -> socket.socket:
    """A socket at that address, so that it is known to be free before the model is loaded."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(1024)
    except OSError as error:
        raise UsageError(f"cannot listen at {host}, port {port}: {error.strerror or error}") from None
    return listening
