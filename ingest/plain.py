"""Plain: Markdown as the words a reader sees, without markup, reference marks or line breaks."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

# html stays off: "p<0.05 and q>0.1" must not be taken for a tag.
_INLINE = MarkdownIt("commonmark", {"html": False})
_MARKUP = re.compile(r"[\\`*_\[\]!<&]")
_REFERENCES = re.compile(r"\s*\[\s*(?:\[\d+\]\(#[^)\s]*\)[\s,;\-–]*)+\]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# A ">" before a number is a comparison ("> 5 cm"), whatever Markdown makes of it.
_QUOTE_MARK = re.compile(r"(?<=[\r\n])(?:>[ \t]?)+(?![ \t]*[\d=.])")
_STAR_ALLELE = re.compile(r"(?<=\w)\*(?=\d)")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_NOT_LINE_END = re.compile(r"[^\r\n]")


def plain(markdown: str) -> str:
    """The words of a paragraph, list item, heading or cell on one line.

    Markup, comments and linked reference marks such as `[[1](#cit/section_1.1)]` are taken out;
    the words of links and images stay. White space is folded.
    """
    text = _REFERENCES.sub("", blanked(markdown))
    if _MARKUP.search(text):
        # "CYP2D6*4 and UGT1A1*28" is not emphasis, and none runs over a blank line.
        blocks = _BLANK_LINE.split(_STAR_ALLELE.sub(r"\\*", text))
        text = " ".join(_words(_INLINE.parseInline(block)) for block in blocks)
    return " ".join(text.split())


def blanked(markdown: str) -> str:
    """The same text with comments and block quote marks turned into spaces, so that offsets stay."""
    text = markdown
    if "<!--" in text:
        text = _COMMENT.sub(lambda comment: _NOT_LINE_END.sub(" ", comment[0]), text)
    if ">" in text:
        text = _QUOTE_MARK.sub(lambda marks: " " * len(marks[0]), text)
    return text


def _words(tokens: Sequence[Token]) -> str:
    words: list[str] = []
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            words.append(" ")
        elif token.type == "image":
            words.append(f" {_words(token.children or ())} ")
        elif token.children:
            words.append(_words(token.children))
        else:
            words.append(token.content)
    return "".join(words)
