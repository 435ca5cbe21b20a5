"""Refusals about archives, restoring and deleting."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class ArchiveNotFound(NotFound):
    """There is no such archive here."""


class ArchiveUnderWay(Refusal):
    """An archive of this company is being made already."""


class ArchivedTooOften(Refusal):
    """An archive of everything can be made {most} times a day. Take one of those that there are."""

    status = 429


class OnlyOwners(Refusal):
    """Only an owner of the company may take everything out of it."""

    status = 403


class ArchiveDamaged(Invalid):
    """The archive is damaged: {what}"""


class ArchiveTooNew(Invalid):
    """The archive has format {format}, and this installation reads up to {known}. Bring the installation up to date first."""


class ArchiveOfAnotherSchema(Invalid):
    """The archive was made at schema revision {archive}, and this installation is at {here}. Restore it where the revision is
    {archive}, and migrate there."""


class ArchiveDoesNotFit(Invalid):
    """The archive does not fit here: {what}"""


class WrongPassphrase(Invalid):
    """This is not the passphrase that the archive's secrets were sealed with."""


class TenantIsHere(Refusal):
    """{what} is here already: a company is restored where it is not."""


class TenantNotClosed(Refusal):
    """Only a closed company can be deleted for good. Close it first."""


class SandboxesLeft(Refusal):
    """The company has sandboxes: {names}. Delete those first."""


class SlugNotRepeated(Invalid):
    """Type the company's short name, {slug}, to delete it for good."""


class DeletionNotFound(NotFound):
    """No deletion of this company was asked for."""


class DeletionUnderWay(Refusal):
    """The deletion of this company has begun, or was asked for already."""


class DeletionNotDue(Refusal):
    """The deletion may begin on {due}. An owner may begin now, with a reason."""


class CertificateNotReady(Refusal):
    """The deletion is not done: there is no certificate yet."""


class JobsUnderWay(Refusal):
    """{count} jobs of the company are being done at this moment: the deletion goes on once they are."""


class TracesLeft(Refusal):
    """The company is still found in {places}. The deletion goes on once that is gone."""
