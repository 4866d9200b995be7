"""The shape of a rule file, before its conditions are read and its citations checked.

`python -m rules.rule_file` prints the JSON Schema that editors use (kept in rules/rule.schema.json).
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter

from rules.rule import (
    DUTIES,
    STRICT,
    Duty,
    Goal,
    Monitor,
    Must,
    MustNot,
    OnlyIf,
    Prefer,
    RuleTest,
    Timing,
)

Text = Annotated[str, Field(min_length=1)]
RuleId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


@dataclass(frozen=True, kw_only=True)
class Cite:
    """Where a rule comes from: the anchor of a passage, words copied from it, and their digest."""

    __pydantic_config__ = STRICT
    passage: Text
    quote: Text
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, kw_only=True)
class RuleEntry:
    """One rule as written: exactly one of the duties is given."""

    __pydantic_config__ = ConfigDict(
        extra="forbid", json_schema_extra={"oneOf": [{"required": [duty]} for duty in DUTIES]}
    )
    id: RuleId
    title: Text
    cite: Cite
    strength: Text | None = None
    evidence: Text | None = None
    when: Text
    must: Must | None = None
    must_not: MustNot | None = None
    only_if: OnlyIf | None = None
    prefer: Prefer | None = None
    monitor: Monitor | None = None
    timing: Timing | None = None
    goal: Goal | None = None
    say: Text
    misuse: str = ""
    overrides: tuple[RuleId, ...] = ()
    valid_from: date | None = None
    tests: tuple[RuleTest, ...] = ()

    @property
    def duties(self) -> Mapping[str, Duty]:
        """The duties given, by key; a sound entry has one."""
        given = {name: getattr(self, name) for name in DUTIES}
        return {name: duty for name, duty in given.items() if duty is not None}


@dataclass(frozen=True, kw_only=True)
class DecisionEntry:
    """A question that one of the named rules settles, as written."""

    __pydantic_config__ = STRICT
    when: Text
    rules: Annotated[tuple[RuleId, ...], Field(min_length=1)]
    silent: Text | None = None


@dataclass(frozen=True, kw_only=True)
class RuleFile:
    """A rule file: spoken names for conditions, decisions that have no gap, and rules."""

    __pydantic_config__ = STRICT
    conditions: Mapping[str, Text] = field(default_factory=dict)
    decisions: Mapping[str, DecisionEntry] = field(default_factory=dict)
    rules: tuple[RuleEntry, ...] = ()


@cache
def adapter() -> TypeAdapter[RuleFile]:
    """The validator of rule files; built once, because building it costs more than using it."""
    return TypeAdapter(RuleFile)


def schema() -> str:
    """The JSON Schema of a rule file, as text."""
    return json.dumps(adapter().json_schema(), indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema())
