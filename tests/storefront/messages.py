"""Every message that a shopper may read: of the templates, of the storefront's code, and of refusals that
reach pages."""

import ast
import importlib
from pathlib import Path

from jinja2.ext import babel_extract

from duka import storefront
from duka.kernel.errors import Refusal
from duka.payments import providers, rules
from duka.payments.providers import mtn_reasons, orange_money

FOLDER = Path(storefront.__file__).parent
PROVIDERS = Path(providers.__file__).parent
MARKS = ("_", "say")
REFUSING = (
    "duka.kernel.errors", "duka.carts.errors", "duka.checkout.errors", "duka.storefront.arriving",
    "duka.storefront.safety", "duka.storefront.basket",
)  # fmt: skip
SOME_OF = {
    "duka.catalog.errors": ("ProductNotFound", "CategoryNotFound", "VariantNotFound", "ProductMoved"),
    "duka.inventory.errors": ("SoldOut",),
    "duka.returns.errors": (
        "ReturnNotFound",
        "ReturnsNotAccepted",
        "ReturnWindowClosed",
        "NotReturnable",
        "NothingToReturn",
        "MoreThanReturnable",
        "ReasonUnknown",
        "PhotoNeeded",
        "TooManyPhotos",
        "PhotoNotFound",
        "PhotoTooLarge",
        "OutcomeNotOffered",
        "WishesNeeded",
        "ExchangeNotSold",
        "ExchangeQuantityNotAllowed",
        "ExchangeSoldOut",
        "ReturnStepDone",
        "ReturnStepRefused",
    ),
    "duka.customers.errors": (
        "AccountThere",
        "AddressNotFound",
        "CustomerNotFound",
        "CodeWrong",
        "NotLoggedIn",
        "TooManyAddresses",
        "TooManyWishes",
        "WishNotSold",
    ),
    "duka.identity.errors": (
        "EmailInvalid",
        "EmailVerified",
        "LinkUsed",
        "LogInExpired",
        "PasswordNamesYou",
        "PasswordTooCommon",
        "PasswordTooLong",
        "PasswordTooShort",
        "SessionNotFound",
        "TooManyTries",
        "WrongLogin",
        "WrongPassword",
    ),
    "duka.orders.errors": ("OrderNotFound", "OrderClosed"),
    "duka.payments.errors": (
        "OrderAlreadyPaid",
        "PaymentNotFound",
        "PaymentUnderWay",
        "PhoneNeeded",
        "ProviderUnreachable",
        "UnknownProvider",
    ),
    "duka.stores.errors": ("StoreClosed", "StoreNotFound"),
}


def reasons() -> set[str]:
    """Every sentence that an adapter gives as the reason of an outcome, which its buyer reads."""
    found: set[str] = {word for _, _, word in mtn_reasons.REASONS.values()}
    for path in sorted(PROVIDERS.glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        known = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Outcome", "replace"):
                said = [keyword.value for keyword in node.keywords if keyword.arg == "reason"]
                found |= {text for value in said for text in _texts(value, known)}
            if isinstance(node, ast.Tuple) and len(node.elts) == 3:  # (status, code, reason)
                status = node.elts[0]
                if isinstance(status, ast.Constant) and status.value in rules.FOLLOWS:
                    found |= _texts(node.elts[2], known)
    found |= {word for _, _, word in orange_money._ENDS.values()}
    return {text for text in found if text}


def _texts(value: ast.AST, known: dict[str, str]) -> set[str]:
    """The sentences that an expression may be."""
    constants = [n.value for n in ast.walk(value) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    names = [known[n.id] for n in ast.walk(value) if isinstance(n, ast.Name) and n.id in known]
    return {text for text in (*constants, *names) if text.endswith(".")}


def single_and_plural() -> tuple[set[str], set[tuple[str, str]]]:
    single: set[str] = set()
    plural: set[tuple[str, str]] = set()
    for path in sorted((FOLDER / "templates").rglob("*.html")):
        with path.open("rb") as file:
            options = {
                "extensions": "jinja2.ext.do",
                "trim_blocks": "true",
                "lstrip_blocks": "true",
                "silent": "false",
            }
            for _, function, text, _ in babel_extract(file, ["_", "gettext", "ngettext"], [], options):
                words = [text] if isinstance(text, str) else [str(part) for part in text or ()]
                if function == "ngettext":
                    plural.add((words[0], words[1]))
                else:
                    single.add(words[0])
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                _read_call(node, single, plural)
    for name in REFUSING:
        module = importlib.import_module(name)
        single |= {_said(found) for found in vars(module).values() if _is_refusal_of(found, name)}
    single |= reasons()
    for module_name, names in SOME_OF.items():
        module = importlib.import_module(module_name)
        single |= {_said(getattr(module, name)) for name in names}
    return single, plural


def _read_call(node: ast.Call, single: set[str], plural: set[tuple[str, str]]) -> None:
    name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
    texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if name in (*MARKS, "translate") and texts:
        single.add(texts[0])
    elif name == "ngettext" and len(texts) > 1:
        plural.add((texts[0], texts[1]))


def _is_refusal_of(found: object, module: str) -> bool:
    return isinstance(found, type) and issubclass(found, Refusal) and found.__module__ == module


def _said(refusal: type[Refusal]) -> str:
    return " ".join((refusal.__doc__ or "").split())
