"""Reads a page as a browser would, and says what is not in order."""

from html.parser import HTMLParser

EMPTY = {"meta", "link", "img", "input", "br", "hr", "use", "rect"}


class Page(HTMLParser):
    """`mistakes` are tags that do not match; the lists are what tests look at."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.mistakes: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.described: set[str] = set()
        self.inline: list[str] = []
        self.unnamed: list[str] = []
        self.pictures: list[dict[str, str | None]] = []
        self.feed(html)
        self.mistakes += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if len(given) != len(attrs):
            self.mistakes.append(f"an attribute twice in <{tag}>")
        if given.get("id"):
            self.ids.append(str(given["id"]))
        self.labels.add(str(given.get("for"))) if tag == "label" else None
        self.inline += [f"{name} of <{tag}>" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (
            tag == "script" and "src" not in given and "json" not in str(given.get("type"))
        ):
            self.inline.append(f"<{tag}>")
        if tag == "img":
            self.pictures.append(given)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EMPTY:
            self.mistakes.append(f"<{tag}/> closes itself")

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY:
            return
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(f"</{tag}> at line {self.getpos()[0]} closes another tag")
