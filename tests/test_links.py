"""Every link in the Markdown pages leads somewhere: to a file, a heading in it, or a well-formed address."""

import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[1]


def tracked(pattern: str) -> list[Path]:
    """Files that git tracks and that exist, by pathspec."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", pattern], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def tokens(page: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))


def links(page: Path) -> list[str]:
    """Targets of all links and images of a page."""
    inline = [child for token in tokens(page) for child in token.children or ()]
    return [str(token.attrs[name]) for token in inline for name in ("href", "src") if name in token.attrs]


def anchors(page: Path) -> set[str]:
    """The anchors that code hosts give to the headings of a page."""
    parsed = tokens(page)
    headings = [parsed[n + 1].content for n, token in enumerate(parsed) if token.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def fault(page: Path, link: str) -> str | None:
    """Why a link leads nowhere, or None."""
    parts = urlsplit(link)
    if parts.scheme:
        return None if parts.scheme == "https" and "." in parts.netloc else "not a well-formed https address"
    target = (page.parent / parts.path).resolve() if parts.path else page
    if not target.is_relative_to(ROOT) or not target.exists():
        return "no such file in the repository"
    if parts.fragment and parts.fragment not in anchors(target):
        return f"no such heading; there are: {', '.join(sorted(anchors(target)))}"
    return None


@pytest.mark.parametrize("page", tracked("*.md"), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    faults = {link: why for link in links(page) if (why := fault(page, link))}
    assert not faults


def test_a_link_to_nowhere_is_told(tmp_path: Path) -> None:
    assert fault(ROOT / "README.md", "docs/absent.md") == "no such file in the repository"
    assert fault(ROOT / "README.md", "http://example.org") == "not a well-formed https address"
    assert "no such heading" in (fault(ROOT / "README.md", "#absent") or "")
