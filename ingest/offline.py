"""Offline: the environment that keeps every library from calling home. Import this before any of them.

What a clinician types is patient data, so tracing and telemetry are switched off whatever the
environment says. The model hub is off unless the environment allows it, since someone who names
another embedding model may have to fetch it once.
"""

import os

_SILENCED = {
    "ANONYMIZED_TELEMETRY": "False",
    "CHROMA_OTEL_COLLECTION_ENDPOINT": "",
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
}
_OFF_UNLESS_ALLOWED = {
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_OFFLINE": "1",
}


def go_offline() -> None:
    """Set the switches in `os.environ`; calling it again changes nothing."""
    os.environ.update(_SILENCED)
    for name, value in _OFF_UNLESS_ALLOWED.items():
        os.environ.setdefault(name, value)


go_offline()
