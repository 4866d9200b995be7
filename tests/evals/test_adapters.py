"""Suites in formats of others: what each becomes, and what is said of what can't be read."""

import json
from collections import Counter
from pathlib import Path

import pytest

from evals.adapter_trec import read_run_file
from evals.case import Behaviour, Case, Gold, Outcome
from evals.errors import SuiteUnreadable
from evals.formats import FORMATS, recognised
from evals.suite import read_suite
from rules.verdict import Verdict
from tests.evals.files import SHARED, complaint, written

QUERIES = '{"_id": "1", "text": "What?", "metadata": {}}\n{"_id": "2", "text": "How?"}\n'
KQA = {"Question": "What?", "Free_form_answer": "This.", "Must_have": ["It is this."], "Nice_to_have": ["x"]}
SINGLE = {"id": "s", "question": "q", "answer": "Give it.", "expected": "block", "label": "unsupported",
          "category": "order", "half": "build"}  # fmt: skip
PAIR = (
    '<QAPair pid="1"><Question qid="1-1" qtype="dose">How\n much?</Question>'
    "<Answer>Two \n of it.</Answer></QAPair>"
)
XML = '<Document id="1" source="NIH" url="u"><Focus>f</Focus><QAPairs>{}</QAPairs></Document>'
MEDQUAD = XML.format(PAIR)
needs_shared = pytest.mark.skipif(
    not (SHARED / "cases").is_dir(), reason="the folder shared does not lie beside the checkout"
)


def one(folder: Path, content: object, name: str = "s.jsonl") -> Case:
    """The only case of a file: of text, or of one JSON object."""
    text = content if isinstance(content, str) else json.dumps(content)
    (case,) = read_suite(written(folder, {name: text}) / name).cases
    return case


def beir(folder: Path, qrels: str, queries: str = QUERIES) -> Path:
    return written(folder, {"queries.jsonl": queries, "qrels/test.tsv": qrels})


def trec(folder: Path, qrels: str, topics: str = "1\tWhat?\n2\tHow?\n") -> Path:
    return written(folder, {"topics.tsv": topics, "qrels.txt": qrels})


# BEIR


def test_a_beir_folder_needs_no_corpus(tmp_path: Path) -> None:
    (case,) = read_suite(beir(tmp_path, "query-id\tcorpus-id\tscore\n2\td9\t2\n2\td8\t0\n")).cases
    assert (case.id, case.question, case.tags) == ("2", "How?", ("split:test",))
    assert case.gold == (Gold(document="d9", grade=2),)


def test_a_beir_document_that_is_a_passage_of_ours_is_gold_by_its_id(tmp_path: Path) -> None:
    (case,) = read_suite(beir(tmp_path, "1\tbreast_recurrence:her2\t1\n")).cases
    assert case.gold == (Gold(passage="breast_recurrence:her2"),)


def test_a_beir_question_of_two_splits_has_both_tags_and_the_higher_grade(tmp_path: Path) -> None:
    written(tmp_path, {"qrels/dev.tsv": "1\td\t2\n"})
    (case,) = read_suite(beir(tmp_path, "1\td\t1\n")).cases
    assert (case.tags, case.gold) == (("split:dev", "split:test"), (Gold(document="d", grade=2),))


def test_beir_judgements_of_unknown_questions_make_no_case(tmp_path: Path) -> None:
    suite = read_suite(beir(tmp_path, "1\td\t1\n9\td\t1\n"))
    assert [case.id for case in suite.cases] == ["1"]
    assert "holds no case" in complaint(beir(tmp_path, "9\td\t1\n"))


@pytest.mark.parametrize(
    "line", ["1\td", "1 d 1", "1\td\t1.0", "1\td\thigh", "1\td\t²", "1\td\t--1", "\td\t1"]
)
def test_a_beir_judgement_that_is_none_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    said = complaint(beir(tmp_path, f"1\td\t1\n{line}\n"))
    assert said == "qrels/test.tsv:2: is not query-id, corpus-id and score (whole), by tabs."


def test_a_beir_folder_without_judgements_is_told(tmp_path: Path) -> None:
    said = complaint(written(tmp_path, {"queries.jsonl": QUERIES, "qrels/README": "x"}))
    assert said == "qrels holds no .tsv file. BEIR keeps its judgements there."


def test_a_beir_question_without_text_is_told_with_its_line(tmp_path: Path) -> None:
    queries = QUERIES + '{"_id": 3, "text": ""}\n'
    assert complaint(beir(tmp_path, "1\td\t1\n", queries)).splitlines() == [
        "queries.jsonl:3: _id: has to be text, not 3.",
        "queries.jsonl:3: text: is empty; it needs some text.",
    ]


# TREC


@pytest.mark.parametrize(
    "topics",
    [
        "1\tWhat?\n2\tHow?\n",
        "1\tWhat?\r\n2\tHow?\r\n",
        "<top>\n<num> Number: 1\n<title> What?\n\n<desc> Description:\nx\n</top><top><num>2<title>How?</top>",
    ],
    ids=["tabs", "CRLF", "classic"],
)
def test_trec_topics_and_qrels_make_cases(tmp_path: Path, topics: str) -> None:
    one, two = read_suite(trec(tmp_path, "1 0 d 2\n1 0 e 0\n2 0 g:p 1\n7 0 d 1\n", topics)).cases
    assert (one.question, one.gold) == ("What?", (Gold(document="d", grade=2),))
    assert (two.question, two.gold) == ("How?", (Gold(passage="g:p"),))


def test_a_trec_topic_without_a_relevant_document_makes_no_case(tmp_path: Path) -> None:
    assert [case.id for case in read_suite(trec(tmp_path, "1 0 d 1\n2 0 d 0\n2 0 e -1\n")).cases] == ["1"]


def test_faults_of_qrels_are_told_with_their_lines(tmp_path: Path) -> None:
    said = complaint(trec(tmp_path, "1 0 d 1\n1 0 d\n1 0 e two\n1 0 e ²\n1 0 d 1\n")).splitlines()
    assert said[:3] == [f"qrels.txt:{n}: is not TOPIC ITERATION DOCUMENT RELEVANCE." for n in (2, 3, 4)]
    assert said[3] == "qrels.txt:5: judges d for topic 1 once more."


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        ("1\tWhat?\n2 How?\n", "topics.tsv:2: is not ID<TAB>TEXT."),
        ("1\tWhat?\n1\tHow?\n", "topics.tsv:2: id: '1' already stands at"),
        ("<top>\n<num> 1\n</top>", "topics.tsv:1: a <top> needs <num> and <title>."),
    ],
)
def test_faults_of_topics_are_told_with_their_lines(tmp_path: Path, topics: str, said: str) -> None:
    assert complaint(trec(tmp_path, "1 0 d 1\n", topics)).startswith(said)


def test_two_files_of_qrels_are_one_too_many(tmp_path: Path) -> None:
    written(tmp_path, {"more.txt": "1 0 d 1\n"})
    assert "needs one file of qrels, and holds more.txt, qrels.txt" in complaint(trec(tmp_path, "1 0 d 1\n"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("1 0 d 1\n", "holds TREC qrels without questions"),
        ("1\tWhat?\n", "holds TREC topics without judgements"),
        ("1 Q0 d 1 0.5 bm25\n", "is a TREC run: what a system found, not what was asked"),
    ],
)
def test_a_part_of_a_trec_suite_alone_is_told_apart(tmp_path: Path, content: str, said: str) -> None:
    assert said in complaint(written(tmp_path, {"x": content}) / "x")


def test_a_run_is_ranked_by_score_and_then_by_the_greater_id(tmp_path: Path) -> None:
    lines = ["1 Q0 a 1 0.5 t", "1 Q0 b 2 0.5 t", "1 Q0 c 3 0.9 t", "2 Q0 a 1 -1e3 t"]
    found = read_run_file(written(tmp_path, {"r": "\n".join(lines)}) / "r")
    assert {id: [each.passage_id for each in ranked] for id, ranked in found.items()} == {
        "1": ["c", "b", "a"],
        "2": ["a"],
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1 Q0 a 1", "is not TOPIC Q0 DOCUMENT RANK SCORE TAG."),
        ("1 Q0 b 1 best t", "is not TOPIC Q0 DOCUMENT RANK SCORE TAG."),
        ("1 Q0 b 1 nan t", "has the score nan, which ranks nothing."),
        ("1 Q0 a 2 0.4 t", "names a for 1 once more."),
    ],
)
def test_faults_of_a_run_are_told_with_their_lines(tmp_path: Path, line: str, said: str) -> None:
    file = written(tmp_path, {"r": f"1 Q0 a 1 0.5 t\n{line}\n"}) / "r"
    with pytest.raises(SuiteUnreadable) as caught:
        read_run_file(file)
    assert str(caught.value) == f"{file}:2: {said}"


def test_an_empty_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(SuiteUnreadable, match="is empty. Give a TREC run"):
        read_run_file(written(tmp_path, {"r": ""}) / "r")


# K-QA


def test_kqa_becomes_must_facts_and_a_reference(tmp_path: Path) -> None:
    case = one(tmp_path, KQA)
    assert (case.id, case.reference, case.must) == ("kqa-001", "This.", ("It is this.",))


def test_kqa_without_must_have_is_told_wherever_it_stands(tmp_path: Path) -> None:
    bare = json.dumps({name: value for name, value in KQA.items() if name != "Must_have"})
    for number, lines in ((1, [bare, json.dumps(KQA)]), (2, [json.dumps(KQA), bare])):
        said = complaint(written(tmp_path, {"k.jsonl": "\n".join(lines)}) / "k.jsonl")
        assert said == f"k.jsonl:{number}: Must_have: is missing; it has to be there."


def test_kqa_with_an_empty_must_have_expects_no_fact(tmp_path: Path) -> None:
    assert one(tmp_path, {**KQA, "Must_have": []}).must == ()


# MedQuAD


@pytest.mark.parametrize("mark", ["", "\ufeff", '<?xml version="1.0" encoding="UTF-8"?>\r\n'])
def test_medquad_answers_become_references(tmp_path: Path, mark: str) -> None:
    case = one(tmp_path / "NIH", mark + MEDQUAD, "1.xml")
    assert (case.id, case.question, case.reference) == ("NIH/1-1", "How much?", "Two of it.")
    assert case.tags == ("source:NIH", "qtype:dose")


def test_medquad_collections_are_read_in_order_of_their_paths(tmp_path: Path) -> None:
    files = {"b/1.xml": MEDQUAD, "a/2.xml": MEDQUAD, "a/readme.txt": "x"}
    assert [case.id for case in read_suite(written(tmp_path, files)).cases] == ["a/1-1", "b/1-1"]


def test_medquad_saved_as_utf_8_is_read_so_whatever_it_declares(tmp_path: Path) -> None:
    declared = f'<?xml version="1.0" encoding="ISO-8859-1"?>{MEDQUAD.replace("much", "müch")}'
    assert one(tmp_path, declared, "1.xml").question == "How müch?"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd">',
    ],
    ids=["expansion", "file", "address"],
)
def test_medquad_with_a_document_type_is_refused_and_nothing_is_expanded(
    tmp_path: Path, doctype: str
) -> None:
    text = f'<?xml version="1.0"?>\n{doctype}\n{MEDQUAD.replace("much", "&c;")}'
    said = complaint(written(tmp_path, {"1.xml": text}) / "1.xml")
    assert said == "1.xml:2: has a document type, which could define entities. Remove the DOCTYPE."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (MEDQUAD.replace("much", "&c;"), "is not XML (undefined entity)."),
        (MEDQUAD.removesuffix("</Document>"), "is not XML ("),
        (MEDQUAD.replace('qid="1-1"', ""), "Question: needs a text and a qid."),
        (MEDQUAD.replace("How\n much?", " "), "Question: needs a text and a qid."),
    ],
)
def test_faults_of_medquad_are_told_with_their_lines(tmp_path: Path, text: str, said: str) -> None:
    told = complaint(written(tmp_path, {"1.xml": text}) / "1.xml")
    assert told.partition(": ")[2].startswith(said)
    assert told.startswith("1.xml:")


def test_medquad_without_answers_makes_no_case(tmp_path: Path) -> None:
    text = XML.format(PAIR.replace("Two \n of it.", " ") + PAIR.replace("1-1", "1-2"))
    assert one(tmp_path, text, "1.xml").id.endswith("/1-2")


# SciFact and the cases of the folder `shared`


def test_scifact_claims_become_questions_with_their_abstracts(tmp_path: Path) -> None:
    evidence = {
        "4": [{"sentences": [1], "label": "SUPPORT"}],
        "5": [{"sentences": [0], "label": "CONTRADICT"}],
    }
    case = one(tmp_path, {"id": 7, "claim": "It works.", "evidence": evidence, "cited_doc_ids": [4, 5]})
    assert (case.id, case.question, case.gold) == (
        "7", "It works.", (Gold(document="4"), Gold(document="5"))
    )  # fmt: skip
    assert case.tags == ("evidence:contradict", "evidence:support")


def test_a_labelled_statement_becomes_a_draft(tmp_path: Path) -> None:
    case = one(tmp_path, {**SINGLE, "second_label": "contradicted"})
    assert case.draft is not None
    assert case.draft.outcome is Outcome.BLOCK
    assert case.draft.verdicts == (Verdict.UNSUPPORTED, Verdict.CONTRADICTED)
    assert case.tags == ("category:order", "label:unsupported", "half:build")


def test_a_draft_that_leaves_something_out_has_no_verdict_of_its_own(tmp_path: Path) -> None:
    case = one(tmp_path, {**SINGLE, "label": "missing"})
    assert case.draft is not None
    assert (case.draft.verdicts, "label:missing" in case.tags) == ((), True)


def test_a_labelled_statement_about_a_document_is_checked_against_it(tmp_path: Path) -> None:
    row = {**SINGLE, "doc": "d.md", "quote": "Two of it.", "quote2": "It is two.", "kind": "number"}
    case = one(tmp_path, {name: value for name, value in row.items() if name != "category"})
    assert case.document == "d.md"
    assert case.gold == tuple(Gold(document="d.md", quote=quote) for quote in ("Two of it.", "It is two."))


def test_a_fact_that_no_pack_can_read_is_kept_as_a_tag(tmp_path: Path) -> None:
    row = {"id": "q", "question": "q", "kind": "lay", "expect": "clarify", "must": ["Says that it asks."],
           "context": {"her2_status": "positive", "shoe_size": 44},
           "ask_for": ["menopausal_status", "mood"]}  # fmt: skip
    case = one(tmp_path, row)
    assert (case.behaviour, case.facts) == (Behaviour.CLARIFY, {"her2_status": "positive"})
    assert (case.asks_for, case.must) == (("menopausal_status",), ())
    assert set(case.tags) == {"kind:lay", "unread:shoe_size", "unread:ask_for", "unread:must"}


def test_quotes_that_are_equally_good_are_one_place(tmp_path: Path) -> None:
    row = {"id": "q", "question": "q", "doc": "d.md", "quotes": ["One."], "style": "s", "answer": "One.",
           "also": [{"doc": "e.md", "quote": "Two."}]}  # fmt: skip
    case = one(tmp_path, row)
    assert [(gold.document, gold.same) for gold in case.gold] == [("d.md", "answer"), ("e.md", "answer")]
    assert case.behaviour is Behaviour.ANSWER


def test_a_question_to_decline_is_to_be_declined(tmp_path: Path) -> None:
    assert one(tmp_path, {"id": "q", "question": "q", "kind": "near"}).behaviour is Behaviour.ABSTAIN


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"expected": "blocked"}, "expected: has to be 'pass' or 'block', not 'blocked'."),
        ({"label": "wrong"}, "label: has to be 'supported'"),
        ({"half": "both"}, "half: has to be 'build' or 'measure'"),
        ({"catgory": "x"}, 'catgory: is not a field of this format. Did you mean "category"?'),
        ({"answer": ""}, "answer: is empty; it needs some text."),
    ],
)
def test_faults_of_a_format_are_told_by_its_own_fields(
    tmp_path: Path, change: dict[str, str], said: str
) -> None:
    text = "\n".join(json.dumps(row) for row in (SINGLE, {**SINGLE, "id": "t", **change}))
    assert complaint(written(tmp_path, {"s.jsonl": text}) / "s.jsonl").startswith(f"s.jsonl:2: {said}")


def test_a_format_can_be_named_and_has_to_fit_file_or_folder(tmp_path: Path) -> None:
    file = written(tmp_path, {"s.jsonl": json.dumps(SINGLE)}) / "s.jsonl"
    assert read_suite(file, format="checker_single") == read_suite(file)
    assert "can't be read as beir" in complaint(file, format="beir")
    assert "category: is not a field" in complaint(file, format="concordant")


def test_a_folder_that_holds_no_suite_is_told_with_the_formats_of_folders(tmp_path: Path) -> None:
    said = complaint(tmp_path)
    assert all(name in said for name in ("holds no suite", "beir", "trec", "medquad"))


@needs_shared
@pytest.mark.parametrize(
    ("file", "format", "number"),
    [
        ("cases/checker_single.jsonl", "checker_single", 136),
        ("cases/checker_drafts.jsonl", "checker_drafts", 45),
        ("cases/questions.jsonl", "questions", 70),
        ("cases/grounding.jsonl", "grounding", 120),
        ("cases/pdq_questions.jsonl", "pdq_questions", 170),
        ("cases/pdq_unanswerable.jsonl", "pdq_unanswerable", 30),
        ("data/kqa/questions_with_answers.jsonl", "kqa", 101),
        ("data/scifact/claims_train.jsonl", "scifact", 809),
    ],
)
def test_files_of_others_are_recognised_and_read_whole(file: str, format: str, number: int) -> None:
    assert recognised(SHARED / file).name == format
    assert len(read_suite(SHARED / file).cases) == number


@needs_shared
def test_the_halves_are_kept_as_tags() -> None:
    cases = read_suite(SHARED / "cases/checker_single.jsonl").cases
    halves = Counter(tag for case in cases for tag in case.tags if tag.startswith("half:"))
    assert set(halves) == {"half:build", "half:measure"}
    assert halves.total() == len(cases)


def test_each_format_has_a_name_of_its_own() -> None:
    assert len({known.name for known in FORMATS}) == len(FORMATS)
