"""Document corpus: a folder of plain Markdown documents as a corpus that questions are asked over."""

import hashlib
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.pack import Pack
from evals.documents import unnamed
from evals.errors import DocumentsUnreadable

if TYPE_CHECKING:
    from ingest.home import Home

_HEADING = re.compile(r"^# +(?P<title>.+?)[ #]*$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def corpus_home(source: Path, *, home: Path, embedder: str | None = "default") -> Path:
    """The data home, below `home`, that holds the documents of `source` and nothing else, indexed.

    `source` is a folder, of which every Markdown file directly in it counts, or a folder with a pattern of
    file names behind it ("guidelines/*-hp-*.md"). Each document is a guideline whose id is the stem of its
    file; its title is its first heading of level one. The first time embeds every passage, which takes long
    for many documents; then only what has changed. `embedder` None embeds nothing, which is enough for a
    search by words alone. Raises DocumentsUnreadable.
    """
    from ingest.embedder import load_embedder  # noqa: PLC0415  (numpy, chromadb)
    from ingest.home import Home  # noqa: PLC0415
    from ingest.pipeline import hold_only  # noqa: PLC0415

    packs = [_pack(file) for file in corpus_files(source)]
    place = hashlib.sha256(str(source.resolve()).encode()).hexdigest()[:12]
    own = home / "evals" / "corpora" / place
    model = load_embedder(embedder, Home(home)) if embedder is not None else None
    hold_only(packs, home=Home(own), embedder=model)
    _share_models(Home(home), Home(own))
    return own


def corpus_files(source: Path) -> tuple[Path, ...]:
    """The Markdown files of a folder, or of a folder and a pattern, in order of name.

    Raises DocumentsUnreadable where there are none.
    """
    folder, pattern = (source, "*.md") if source.is_dir() else (source.parent, source.name)
    found = tuple(file for file in sorted(folder.glob(pattern)) if file.suffix == ".md" and file.is_file())
    if not found:
        raise DocumentsUnreadable(
            f"There are no Markdown documents at {source}. Give a folder of .md files, or such a folder "
            "with a pattern behind it, such as 'guidelines/*-adult-*.md'."
        )
    return found


def _share_models(home: "Home", own: "Home") -> None:
    """Let the corpus use the exported models of the data home it lies in, where links can be made."""
    with suppress(OSError):
        home.models.mkdir(parents=True, exist_ok=True)
        if not own.models.exists():
            own.models.symlink_to(home.models.resolve(), target_is_directory=True)


def _pack(file: Path) -> Pack:
    try:
        document = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentsUnreadable(f"{file} can't be read: {error}. Save it as UTF-8 text.") from error
    front = _FRONT_MATTER.match(document)
    text = document[front.end() :] if front else document
    heading = _HEADING.search(text)
    guideline = unnamed(file.name, title=heading["title"] if heading else None)
    return Pack(guideline=guideline, folder=file.parent, source=file, document=document, text=text)
