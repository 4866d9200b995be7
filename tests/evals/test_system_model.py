"""A bare language model under test: what is made of its words, and the real client against a stub."""

from collections.abc import Mapping

import pytest

from evals.case import Behaviour, Case, Task
from evals.errors import SystemFailed, SystemUnknown
from evals.prices import Prices
from evals.response import Reply, Usage
from evals.system_model import Endpoint, ModelSystem, read_reply
from rules.context import Turn
from tests.evals.servers import Sent, Stub, dead_port, stub

slow = pytest.mark.slow
CASE = Case(id="a", question="And her?", history=(Turn(role="user", content="Hi"),))
USED = {"prompt_tokens": 1_000, "completion_tokens": 100, "total_tokens": 1_100}
AT_ONCE = {"retry-after-ms": "1"}
"""The client then tries again without a pause."""


def completion(text: str | None, *, usage: object = USED, finish: str = "stop") -> Mapping[str, object]:
    message = {"role": "assistant", "content": text}
    return {
        "id": "c", "object": "chat.completion", "created": 0, "model": "m", "usage": usage,
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
    }  # fmt: skip


def system(server: Stub, *, prices: Prices | None = None, timeout: float = 10) -> ModelSystem:
    endpoint = Endpoint(provider="openai", model="small", url=f"{server.url}/v1")
    return ModelSystem("openai:small", endpoint, prices=prices, timeout=timeout)


def answered(*sent: Sent, prices: Prices | None = None) -> tuple[Reply, Usage | None]:
    with stub(*sent) as server:
        return system(server, prices=prices).answer(CASE)


def failure(*sent: Sent, timeout: float = 10) -> tuple[str, int]:
    """What is said of an endpoint that sends this, and how often it was asked."""
    with stub(*sent) as server, pytest.raises(SystemFailed) as caught:
        system(server, timeout=timeout).answer(CASE)
    return str(caught.value).replace(server.url, "URL"), len(server.asked)


def test_what_a_model_writes_is_cut_into_sentences() -> None:
    reply = read_reply("Give 2.5 mg daily. Watch the heart.\n\nStop after e.g. two years.")
    assert (reply.behaviour, [said.text for said in reply.statements]) == (
        Behaviour.ANSWER,
        ["Give 2.5 mg daily.", "Watch the heart.", "Stop after e.g. two years."],
    )
    assert (reply.citations, reply.facts, reply.trace, reply.asks_for) == ((), None, None, ())


@pytest.mark.parametrize(
    "first",
    ["CANNOT ANSWER", "Cannot answer.", "**CANNOT ANSWER**", "\n `CANNOT ANSWER` ", "# CANNOT ANSWER"],
)
def test_an_abstention_has_its_reason(first: str) -> None:
    reply = read_reply(f"{first}\nNo guideline\n speaks of gout.")
    assert (reply.behaviour, reply.reason) == (Behaviour.ABSTAIN, "No guideline speaks of gout.")
    assert read_reply(first).reason is None


@pytest.mark.parametrize("text", ["I CANNOT ANSWER", "Give it.\nCANNOT ANSWER", "CANNOT ANSWER THAT YET"])
def test_only_the_whole_first_line_abstains(text: str) -> None:
    assert read_reply(text).behaviour is Behaviour.ANSWER


@pytest.mark.parametrize(
    ("first", "facts"),
    [
        ("NEED: menopausal status; HER2 status", ("menopausal_status", "her2_status")),
        ("**Need: HER2-status.**", ("her2_status",)),
        ("NEED: ; age ;", ("age",)),
        ("NEED:", ()),
    ],
)
def test_facts_that_are_needed_are_named_as_variables(first: str, facts: tuple[str, ...]) -> None:
    reply = read_reply(f"{first}\nBefore menopause, ablate.")
    assert (reply.behaviour, reply.asks_for) == (Behaviour.CLARIFY, facts)
    assert [said.text for said in reply.statements] == ["Before menopause, ablate."]


@slow
def test_question_and_history_are_asked_at_temperature_zero() -> None:
    with stub(Sent(body=completion("Give it."))) as server:
        reply, usage = system(server).answer(CASE)
    (asked,) = server.asked
    assert asked.path == "/v1/chat/completions"
    assert isinstance(asked.content, dict)
    assert (asked.content["model"], asked.content["temperature"]) == ("small", 0)
    assert [turn["role"] for turn in asked.content["messages"]] == ["system", "user", "user"]
    assert [turn["content"] for turn in asked.content["messages"]][1:] == ["Hi", "And her?"]
    assert ([said.text for said in reply.statements], usage) == (["Give it."], Usage(sent=1_000, written=100))


@slow
def test_a_cost_is_told_where_prices_and_tokens_are_known() -> None:
    prices = Prices(sent=2.0, written=10.0)
    assert answered(Sent(body=completion("Yes.")), prices=prices)[1] == Usage(
        sent=1_000, written=100, cost=0.003
    )
    assert answered(Sent(body=completion("Yes.", usage=None)), prices=prices)[1] is None
    assert Prices(sent=2.0).cost(sent=1, written=1) is None


@slow
def test_an_abstention_comes_through_the_real_client() -> None:
    reply, _ = answered(Sent(body=completion("CANNOT ANSWER\nNot clinical.")))
    assert (reply.behaviour, reply.reason) == (Behaviour.ABSTAIN, "Not clinical.")


@slow
@pytest.mark.parametrize("text", ["", "  \n", None])
def test_an_empty_answer_is_a_failure_with_its_reason(text: str | None) -> None:
    said, _ = failure(Sent(body=completion(text, finish="length")))
    assert said == "The model openai:small wrote nothing (finish reason: length)."


@slow
@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_tried_again(status: int) -> None:
    reply, _ = answered(Sent(status=status, headers=AT_ONCE), Sent(body=completion("Give it.")))
    assert [said.text for said in reply.statements] == ["Give it."]


@slow
@pytest.mark.parametrize(("status", "asked"), [(500, 3), (401, 1), (404, 1)])
def test_a_refusal_is_told_with_address_and_what_to_do(status: int, asked: int) -> None:
    said, tried = failure(Sent(status=status, body={"error": {"message": "No luck."}}, headers=AT_ONCE))
    assert said.startswith("The model small at URL/v1 did not answer (")
    assert ("No luck." in said, "the key is set" in said, tried) == (True, True, asked)


@slow
@pytest.mark.parametrize(
    "body", ["<html>Hello</html>", "", "null", [], {}, {"choices": []}, {"choices": None}, {"choices": [{}]}]
)
def test_rubbish_is_a_failure_of_the_case(body: object) -> None:
    said, _ = failure(Sent(body=body))
    assert said.startswith("The model ")
    assert len(said) < 900


@slow
def test_a_long_refusal_is_shortened() -> None:
    said, _ = failure(Sent(status=400, body={"error": {"message": "no " * 5_000}}))
    assert len(said) < 900


@slow
def test_a_dead_port_and_a_slow_server_are_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.system_model.TRIES", 0)
    assert "Timeout" in failure(Sent(hangs=True), timeout=0.2)[0]
    dead = Stub(f"http://127.0.0.1:{dead_port()}", [])
    with pytest.raises(SystemFailed, match="did not answer .*Connection"):
        system(dead).answer(CASE)


@slow
def test_no_proxy_stands_before_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{dead_port()}")
    assert answered(Sent(body=completion("Give it.")))[0].behaviour is Behaviour.ANSWER


@slow
@pytest.mark.parametrize("key", ["sk-own", None])
def test_a_key_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch, key: str | None) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key) if key else monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with stub(Sent(body=completion("Give it."))) as server:
        system(server).answer(CASE)
    assert server.asked[0].headers["authorization"] == f"Bearer {key or 'none'}"


@slow
def test_a_bare_model_answers_and_does_nothing_else() -> None:
    model = system(Stub("http://127.0.0.1:9", []))
    assert [model.why_not(CASE, task) for task in Task] == [
        None,
        "a bare model checks nothing",
        "a bare model retrieves nothing",
    ]
    for work in (model.check, model.retrieve):
        with pytest.raises(SystemFailed, match="A bare model"):
            work(CASE)


@slow
def test_where_a_model_runs_is_no_part_of_it() -> None:
    here, there = (system(Stub(f"http://127.0.0.1:{port}", [])).parts() for port in (8, 9))
    assert here == there
    assert (here["model"], len(here["prompt"])) == ("openai:small", 64)


@slow
def test_an_unknown_provider_is_told_with_what_can_be_named() -> None:
    with pytest.raises(SystemUnknown, match="'x:y' can't be set up: .*openai:MODEL@http"):
        ModelSystem("x:y", Endpoint(provider="nobody", model="y"))
