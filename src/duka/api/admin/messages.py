"""Messages to customers and staff: the log, wordings, suppressed addresses, accounts for SMS."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import Call, StoreRequired, uuid
from duka.api.versions import IfMatch, version_of
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.mail import merchants, queries, suppressions, wording
from duka.mail.merchants import MessageTemplate, MessageTemplateSummary, WordingInput
from duka.mail.queries import LoggedMessage, MessageSummary
from duka.mail.suppressions import Suppression
from duka.notifications import desk
from duka.notifications.desk import MessagePreview, PreviewInput, TrialInput
from duka.notifications.sections import ALWAYS_BY_EMAIL, BY_SMS, HEARD
from duka.texting import accounts
from duka.texting import service as texting
from duka.texting.accounts import TextingAccount, TextingAccountInput, TextingProvider
from duka.wiring import exchange

READ, WRITE, CONFIGURE = "messages:read", "messages:write", "messages:configure"
TAGS = ["Admin: messages"]
TEMPLATE = "/message-templates/{channel:str}/{kind:str}/{language:str}"
ACCOUNT = "/texting-accounts/{provider:str}"
Channel = Literal["email", "sms"]
Status = Literal["queued", "held", "sending", "sent", "delivered", "bounced", "failed", "suppressed", "kept"]
Text = Annotated[str | None, Parameter(max_length=254, required=False)]


class MessageKind(msgspec.Struct, frozen=True):
    """A message to customers that follows from an event. `is_fixed`: it always goes by e-mail. `by_sms`: it can be texted."""

    kind: str
    is_fixed: bool
    by_sms: bool


class SentMessage(msgspec.Struct, frozen=True):
    """The message that was written; it leaves at once."""

    id: str


class SuppressionInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    channel: Channel
    address: Annotated[str, msgspec.Meta(min_length=3, max_length=254)]


class TextTrialInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`country` is where a number without its country code is read."""

    to: Annotated[str, msgspec.Meta(min_length=3, max_length=40)]
    country: Annotated[str, msgspec.Meta(max_length=2)] = ""
    locale: Literal["en", "fr"] = "en"


@get("/messages", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_messages(
    call: NamedDependency[Call],
    channel: Annotated[Channel | None, Parameter(required=False)] = None,
    status: Annotated[Status | None, Parameter(required=False)] = None,
    kind: Annotated[str | None, Parameter(max_length=40, required=False)] = None,
    recipient: Text = None,
    about: Annotated[str | None, Parameter(max_length=60, required=False)] = None,
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 50,
) -> Page[MessageSummary]:
    """What was sent or waits, newest first; `recipient` is the beginning of an address, `about` the id of an order."""
    return call.read(
        lambda ctx: queries.log(
            ctx,
            channel=channel or "",
            status=status or "",
            kind=kind or "",
            recipient=recipient or "",
            about=about or "",
            store=call.place,
            cursor=cursor,
            limit=limit,
        )
    )


@get("/messages/{message:str}", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_message(call: NamedDependency[Call], message: FromPath[str]) -> LoggedMessage:
    """One message with its words, its secrets dotted out, and everything that was tried."""
    base = call.services.config.base_url
    return call.read(lambda ctx: desk.message(ctx, base, uuid("mail", message)))


@post("/messages/{message:str}/resend", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_resend_message(call: NamedDependency[Call], message: FromPath[str]) -> Response[SentMessage]:
    """The same once more, with a link of its own. Not possible for one that held a password's link or a code."""
    mail_id = uuid("mail", message)
    answer: Response[Any] = call.write(
        lambda ctx: SentMessage(ids.public("mail", desk.resend(ctx, mail_id))), status=201
    )
    return answer


@get("/message-kinds", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_message_kinds(call: NamedDependency[Call]) -> list[MessageKind]:
    """The messages that follow from an order's life, in its order."""

    def act(ctx: Context) -> list[MessageKind]:
        ctx.require(READ)
        return [MessageKind(kind, kind in ALWAYS_BY_EMAIL, kind in BY_SMS) for kind in HEARD]

    return call.read(act)


@get("/message-templates", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_message_templates(call: NamedDependency[Call]) -> list[MessageTemplateSummary]:
    """Every message to customers and in which languages it is worded at this place: the company, or ?store=."""
    return call.read(lambda ctx: merchants.list_templates(ctx, call.place))


@get(TEMPLATE, permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_message_template(
    call: NamedDependency[Call], channel: FromPath[str], kind: FromPath[str], language: FromPath[str]
) -> MessageTemplate:
    """What is said at this place, and what we would say."""
    spoken = _spoken(language)
    return call.read(lambda ctx: merchants.template(ctx, channel, kind, spoken, call.place))


@put(TEMPLATE, permission=WRITE, sync_to_thread=True, tags=TAGS)
def admin_save_message_template(
    call: NamedDependency[Call],
    channel: FromPath[str],
    kind: FromPath[str],
    language: FromPath[str],
    data: JSONBody[WordingInput],
    if_match: IfMatch = None,
) -> Response[MessageTemplate]:
    """Words it. What cannot be said so is refused with the line and the reason. Needs If-Match with the version that you
    saw, 0 where nothing was decided."""
    version, place, spoken = version_of(if_match), call.place, _spoken(language)
    answer: Response[Any] = call.write(
        lambda ctx: merchants.save(ctx, channel, kind, spoken, data, version, place)
    )
    return answer


@delete(TEMPLATE, permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_reset_message_template(
    call: NamedDependency[Call], channel: FromPath[str], kind: FromPath[str], language: FromPath[str]
) -> None:
    """The company's wording, or ours, is said again."""
    place, spoken = call.place, _spoken(language)
    call.write(lambda ctx: merchants.reset(ctx, channel, kind, spoken, place))


@post(TEMPLATE + "/preview", permission=READ, sync_to_thread=False, tags=TAGS, status_code=200)
def admin_preview_message_template(
    call: NamedDependency[Call],
    channel: FromPath[str],
    kind: FromPath[str],
    language: FromPath[str],
    data: JSONBody[PreviewInput],
) -> MessagePreview:
    """As it would arrive, with invented values; changes nothing."""
    place, base, spoken = call.place, call.services.config.base_url, _spoken(language)
    return call.read(lambda ctx: desk.preview(ctx, base, channel, kind, spoken, place, data.wording))


@post(TEMPLATE + "/test", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_test_message_template(
    call: NamedDependency[Call],
    channel: FromPath[str],
    kind: FromPath[str],
    language: FromPath[str],
    data: JSONBody[TrialInput],
) -> Response[SentMessage]:
    """Sends what is saved, with invented values, to an address of yours. Needs ?store=."""
    place, spoken = call.place, _spoken(language)
    if place is None:
        raise StoreRequired()
    answer: Response[Any] = call.write(
        lambda ctx: SentMessage(ids.public("mail", desk.try_out(ctx, channel, kind, spoken, place, data.to))),
        status=201,
    )
    return answer


@get("/message-suppressions", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_suppressions(
    call: NamedDependency[Call],
    channel: Annotated[Channel | None, Parameter(required=False)] = None,
    text: Text = None,
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 50,
) -> Page[Suppression]:
    """Addresses that get nothing, or no advertising, newest first; `text` is the beginning of an address."""
    return call.read(
        lambda ctx: suppressions.list_suppressions(
            ctx, channel=channel or "", text=text or "", cursor=cursor, limit=limit
        )
    )


@post("/message-suppressions", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_suppress_address(
    call: NamedDependency[Call], data: JSONBody[SuppressionInput]
) -> Response[Suppression]:
    """From now on this address gets nothing."""
    answer: Response[Any] = call.write(
        lambda ctx: suppressions.add(ctx, data.channel, data.address), status=201
    )
    return answer


@delete(
    "/message-suppressions/{suppression:str}",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_lift_suppression(call: NamedDependency[Call], suppression: FromPath[str]) -> None:
    """This address gets messages again."""
    which = uuid("sup", suppression)
    call.write(lambda ctx: suppressions.lift(ctx, which))


@get("/texting-accounts", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_texting_accounts(call: NamedDependency[Call]) -> list[TextingProvider]:
    """The providers of SMS with the form of an account at each, and the company's accounts without their secrets."""
    return call.read(lambda ctx: accounts.list_providers(ctx, exchange(call.services.config)))


@put(ACCOUNT, permission=CONFIGURE, sync_to_thread=True, tags=TAGS)
def admin_save_texting_account(
    call: NamedDependency[Call],
    provider: FromPath[str],
    data: JSONBody[TextingAccountInput],
    if_match: IfMatch = None,
) -> Response[TextingAccount]:
    """Connect the company to a provider, or change the connection; texts go by it from now on. A secret that is left out
    stays as it is. Needs If-Match with the version that you saw, 0 for none."""
    call.require_recent()
    version = version_of(if_match)
    answer: Response[Any] = call.write(
        lambda ctx: accounts.save(ctx, exchange(call.services.config), provider, data, version)
    )
    return answer


@delete(ACCOUNT, permission=CONFIGURE, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_disconnect_texting_account(call: NamedDependency[Call], provider: FromPath[str]) -> None:
    """No texts go by it any more, and its secrets are forgotten."""
    call.require_recent()
    call.write(lambda ctx: accounts.disconnect(ctx, exchange(call.services.config), provider))


@post(ACCOUNT + "/test", permission=CONFIGURE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_test_texting_account(call: NamedDependency[Call], provider: FromPath[str]) -> TextingAccount:
    """Ask the provider whether it accepts the credentials; sends nothing. What it said is in the answer."""
    services = call.services
    return accounts.test(services.work, call.caller, exchange(services.config), provider)


@post("/texting-accounts/test-text", permission=CONFIGURE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_send_test_text(
    call: NamedDependency[Call], data: JSONBody[TextTrialInput]
) -> Response[SentMessage]:
    """Sends a short text to a number of yours."""
    answer: Response[Any] = call.write(
        lambda ctx: SentMessage(
            ids.public("mail", texting.test_text(ctx, data.to, data.country, data.locale))
        ),
        status=201,
    )
    return answer


def _spoken(language: str) -> str:
    return wording.language(language)


HANDLERS = [
    admin_list_messages,
    admin_get_message,
    admin_resend_message,
    admin_list_message_kinds,
    admin_list_message_templates,
    admin_get_message_template,
    admin_save_message_template,
    admin_reset_message_template,
    admin_preview_message_template,
    admin_test_message_template,
    admin_list_suppressions,
    admin_suppress_address,
    admin_lift_suppression,
    admin_list_texting_accounts,
    admin_save_texting_account,
    admin_disconnect_texting_account,
    admin_test_texting_account,
    admin_send_test_text,
]
