"""MiniLM: the embedding model that comes along, exported once to ONNX and run without torch.

Importing sentence-transformers takes seconds, and running a query through it longer than through
onnxruntime. So the first use exports the model into the data home; every later one reads the export.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

import ingest.offline  # noqa: F401  (before the libraries that read these switches)
from ingest.errors import ExportFailed

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]
    from tokenizers import Tokenizer

NAME = "all-MiniLM-L6-v2"
WIDTH = 384
TOKENS = 256
"""The model was trained on this many tokens; sentence-transformers cuts there too."""
EXPORTER = Path(__file__).with_name("onnx_export.py")
BATCH = 16
"""Texts a batch. More was slower on two cores: the working set leaves the cache."""


class MiniLM:
    """all-MiniLM-L6-v2 on onnxruntime. `weights` is the model's folder, `models` where exports are kept."""

    name = NAME

    def __init__(self, *, weights: Path, models: Path) -> None:
        self._weights = weights
        self._models = models
        self._loaded: tuple[Tokenizer, InferenceSession] | None = None
        self._loading = Lock()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of unit length (n x 384). Batches hold texts of like length; order is kept."""
        tokenizer, session = self._load()
        vectors = np.empty((len(texts), WIDTH), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for first in range(0, len(texts), BATCH):
            batch = by_length[first : first + BATCH]
            encoded = tokenizer.encode_batch([texts[i] for i in batch])
            inputs = {
                "input_ids": np.array([one.ids for one in encoded], dtype=np.int64),
                "attention_mask": np.array([one.attention_mask for one in encoded], dtype=np.int64),
            }
            vectors[batch] = session.run(None, inputs)[0]
        return vectors

    def _load(self) -> "tuple[Tokenizer, InferenceSession]":
        with self._loading:
            if self._loaded is None:
                self._loaded = (self._tokenizer(), self._session())
            return self._loaded

    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer  # noqa: PLC0415  (only where something is embedded)

        tokenizer = Tokenizer.from_file(str(self._weights / "tokenizer.json"))
        tokenizer.enable_truncation(TOKENS)
        tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")
        return tokenizer

    def _session(self) -> "InferenceSession":
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415  (only where something is embedded)

        options = SessionOptions()
        options.intra_op_num_threads = min(4, os.cpu_count() or 1)
        options.log_severity_level = 3
        # Threads that spin while they wait take the cores from the rest of an answer.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return InferenceSession(str(self.exported()), options, providers=["CPUExecutionProvider"])

    def exported(self) -> Path:
        """The exported model; made on first use, in a draft renamed once whole. Raises ExportFailed."""
        target = self._models / f"{NAME}-{_fingerprint(self._weights)}.onnx"
        if not target.exists():
            self._models.mkdir(parents=True, exist_ok=True)
            draft = target.with_suffix(f".{os.getpid()}.draft")
            _export_apart(self._weights, draft)
            draft.replace(target)
        return target


def _export_apart(weights: Path, target: Path) -> None:
    """Export in a process of its own, so that this one never holds torch. Raises ExportFailed."""
    # -P: the script's folder must not shadow packages such as `markdown`.
    command = [sys.executable, "-P", str(EXPORTER), str(weights), str(target)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        target.unlink(missing_ok=True)
        why = (run.stderr.strip().splitlines() or [f"exit code {run.returncode}"])[-1]
        raise ExportFailed(name=NAME, why=why)


def _fingerprint(weights: Path) -> str:
    """Tells weights apart by size and configuration: reading 90 MB at each start would take too long."""
    parts = (
        (weights / "config.json").read_bytes(),
        str((weights / "model.safetensors").stat().st_size).encode(),
        str(TOKENS).encode(),
    )
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
