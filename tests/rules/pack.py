"""A small pack for tests of the rule language, written to a folder of its own."""

from dataclasses import dataclass
from pathlib import Path

from rules.loader import RuleBase, load_rules, sha256

PASSAGE = "Before menopause an aromatase inhibitor is given only with ovarian ablation."
QUOTE = "only with ovarian ablation"


def guideline_text(*, id: str, title: str, body: str) -> str:
    """The file of a guideline with one section, as packs hold it."""
    return f"""\
---
id: {id}
version: "1"
title: {title}
publisher: null
published: null
retrieved: null
review_by: null
licence: CC0-1.0
source: none
status: in_force
superseded_by: null
review: submitted
references: []
---

# {title}

{body}
"""


GUIDELINE = guideline_text(id="demo", title="Demonstration", body=f"{PASSAGE} {{#ai-before-menopause}}")

VARIABLES = """\
variables:
  menopausal_status: {type: enum, values: [pre, post], label: menopausal status, ask: Pre or post?}
  hr_status: {type: enum, values: [positive, negative], label: receptors}
  crisis: {type: bool, label: crisis}
  months: {type: number, unit: months, label: months}
"""

RULE = f"""\
conditions:
  premenopausal: menopausal_status is pre
rules:
  - id: ai-needs-ablation
    title: Aromatase inhibitor before menopause
    cite:
      passage: ai-before-menopause
      quote: {QUOTE}
      sha256: {sha256(QUOTE)}
    when: premenopausal
    only_if: {{do: give, what: aromatase_inhibitor, with: [ovarian_ablation], order: [with, after]}}
    say: An aromatase inhibitor is given only with ovarian ablation.
    tests:
      - {{facts: {{menopausal_status: pre}}, answer: Give letrozole alone., want: contradicted}}
"""


@dataclass(frozen=True, kw_only=True)
class Passage:
    id: str
    guideline: str
    title: str
    heading_path: tuple[str, ...]
    text: str


def rule(rule_id: str, when: str = "always", *, more: str = "") -> str:
    """One more rule for the list in RULE; `more` is one more line of it."""
    lines = (
        f"- id: {rule_id}",
        f"  title: {rule_id}",
        f"  cite: {{passage: ai-before-menopause, quote: {QUOTE}, sha256: {sha256(QUOTE)}}}",
        f"  when: {when}",
        "  must: {do: give, what: something}",
        "  say: Something is given.",
        f"  {more}" if more else "",
    )
    return "".join(f"  {line}\n" for line in lines if line)


def write(folder: Path, rules: str = RULE, *, variables: str = VARIABLES) -> Path:
    """A pack in `folder`."""
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    (folder / "guideline.md").write_text(GUIDELINE)
    (folder / "variables.yaml").write_text(variables)
    (folder / "rules" / "one.yaml").write_text(rules)
    return folder


def load(folder: Path, *, concepts: tuple[str, ...] | None = None) -> RuleBase:
    """The rules of the pack in `folder`."""
    passage = Passage(
        id="demo:ai-before-menopause", guideline="demo", title="Demonstration", heading_path=(), text=PASSAGE
    )
    return load_rules([folder], [passage], concepts=concepts)
