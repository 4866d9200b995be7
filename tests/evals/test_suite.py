"""Suites in the project's own format: what is read, and what is said of what can't be."""

import json
from itertools import product
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from evals.case import Case, Task
from evals.errors import CaseUnknown, SuiteUnreadable
from evals.suite import SHIPPED, Suite, joined, read_suite, shipped_suites
from evals.suite_schema import schema
from tests.evals.files import complaint, line, written
from tests.steps import steps

DRAFT = {"text": "Give it.", "outcome": "pass"}


def own(folder: Path, *lines: str) -> Path:
    return written(folder, {"s.jsonl": "\n".join(lines) + "\n"}) / "s.jsonl"


def test_every_field_of_a_case_is_read(tmp_path: Path) -> None:
    full = {
        "id": "a", "question": "And then?", "history": [{"role": "user", "content": "Hi"}], "reference": "r",
        "must": ["m"], "must_not": ["n"], "gold": [{"passage": "g:p", "grade": 2, "same": "one"}],
        "behaviour": "clarify", "facts": {"x": None, "y": True, "z": 3, "l": ["a"]}, "asks_for": ["w"],
        "draft": {**DRAFT, "sentences": [{"text": "Give it.", "verdicts": ["supported", "neutral"]}]},
        "document": "d.md", "guidelines": ["g"], "tags": ["t:1"],
    }  # fmt: skip
    (case,) = read_suite(own(tmp_path, json.dumps(full))).cases
    assert json.loads(case.model_dump_json(exclude_defaults=True)) == full
    assert Case.model_fields.keys() == full.keys()


def test_a_suite_is_named_for_its_file_and_keeps_the_order_of_its_lines(tmp_path: Path) -> None:
    suite = read_suite(own(tmp_path, *(line(id=id) for id in "cab")))
    assert (suite.name, [case.id for case in suite.cases]) == ("s", ["c", "a", "b"])


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + line().encode() + b"\n",
        line().encode() + b"\r\n\r\n",
        b"\n\n  " + line().encode(),
        line().encode(),
    ],
    ids=["byte order mark", "CRLF", "blank lines", "no line feed at the end"],
)
def test_what_editors_add_makes_no_difference(tmp_path: Path, content: bytes) -> None:
    marked = read_suite(written(tmp_path, {"s.jsonl": content}) / "s.jsonl")
    assert marked.cases == (Case(id="a", question="What is given?"),)


def test_a_separator_of_lines_within_a_text_ends_no_line(tmp_path: Path) -> None:
    text = "one\u2028two\u0085three\x0cfour\rfive"
    (case,) = read_suite(own(tmp_path, line(question=text))).cases
    assert case.question == text


def test_a_line_of_ten_megabytes_is_read_without_looking_at_each_letter(tmp_path: Path) -> None:
    short, long = (own(tmp_path / str(size), line(reference="x" * size)) for size in (1, 10_000_000))
    assert read_suite(long).cases[0].reference == "x" * 10_000_000
    assert steps(lambda: read_suite(long)) < 2 * steps(lambda: read_suite(short))


@pytest.mark.parametrize("content", ["", "\n", " \n\t\n", "\ufeff"])
def test_a_suite_without_a_case_is_refused(tmp_path: Path, content: str) -> None:
    said = complaint(written(tmp_path, {"s.jsonl": content}) / "s.jsonl")
    assert said == "s.jsonl holds no case. A suite needs at least one."


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"behavior": "answer"}, 'behavior: is not a field of this format. Did you mean "behaviour"?'),
        ({"gold": [{"passge": "x"}]}, "gold.0.passge: is not a field of this format. Did you mean"),
        ({"gold": [{"passage": "x", "grade": "two"}]}, "gold.0.grade: has to be a whole number, not 'two'."),
        ({"gold": [{"passage": "x", "grade": 0}]}, "gold.0.grade: has to be greater than or equal to 1"),
        ({"gold": [{}]}, "gold.0: give a passage, a document, or a document with a quote."),
        ({"question": None}, "question: has to be text"),
        ({"question": ""}, "question: is empty; it needs some text."),
        ({"id": 1}, "id: has to be text, not 1."),
        ({"must": "one fact"}, "must: has to be a list, not 'one fact'."),
        ({"must": ["one", 2]}, "must.1: has to be text, not 2."),
        ({"behaviour": "refuse"}, "behaviour: has to be 'answer', 'clarify' or 'abstain', not 'refuse'."),
        ({"facts": {"x": {"y": 1}}}, "facts.x: has to be text, true or false, a number or a list of texts"),
        ({"history": "hello"}, "history: has to be a list, not 'hello'."),
        ({"history": [{"role": "user"}]}, "history.0.content: is missing; it has to be there."),
        ({"history": [{"role": "system", "content": "x"}]}, "history: message 0 has the role 'system'"),
        ({"draft": {"text": "t"}}, "draft.outcome: is missing; it has to be there."),
        ({"draft": {**DRAFT, "outcome": "blocked"}}, "draft.outcome: has to be 'pass' or 'block'"),
        (
            {"draft": {**DRAFT, "sentences": [{"text": "Take it.", "verdicts": ["neutral"]}]}},
            "draft: the sentence 'Take it.' is not in the draft.",
        ),
        (
            {"draft": {**DRAFT, "sentences": [{"text": "Give it.", "verdicts": ["suported"]}]}},
            "draft.sentences.0.verdicts.0: has to be 'supported', ",
        ),
        (
            {"draft": {**DRAFT, "sentences": [{"text": "Give it.", "verdicts": []}]}},
            "draft.sentences.0.verdicts: is empty; it needs at least one item.",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_line_and_field(tmp_path: Path, fields: dict[str, object], said: str) -> None:
    told = complaint(own(tmp_path, line(id="sound"), "", line(**fields)))
    assert told.startswith(f"s.jsonl:3: {said}")
    assert "\n" not in told  # one fault, told once


def test_a_missing_field_is_told(tmp_path: Path) -> None:
    assert complaint(own(tmp_path, '{"id": "a"}')) == "s.jsonl:1: question: is missing; it has to be there."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"id": "a"', "is not JSON"),
        ("id,question", "is not JSON"),
        ("5", "has to be a JSON object, not int."),
        ('["a"]', "has to be a JSON object, not list."),
        ("[" * 100_000, "is nested too deeply."),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "is nested too deeply."),
        ('{"id": "a", "id": "b"}', "id: stands twice in one object; keep one."),
        ('{"id": "a", "question": "q", "facts": {"x": NaN}}', "facts.x: has to be a number that is finite"),
        ('{"id": "a", "question": "q", "facts": {"x": 1e999}}', "facts.x: has to be a number that is finite"),
        ('{"id": "a", "question": "q", "facts": {"x": ' + "9" * 5_000 + "}}", "a number has 5000 digits"),
        ('{"id": "a", "question": "\\ud800"}', "question: holds half of a character"),
        ("\x00", "is not JSON"),
    ],
    ids=lambda text: text[:24],
)
def test_a_line_that_is_no_usable_json_is_told(tmp_path: Path, text: str, said: str) -> None:
    assert complaint(own(tmp_path, line(id="sound"), text)).startswith(f"s.jsonl:2: {said}")


@pytest.mark.parametrize("content", [line().encode("utf-16"), b"\xff\xfe", line().encode() + b"\n\xe9"])
def test_another_encoding_is_told_with_its_line(tmp_path: Path, content: bytes) -> None:
    said = complaint(written(tmp_path, {"s.jsonl": content}) / "s.jsonl")
    assert said.startswith(f"s.jsonl:{1 + content.startswith(b'{')}: byte ")
    assert said.endswith("is not UTF-8. Save as UTF-8.")


@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_of_cases_is_told_apart_from_json_lines(tmp_path: Path, indent: int | None) -> None:
    whole = json.dumps([json.loads(line())], indent=indent)
    assert "is one JSON document" in complaint(own(tmp_path, whole))


def test_every_repeated_id_is_told_with_the_first_place(tmp_path: Path) -> None:
    assert complaint(own(tmp_path, line(), line(id="b"), line(), line())).splitlines() == [
        f"s.jsonl:{number}: id: 'a' already stands at s.jsonl:1. Rename one of the two." for number in (3, 4)
    ]


def test_all_faults_are_told_at_once_up_to_twenty(tmp_path: Path) -> None:
    said = complaint(own(tmp_path, *(["{"] * 25), line(), line())).splitlines()
    assert [each.split(": ")[0] for each in said[:20]] == [f"s.jsonl:{number}" for number in range(1, 21)]
    assert said[20:] == ["... and 6 more."]


def test_an_unknown_format_is_told_with_the_choices(tmp_path: Path) -> None:
    said = complaint(own(tmp_path, line()), format="concordent")
    assert "Unknown format 'concordent'" in said
    assert 'Did you mean "concordant"?' in said
    assert "beir" in said


def test_a_suite_that_is_not_there_is_told_with_those_that_ship() -> None:
    with pytest.raises(SuiteUnreadable, match='Did you mean "breast_recurrence".*Shipped: breast_recurrence'):
        read_suite("breast_recurence")


def test_a_shipped_suite_is_read_by_its_name() -> None:
    assert {name: read_suite(name).name for name in shipped_suites()} == {
        file.stem: file.stem for file in SHIPPED.glob("*.jsonl")
    }


def test_the_hash_is_of_the_cases_and_not_of_how_they_are_written(tmp_path: Path) -> None:
    one = read_suite(own(tmp_path / "1", line(id="a"), line(id="b", must=["m"])))
    other = own(tmp_path / "2", '{"must":["m"],"tags":[],"question":"What is given?","id":"b"}', line(id="a"))
    assert read_suite(other).hash == one.hash


def test_any_change_of_a_case_changes_the_hash(tmp_path: Path) -> None:
    lines = [line(), line(must=["m"]), line(must=["m "]), line(must_not=["m"]), line(facts={"x": None})]
    suites = [read_suite(own(tmp_path / str(n), text)) for n, text in enumerate(lines)]
    assert len({suite.hash for suite in suites}) == len(lines)


def tagged() -> Suite:
    cases = [
        Case(id=f"{half}-{kind}", question="q", tags=(f"half:{half}", f"kind:{kind}", "probe"))
        for half, kind in product(("build", "measure"), ("lay", "typo", "trap"))
    ]
    return Suite("s", tuple(cases))


def test_tags_of_one_word_are_alternatives_and_others_have_to_be_there() -> None:
    kept = tagged().only(tags=["half:build", "kind:lay", "kind:typo", "probe"])
    assert [case.id for case in kept.cases] == ["build-lay", "build-typo"]


def test_cases_are_kept_by_id() -> None:
    assert [case.id for case in tagged().only(ids=["measure-lay"]).cases] == ["measure-lay"]
    assert tagged().only() == tagged()


@pytest.mark.parametrize(
    ("tags", "ids", "said"),
    [
        (["kind:lai"], [], "No case has the tag 'kind:lai'. Did you mean \"kind:lay\"?"),
        ([], ["build-lai"], "No case has the id 'build-lai'."),
        (["half:build"], ["measure-lay"], "No case of s has all of these at once: half:build, measure-lay."),
    ],
)
def test_a_filter_that_no_case_passes_is_told(tags: list[str], ids: list[str], said: str) -> None:
    with pytest.raises(CaseUnknown) as caught:
        tagged().only(tags=tags, ids=ids)
    assert str(caught.value).startswith(said)


def test_joined_suites_keep_their_order_and_share_no_id() -> None:
    one, two = Suite("one", (Case(id="a", question="q"),)), Suite("two", (Case(id="b", question="q"),))
    assert (joined([two, one]).name, [case.id for case in joined([two, one]).cases]) == (
        "two+one",
        ["b", "a"],
    )
    with pytest.raises(SuiteUnreadable, match="'a' stands in one and in three"):
        joined([one, Suite("three", one.cases)])


@pytest.mark.parametrize(
    ("fields", "tasks"),
    [
        ({}, set()),
        ({"must": ["m"]}, {Task.ANSWER}),
        ({"facts": {"x": None}}, {Task.ANSWER}),
        ({"draft": DRAFT}, {Task.CHECK}),
        ({"gold": [{"passage": "g:p"}]}, {Task.RETRIEVE}),
        ({"behaviour": "abstain"}, {Task.ANSWER, Task.RETRIEVE}),
    ],
)
def test_a_case_asks_for_what_its_expectations_need(fields: dict[str, object], tasks: set[Task]) -> None:
    assert set(Case.model_validate({"id": "a", "question": "q", **fields}).tasks) == tasks


def test_the_schema_on_file_is_that_of_the_code() -> None:
    assert (SHIPPED.parent / "suite.schema.json").read_text("utf-8") == schema()


def test_the_schema_takes_what_is_shipped_and_refuses_what_the_reader_does() -> None:
    validator = Draft202012Validator(json.loads(schema()))
    shipped = [json.loads(row) for file in SHIPPED.glob("*.jsonl") for row in file.open(encoding="utf-8")]
    assert [case["id"] for case in shipped if not validator.is_valid(case)] == []
    for wrong in ({"behavior": "answer"}, {"gold": [{"passage": "x", "grade": 0}]}, {"must": [""]}):
        assert not validator.is_valid(json.loads(line(**wrong)))
