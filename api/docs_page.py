"""The page at /docs: the OpenAPI description as plain HTML, without scripts or anything from elsewhere."""

import json
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
pre{overflow-x:auto;padding:1rem;border:1px solid #8886;border-radius:6px;font-size:.85rem}
h2{margin-top:2.5rem;border-top:1px solid #8886;padding-top:1.5rem}code{font-size:.95em}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Show every route with its examples."""
    described = request.app.openapi()
    parts = [
        _route(method, path, operation)
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
    ]
    info = described["info"]
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(info['title'])} API</title><style>{_STYLE}</style>"
        f"<h1>{escape(info['title'])} API {escape(info['version'])}</h1><p>{escape(info['description'])}</p>"
        f'<p>Machine-readable: <a href="/openapi.json">OpenAPI</a>.</p>{"".join(parts)}</html>'
    )
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})


def _route(method: str, path: str, operation: dict[str, Any]) -> str:
    asked = (
        operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("examples", {})
    )
    answer = operation["responses"]["200"]["content"]["application/json"]["example"]
    shown = "".join(
        f"<h3>Request: {escape(one['summary'])}</h3>{_json(one['value'])}" for one in asked.values()
    )
    return (
        f"<h2>{escape(operation['summary'])}</h2><p><code>{method.upper()} {escape(path)}</code></p>"
        f"<p>{escape(operation.get('description', ''))}</p>{shown}<h3>Response</h3>{_json(answer)}"
    )


def _json(value: object) -> str:
    return f"<pre>{escape(json.dumps(value, indent=2, ensure_ascii=False))}</pre>"
