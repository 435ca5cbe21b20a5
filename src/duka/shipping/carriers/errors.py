"""The refusals of carriers."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class UnknownCarrierProvider(NotFound):
    """No carrier has that name."""


class CarrierAccountNotFound(NotFound):
    """There is no such carrier account."""


class LabelNotFound(NotFound):
    """There is no such label."""


class TrackedParcelNotFound(NotFound):
    """There is no such parcel."""


class CarrierNameTaken(Refusal):
    """This store has another carrier with that name."""


class CarrierUnreachable(Refusal):
    """The carrier does not answer. Nothing is lost: we ask again."""

    status = 502


class AccountRefused(Refusal):
    """The carrier does not accept this account's credentials. Look at the carriers' settings."""

    status = 502


class CarrierAccountMissing(Refusal):
    """{carrier} is not connected for this store. Connect it in the carriers' settings."""


class CarrierAccountLocked(CarrierAccountMissing):
    """The keys of {carrier} were locked with a secret that this installation no longer has. Type them again in the carriers'
    settings."""


class NotOffered(Invalid):
    """{carrier} cannot do that."""


class ParcelRefused(Refusal):
    """The carrier does not take this parcel: {why}"""


class CancelRefused(Refusal):
    """The carrier does not take the label back: {why}"""


class LabelAlreadyThere(Refusal):
    """This parcel has a label already. Cancel it first."""


class LabelNotBought(Refusal):
    """This label is {status}; only a bought one is cancelled or printed."""


class CallbackRefused(Refusal):
    """This message is not signed by the carrier."""

    status = 400
