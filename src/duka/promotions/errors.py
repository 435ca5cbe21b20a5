"""What promotions refuse."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class PromotionNotFound(NotFound):
    """There is no such promotion."""


class PromotionOver(Refusal):
    """This promotion has ended and stays as it was. Duplicate it to use it again."""


class PromotionUsed(Refusal):
    """Orders have used this promotion, so it can't be deleted. End it instead."""


class PromotionNeedsAdvanced(Refusal):
    """Your plan has basic promotions: a percentage, an amount or free shipping, with a minimum. This one needs advanced
    promotions because of {what}."""

    status = 403


class CodesNotNeeded(Refusal):
    """This promotion applies by itself and has no codes. Make it one that needs a code first."""


class CodeTaken(Refusal):
    """The code {code} belongs to a promotion already. Choose another one."""


class CodeInvalid(Invalid):
    """A code has 3 to 40 letters and digits; {code} does not."""


class CodeNotFound(NotFound):
    """There is no such code in this promotion."""


class TooManyCodes(Refusal):
    """A promotion has {most} codes at most."""


class CodeUnknown(Refusal):
    """The code {code} does not exist. Look whether it is written as it was given to you."""

    status = 404


class CodeRefused(Refusal):
    """The code {code} can't be used: {why}"""


class TooManyCodesInCart(Refusal):
    """A cart takes {most} codes at most. Remove one first."""


class CodeUsedUp(Refusal):
    """The code {code} can't be used any more: {why} Without it the total is {total_minor} (in minor units). Look at the cart
    again and confirm."""


class PromotionUsedUp(Refusal):
    """“{title}” was used up meanwhile. Without it the total is {total_minor} (in minor units). Look at the cart again and
    confirm."""
