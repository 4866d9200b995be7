"""concordant serve: the HTTP service on one machine."""

# ruff: noqa: PLC0415  (imports wait inside the commands, so that help is instant)

import socket
from typing import Annotated

import typer

from api.errors import BadInput, NotReady


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; default CONCORDANT_HOST.")] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Port to listen on, 0 for any; default CONCORDANT_PORT."),
    ] = None,
) -> None:
    """Serve answers over HTTP until interrupted."""
    import uvicorn

    import ingest.offline  # noqa: F401
    from api import engine as engines
    from api.app import create_app
    from api.logs import configure
    from api.probes import readiness
    from api.settings import load_settings

    settings = load_settings()
    configure(settings)
    engine = engines.open_engine(settings)
    try:
        readiness(engine)
    except NotReady as problem:
        typer.echo(f"Not ready to answer: {problem}", err=True)
    listener = _listen(host or settings.host, settings.port if port is None else port)
    address, taken = listener.getsockname()[:2]
    typer.echo(
        f"Concordant listens on http://{address}:{taken} (routes at /docs, ready at /readyz).", err=True
    )
    if not address.startswith("127.") and address != "::1":
        typer.echo("Anyone who reaches this address can ask: this version has no access control.", err=True)
    config = uvicorn.Config(
        create_app(settings, engine), access_log=False, log_config=None, server_header=False, lifespan="on"
    )
    uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise BadInput(
            f"Can't listen on {host}:{port}: {error.strerror or error}. Choose with --host and --port."
        ) from error
