"""MTN MoMo's words for why a payment failed, in ours. Source: the API's list of error codes, and its list of common errors."""

NOT_HERE = "MTN MoMo cannot be used in this shop at the moment. Pay another way."
REFUSED = ("failed", "declined", "MTN MoMo refused the payment. Try again, or pay another way.")
REASONS: dict[str, tuple[str, str, str]] = {
    "PAYER_NOT_FOUND": (
        "failed",
        "unknown_payer",
        "This number has no MTN MoMo account. Check the number, or pay another way.",
    ),
    "SENDER_ACCOUNT_NOT_ACTIVE": (
        "failed",
        "declined",
        "This MTN MoMo account is not active. Pay another way.",
    ),
    "NOT_ENOUGH_FUNDS": (
        "failed",
        "insufficient_funds",
        "There is not enough money in your MoMo account. Top it up and try again, or pay another way.",
    ),
    "LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED": (
        "failed",
        "insufficient_funds",
        "Your MoMo balance is too low, or a limit is reached. Check your balance, or pay another way.",
    ),
    "INTERNAL_PROCESSING_ERROR": (
        "failed",
        "declined",
        "MTN MoMo could not take the payment. Often the balance is too low: check it and try again, or pay another way.",
    ),
    "PAYER_LIMIT_REACHED": ("failed", "limit", "Your MoMo account has reached its limit. Pay another way."),
    "APPROVAL_REJECTED": ("failed", "rejected", "The payment was rejected on the telephone."),
    "PAYMENT_NOT_APPROVED": ("failed", "rejected", "The payment was not approved on the telephone."),
    "COULD_NOT_PERFORM_TRANSACTION": (
        "failed",
        "timed_out",
        "The payment was not confirmed in time. Try again and enter your PIN within five minutes.",
    ),
    "EXPIRED": (
        "expired",
        "expired",
        "The request on the telephone has expired. Try again, or pay another way.",
    ),
    "TRANSACTION_CANCELED": ("cancelled", "cancelled", "The payment was cancelled."),
    "SERVICE_UNAVAILABLE": (
        "failed",
        "unavailable",
        "MTN MoMo is out of service at the moment. Try again later, or pay another way.",
    ),
    **dict.fromkeys(
        (
            "PAYEE_NOT_FOUND",
            "PAYEE_NOT_ALLOWED_TO_RECEIVE",
            "PAYEE_LIMIT_REACHED",
            "NOT_ALLOWED",
            "NOT_ALLOWED_TARGET_ENVIRONMENT",
            "INVALID_CALLBACK_URL_HOST",
            "INVALID_CURRENCY",
            "RESOURCE_NOT_FOUND",
        ),
        ("failed", "unavailable", NOT_HERE),
    ),
}
"""Why a payment failed, by MTN's word: our status, our code, and the sentence for the buyer."""

SURE = frozenset(
    {
        "PAYER_NOT_FOUND",
        "PAYEE_NOT_FOUND",
        "NOT_ALLOWED",
        "NOT_ALLOWED_TARGET_ENVIRONMENT",
        "INVALID_CALLBACK_URL_HOST",
        "INVALID_CURRENCY",
    }
)
"""Refusals that MTN answers with 500, though they are certain: nothing was begun."""
