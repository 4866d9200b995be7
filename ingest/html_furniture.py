"""HTML furniture: the elements of a page that are no part of what it says, and what each is called."""

import re

from lxml.etree import _Element

_TAGS = {
    "script": "script",
    "style": "style",
    "template": "script",
    "noscript": "script",
    "head": "",
    "nav": "navigation",
    "iframe": "embedded page",
    "object": "embedded page",
    "embed": "embedded page",
    "audio": "sound or film",
    "video": "sound or film",
    "canvas": "drawing",
    "svg": "drawing",
    "input": "form control",
    "select": "form control",
    "textarea": "form control",
    "button": "form control",
    "datalist": "form control",
}
_ROLES = {
    "navigation": "navigation",
    "search": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "contentinfo": "page furniture",
}
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|toc|table-of-contents|skip-?(?:link|nav|to-content)|pagination|pager"
    r"|social-?\w*|share-\w+|site-(?:header|footer|nav)|self-link|headerlink|heading-?anchor|anchor-?link)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_COOKIES = re.compile(r"(?:^|[\s_-])cookie-?(?:banner|notice|consent|bar)", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d])", re.IGNORECASE
)
_CONTENTS = re.compile(
    r"(?:table of )?contents:?|(?:on|in) this (?:page|section|article|document|chapter):?|jump to:?"
    r"|quick links:?",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"(?:back |go |return )?to (?:the )?top|skip (?:to|navigation)\b.*|top|¶|#|§|\[edit\]", re.IGNORECASE
)
_INSIDE = {"article", "main", "section", "blockquote", "td", "figure"}
_QUOTED = 60
_LONGEST_CONTROL = 30


def furniture(element: _Element) -> str | None:
    """What kind of furniture an element is, or None. "" is furniture that nobody needs to hear of."""
    tag = element.tag
    if tag in _TAGS:
        return _TAGS[tag]
    style = element.get("style") or ""
    if element.get("hidden") is not None or (style and _HIDDEN.search(style)):
        return "hidden text"
    if tag == "dialog" and element.get("open") is None:
        return "hidden text"
    role = (element.get("role") or "").lower()
    if role in _ROLES:
        return _ROLES[role]
    if tag == "header" or role == "banner" or tag == "footer":
        return None if _has_heading(element) or _inside(element) else "page furniture"
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if names != " " and _COOKIES.search(names):
        return "page furniture"
    if names != " " and tag not in {"body", "html", "main", "article"} and _CLASS.search(names):
        return None if _has_heading(element) or _says_something(element) else "navigation"
    if tag == "a":
        words = " ".join("".join(element.itertext()).split())
        if (element.get("href") or "").startswith("#") and _CONTROL.fullmatch(words):
            return "navigation"
    return None


def is_contents(element: _Element) -> bool:
    """Whether a list is a page's table of contents: each of its items is a link within the page."""
    items = element.findall(".//li")
    return len(items) > 1 and all(_only_links(item) for item in items)


def names_contents(text: str) -> bool:
    """Whether a paragraph is the title of a table of contents."""
    return _CONTENTS.fullmatch(text) is not None


def quoted(element: _Element) -> str:
    """The first words of an element, to find it by."""
    words = " ".join("".join(element.itertext()).split())
    return f"“{words[:_QUOTED]}{'…' if len(words) > _QUOTED else ''}”" if words else f"<{element.tag}>"


def _only_links(item: _Element) -> bool:
    links = [link for link in item.iter("a") if (link.get("href") or "").startswith("#")]
    linked = sum(len("".join("".join(link.itertext()).split())) for link in links)
    return bool(links) and linked >= len("".join("".join(item.itertext()).split()))


def _has_heading(element: _Element) -> bool:
    return next(element.iter("h1", "h2", "h3"), None) is not None


def _inside(element: _Element) -> bool:
    return any(above.tag in _INSIDE for above in element.iterancestors())


def _says_something(element: _Element) -> bool:
    """A class name is no proof where the element has more words than a control, and few of them are links."""
    words = "".join("".join(element.itertext()).split())
    linked = sum(len("".join("".join(link.itertext()).split())) for link in element.iter("a"))
    return len(words) > _LONGEST_CONTROL and 2 * linked < len(words)
