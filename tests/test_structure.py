"""The shape of the repository: names, sizes, boundaries and what the wheel carries."""

import importlib
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from setuptools import build_meta

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES: list[str] = PROJECT["tool"]["setuptools"]["packages"]
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "shared", "lib"}
HEAVY = {
    "chromadb",
    "langchain",
    "langchain_core",
    "langchain_chroma",
    "torch",
    "transformers",
    "onnxruntime",
}


def tracked(*patterns: str) -> list[str]:
    """Names of files that git tracks and that exist, by pathspecs."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


@pytest.mark.parametrize("package", PACKAGES)
def test_each_top_level_name_resolves_inside_the_repository(package: str) -> None:
    module = importlib.import_module(package)
    assert module.__file__ is not None
    assert Path(module.__file__).parent == ROOT / package


def test_the_package_list_matches_the_folders() -> None:
    folders = {Path(name).parent.as_posix().replace("/", ".") for name in tracked("*/__init__.py")}
    assert {name for name in folders if name.split(".")[0] != "tests"} == set(PACKAGES)


def test_the_tools_check_the_same_packages() -> None:
    assert PROJECT["tool"]["mypy"]["packages"] == PACKAGES
    assert PROJECT["tool"]["importlinter"]["root_packages"] == PACKAGES


@pytest.mark.parametrize("module", tracked("*.py"))
def test_a_module_is_short_and_named_for_what_it_holds(module: str) -> None:
    lines = (ROOT / module).read_text(encoding="utf-8").count("\n")
    assert lines < 400, f"{module} has {lines} lines: give one of its nouns a file of its own"
    assert not VAGUE & {Path(module).stem, *Path(module).parts}, (
        f"{module}: name it for the noun that it holds"
    )


def test_the_rule_core_loads_without_models_or_a_vector_store() -> None:
    code = (
        "import importlib, pathlib, sys\n"
        "for path in pathlib.Path('rules').glob('*.py'): importlib.import_module(f'rules.{path.stem}')\n"
        f"print(*sorted({HEAVY!r} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names in the wheel, built from a copy of the tracked files by the pinned build backend."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in tracked("pyproject.toml", "README.md", "LICENSE", *PACKAGES):
        copy = source / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((ROOT / name).read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(source)
        built = build_meta.build_wheel(str(folder))
    return set(ZipFile(folder / built).namelist())


def test_the_wheel_carries_every_file_of_the_packages(wheel: set[str]) -> None:
    assert set(tracked(*PACKAGES)) <= wheel


def test_the_wheel_carries_no_tests(wheel: set[str]) -> None:
    assert not [name for name in wheel if name.split("/")[0] not in {*PACKAGES} and ".dist-info/" not in name]


def test_every_pin_is_exact_and_none_asks_for_a_gpu() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line.split("#")[0].strip() for line in lines if line.strip() and not line.startswith("#")]
    assert all(pin.count("==") == 1 for pin in pins)
    assert not [pin for pin in pins if pin.startswith(("nvidia", "cuda", "triton", "-"))]


def test_every_direct_dependency_is_locked() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    wanted = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dev"]
    names = [dependency.split("=")[0].split(">")[0].strip().lower() for dependency in wanted]
    assert [name for name in names if f"\n{name}==" not in lock] == []
