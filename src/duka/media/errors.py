"""Refusals about pictures."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class MediaNotFound(NotFound):
    """There is no such picture here."""


class NotAPicture(Invalid):
    """{name} is no picture that we can read. Send a JPEG, PNG, WebP, GIF or AVIF file."""


class PictureTooHeavy(Invalid):
    """{name} is larger than {most_megabytes} MB. Save it smaller and send it again."""

    status = 413


class PictureTooLarge(Invalid):
    """{name} has more than {most_megapixels} million pixels. Make it smaller and send it again."""


class MediaInUse(Refusal):
    """This picture is shown somewhere. Remove it there first."""


class NoWholePicture(Invalid):
    """A bucket signs one file at a time. Ask for one width, or put a CDN before the bucket."""


class LinkExpired(Refusal):
    """This link is not valid, or not any more. Ask for a new one."""

    status = 403
