"""The README says what is true: its settings, its commands, its example."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(start: str) -> list[str]:
    """Indented or fenced code of the README that begins with `start`."""
    return [block for block in re.findall(r"```\w*\n(.*?)```", README, re.DOTALL) if block.startswith(start)]


def test_the_table_of_settings_is_the_settings() -> None:
    told = re.findall(rf"^\| `{PREFIX}(\w+)` \| (?:`([^`]*)`)", README, re.MULTILINE)
    assert told == [(name.upper(), str(field.default)) for name, field in Settings.model_fields.items()]


def test_the_make_targets_are_there() -> None:
    targets = set(
        re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert set(re.findall(r"make ([a-z]+)", "".join(blocks("make")))) <= targets


def test_the_commands_are_there() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "api.cli", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told = re.findall(r"^concordant (\w+)", "".join(blocks("concordant")), re.MULTILINE)
    assert told
    assert [command for command in told if command not in run.stdout] == []


@pytest.mark.slow
def test_the_example_is_what_the_command_prints(home: Path) -> None:
    """Lines of the example stand in the true output, in this order; `[...]` leaves lines out."""
    command, _, shown = blocks("$ concordant ask")[0].partition("\n")
    question = command.partition('"')[2].rstrip('"')
    run = subprocess.run(
        [sys.executable, "-m", "api.cli", "ask", question],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"CONCORDANT_HOME": str(home)},
    )
    printed = iter(run.stdout.splitlines())
    wanted = [line for line in shown.splitlines() if line.strip() and line.strip() != "[...]"]
    assert [line for line in wanted if line not in printed] == []
