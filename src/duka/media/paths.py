"""The only paths that a storage knows: nothing of them comes from a name that somebody chose."""

import re

PATH = re.compile(r"[0-9a-f]{32}/[0-9a-f]{32}/[1-9][0-9]{0,4}\.webp")
WHOLE = re.compile(r"[0-9a-f]{32}/[0-9a-f]{32}/\*\.webp")
"""Every width of a picture."""
FOLDER = re.compile(r"[0-9a-f]{32}/[0-9a-f]{32}")


def checked(path: str) -> str:
    """`path` itself. Refuses ValueError for anything that is no path of a rendition."""
    if not PATH.fullmatch(path):
        raise ValueError(f"no path of a rendition: {path[:100]!r}")
    return path


def checked_folder(folder: str) -> str:
    if not FOLDER.fullmatch(folder):
        raise ValueError(f"no folder of a picture: {folder[:100]!r}")
    return folder
