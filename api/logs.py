"""Logs: one line an event, on standard error, never with the text of a question."""

import logging

from api.settings import Settings

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def configure(settings: Settings) -> None:
    """Send our messages to standard error from `settings.log_level` on, libraries' from WARNING on."""
    logging.basicConfig(format=FORMAT, level=logging.WARNING)
    logging.getLogger("concordant").setLevel(settings.logging_level)
