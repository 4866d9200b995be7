"""Adapter of MedQuAD: questions and answers of US health institutes, an XML file for each topic.

A file is `<Document id source url>` with `<QAPairs>` of `<QAPair>`, each a `<Question qid qtype>` and an
`<Answer>`. Give one file, a folder of them, or the folder of all collections. Ben Abacha and Demner-Fushman,
A Question-Entailment Approach to Question Answering, BMC Bioinformatics 2019; github.com/abachaa/MedQuAD.

The answer becomes the reference, with its runs of white space as single spaces. A `qid` is unique in its
collection only, so a case is "COLLECTION/QID", where the collection is the name of the file's folder.
`source` and `qtype` become tags. Pairs without an answer make no case: three collections have theirs removed
for copyright, and nothing would be scored. Not carried over: focus, synonyms and UMLS codes.

A file with a document type is refused, so no entity is ever expanded or fetched.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from evals.adapter_checker import tagged
from evals.case import Case
from evals.reading import Fault, Place, Reading, Row, read_rows
from evals.rows import text

_LINE = "line of the start tag"


def is_medquad(source: Path, _: Mapping[str, object] | None) -> bool:
    """Whether a file is an XML document with QAPairs, or the first XML file of a folder is."""
    file = source if source.is_file() else next(iter(_files(source)), None)
    if file is None:
        return False
    with file.open("rb") as opened:
        start = opened.read(65536).removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") and b"<Document" in start and b"<QAPair" in start


def read_medquad(source: Path) -> Reading:
    """Cases of a file, or of all XML files under a folder in order of their paths."""
    for file in [source] if source.is_file() else _files(source):
        for row in _pairs(file):
            if isinstance(row, Fault):
                yield row
            else:
                yield from read_rows([row], Case, lambda case, _: case)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.xml"))


def _pairs(file: Path) -> Iterator[Row | Fault]:
    """The pairs with an answer, as the content of cases."""
    root = _tree(file)
    if isinstance(root, Fault):
        yield root
        return
    for pair in root.iter("QAPair"):
        place = Place(file=file, line=int(pair.attrib[_LINE]))
        question, answer = pair.find("Question"), " ".join((pair.findtext("Answer") or "").split())
        if question is None or not (question.text or "").strip() or not question.get("qid"):
            yield Fault(place=place, field="Question", what="needs a text and a qid.")
        elif answer:
            yield Row(
                place=place,
                content={
                    "id": f"{file.resolve().parent.name}/{question.get('qid')}",
                    "question": " ".join((question.text or "").split()),
                    "reference": answer,
                    "tags": tagged(source=root.get("source"), qtype=question.get("qtype")),
                },
            )


def _tree(file: Path) -> Element | Fault:
    """The root element; every element carries the line of its start tag."""
    builder, parser = TreeBuilder(), expat.ParserCreate("utf-8")  # whatever the file declares
    parser.buffer_text = True

    def start(tag: str, attributes: dict[str, str]) -> None:
        builder.start(tag, {**attributes, _LINE: str(parser.CurrentLineNumber)})

    def doctype(*_: object) -> None:
        raise _Doctype

    parser.StartElementHandler = start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(text(file).encode(), True)
    except expat.ExpatError as error:
        place = Place(file=file, line=error.lineno)
        return Fault(place=place, what=f"is not XML ({expat.ErrorString(error.code)}).")
    except _Doctype:
        what = "has a document type, which could define entities. Remove the DOCTYPE."
        return Fault(place=Place(file=file, line=parser.CurrentLineNumber), what=what)
    return builder.close()


class _Doctype(Exception):
    """A document type declaration was met."""
