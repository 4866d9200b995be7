"""The JSON Schema of a case, one line of a suite: `python -m evals.suite_schema > evals/suite.schema.json`.

With it an editor completes and checks a case while it is written. In VS Code, for cases written as
`*.case.json` before they become a line:

    "json.schemas": [{"fileMatch": ["*.case.json"], "url": "./evals/suite.schema.json"}]

It does not say that ids are not repeated, which roles a message can have, that a labelled sentence stands in
its draft, and that a gold place points somewhere; `read_suite` does.
"""

import json
import sys

from evals.case import Case

ID = "urn:concordant:suite-case"


def schema() -> str:
    """The JSON Schema of a case, as `evals/suite.schema.json` holds it."""
    content = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        **Case.model_json_schema(),
    }
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema())
