"""What this module refuses."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class ThingNotFound(NotFound):
    """There is nothing of that kind here to translate."""


class TextNotFound(NotFound):
    """There is no text {field} here. It may have been taken away; load the page again."""


class LanguageUnknown(Invalid):
    """{locale} is not a language that we know; write it like fr or fr-CI."""


class IsOriginal(Invalid):
    """{locale} is the language of the originals: change them where they are."""


class MessageLanguageUnknown(Invalid):
    """Messages are written in {known} only."""


class TextChanged(Refusal):
    """{by} wrote something else here in the meantime. Look at it, and write yours again."""

    status = 412


class OriginalChanged(Refusal):
    """The original has changed in the meantime. Look at it, and translate what is new."""

    status = 412


class PlaceholdersDiffer(Invalid):
    """What is filled in when the message is sent must stay as it is: {differing}."""


class FileUnreadable(Invalid):
    """This file cannot be read: {why}."""


class FileOfOtherLanguage(Invalid):
    """This file is a translation into {found}, not into {locale}."""


class FileTooLong(Invalid):
    """A file may hold {most} texts. Export fewer kinds at a time."""


class NothingInFile(Invalid):
    """There is no translated text in this file."""


class RunNotFound(NotFound):
    """There is no such file of translations here."""


class RunIsDone(Refusal):
    """These translations were written already."""
