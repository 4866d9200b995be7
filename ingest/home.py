"""Home: the folder that holds what an installation has learned: the record, the index, exported models."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Home:
    """The data home. Everything under it but the record can be made again from the record."""

    path: Path

    @property
    def record(self) -> Path:
        """The SQLite file that is the truth."""
        return self.path / "record.sqlite3"

    @property
    def index(self) -> Path:
        """The folder of vector indexes, of which one is current."""
        return self.path / "index"

    @property
    def models(self) -> Path:
        """The folder of embedding models exported to ONNX."""
        return self.path / "models"

    @property
    def lock(self) -> Path:
        """The file that the one writer holds locked."""
        return self.path / "writer.lock"

    @property
    def writer(self) -> Path:
        """The file in which the one writer names itself."""
        return self.path / "writer.json"

    def create(self) -> "Home":
        """Make the folder if it is not there, and return this home."""
        self.path.mkdir(parents=True, exist_ok=True)
        return self
