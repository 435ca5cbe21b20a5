"""Which jobs exist, and what is done on a clock."""

from datetime import timedelta
from functools import cache, partial
from uuid import UUID

from duka.analytics import counting as analytics
from duka.audit import verifying
from duka.carts import service as carts
from duka.catalog.collections import membership
from duka.checkout import callbacks as payment_callbacks
from duka.checkout import paying, sweeper
from duka.control import archives, deleting, insights, life, retention, usage, watching
from duka.credits import service as credits
from duka.experiments import watching as experiments
from duka.feeds import following as feed_following
from duka.feeds import refreshing as feeds
from duka.flags.gating import ForLater, OnTheClock
from duka.identity.sealing import keyring
from duka.imports import files as import_files
from duka.kernel import housekeeping
from duka.kernel.config import Config
from duka.kernel.context import Context
from duka.kernel.jobs import Job, Periodic
from duka.kernel.work import Caller, Work
from duka.languages import importing as translations
from duka.ledger import verifying as ledger
from duka.mail import service as mail
from duka.markets import following as exchange_rates
from duka.media import service as media
from duka.merchandising import bulk
from duka.notifications import letterhead, unsubscribing
from duka.order_edits import service as order_edits
from duka.orders.fulfillment import handlers as fulfillment_handlers
from duka.payments import service as payments
from duka.pricing import following, history
from duka.privacy import erasing
from duka.recommendations import runs as recommendations
from duka.returns.service import settling as return_settling
from duka.sandbox import callbacks
from duka.search import counting as search_counting
from duka.search import indexing as search_indexing
from duka.shipping.carriers import registry as carriers
from duka.shipping.carriers import sweeper as carrier_sweeper
from duka.shipping.carriers.service import tracking
from duka.tax.service import numbers as vat_numbers
from duka.tax.services import asking as tax_asking
from duka.tax.services import checking as vat_checking
from duka.tax.services.desk import desk as tax_desk
from duka.texting import service as texting
from duka.texting.exchange import Exchange
from duka.webhooks import tidying as webhook_tidying
from duka.webhooks.service import replaying as webhook_replaying
from duka.wiring.services import Services

PRICES_LOOK_BACK = timedelta(hours=1)
"""Longer than the schedule's minute, so that a stopped worker misses nothing; looking twice changes nothing."""


def _follow_prices(ctx: Context) -> None:
    following.refresh_due(ctx, ctx.now - PRICES_LOOK_BACK)


@cache
def exchange(config: Config) -> Exchange:
    """The providers of SMS."""
    return Exchange(keyring(config), config.base_url, dict(config.provider_urls))


def jobs(services: Services) -> list[Job]:
    """What is done later."""
    keys, base_url = keyring(services.config), services.config.base_url
    heads = letterhead.heads(base_url)

    def settle(work: Work, tenant: UUID, payment_id: str) -> None:
        paying.settle(work, tenant, services.gateways, UUID(payment_id))

    def release(work: Work, tenant: UUID, payment_id: str) -> None:
        paying.release(work, tenant, services.gateways, UUID(payment_id))

    def cancel_others(work: Work, tenant: UUID, order_id: str, paid_by: str) -> None:
        paying.cancel_others(work, tenant, services.gateways, UUID(order_id), UUID(paid_by))

    def refund(work: Work, tenant: UUID, payment_id: str, reason: str) -> None:
        payments.refund_rest(work, tenant, services.gateways, UUID(payment_id), reason)

    def abandon(work: Work, tenant: UUID, order_id: str, reason: str) -> None:
        paying.abandon(work, tenant, services.gateways, UUID(order_id), reason)

    def give_back(work: Work, tenant: UUID, order_id: str, edit: int) -> None:
        order_edits.give_back_surplus(work, Caller(tenant), services.gateways, UUID(order_id), edit)

    def refresh_collection(work: Work, tenant: UUID, collection_id: str) -> None:
        work.perform(Caller(tenant), lambda ctx: membership.refresh(ctx, UUID(collection_id)))

    def archive_company(work: Work, tenant: UUID, archive_id: str) -> None:
        archives.make(
            work, services.storage, keys, services.config.data / "archives", tenant, UUID(archive_id)
        )

    def delete_company(work: Work, tenant: UUID, deletion_id: str) -> None:
        folder = services.config.data / "archives"
        deleting.carry_on(work, services.storage, services.searches.engine, folder, UUID(deletion_id))

    def verify_audit(work: Work, tenant: UUID, asked_by: str) -> None:
        verifying.verify(work, tenant, asked_by=asked_by)

    def change_many(work: Work, tenant: UUID, run_id: str) -> None:
        bulk.carry_on(work, tenant, UUID(run_id))

    def write_translations(work: Work, tenant: UUID, run_id: str) -> None:
        translations.carry_on(work, tenant, UUID(run_id))

    def pay_return(work: Work, tenant: UUID, return_id: str) -> None:
        return_settling.finish(work, Caller(tenant), services.gateways, UUID(return_id))

    def import_file(work: Work, tenant: UUID, file_id: str) -> None:
        def keep(data: bytes, name: str) -> UUID:
            return media.upload(work, Caller(tenant), services.storage, data, name)

        import_files.run(work, tenant, UUID(file_id), keep)

    def follow_erasure(work: Work, tenant: UUID, erasure_id: str) -> None:
        erasing.follow(work, tenant, services.storage, UUID(erasure_id))

    def follow_parcel(work: Work, tenant: UUID, fulfillment_id: str) -> None:
        fulfillment_handlers.follow(work, carriers.desk(services.config), tenant, UUID(fulfillment_id))

    def look_at_parcel(work: Work, tenant: UUID, parcel_id: str) -> None:
        tracking.look(work, carriers.desk(services.config), tenant, UUID(parcel_id))

    def read_rate_source(work: Work, tenant: UUID, code: str) -> None:
        exchange_rates.read_now(work, Caller(tenant), code, dict(services.config.provider_urls))

    def quote_taxes(work: Work, tenant: UUID, store: str, key: str) -> None:
        tax_asking.quote(work, tax_desk(services.config), tenant, store, key)

    def check_vat_number(work: Work, tenant: UUID, number: str, store: str) -> None:
        vat_checking.check(work, tax_desk(services.config), tenant, number, store)

    def compute_recommendations(work: Work, tenant: UUID, run_id: str) -> None:
        recommendations.compute(work, tenant, UUID(run_id))

    def refresh_feed(work: Work, tenant: UUID, feed_id: str) -> None:
        feeds.refresh(work, tenant, UUID(feed_id), base_url)

    def index_product(work: Work, tenant: UUID, product_id: str) -> None:
        search_indexing.index(work, tenant, services.searches.engine, UUID(product_id))

    def index_products(work: Work, tenant: UUID) -> None:
        search_indexing.index_all(work, tenant, services.searches.engine)

    return [
        Job(search_indexing.ONE, index_product),
        Job(search_indexing.ALL, index_products),
        Job(search_counting.KEYS, search_counting.rebuild),
        Job(feed_following.JOB, ForLater("feeds", refresh_feed)),
        Job(exchange_rates.READ, ForLater("markets", read_rate_source, is_asked_for=True)),
        Job(tax_asking.QUOTE, ForLater("tax_services", quote_taxes)),
        Job(vat_numbers.CHECK, ForLater("tax_services", check_vat_number)),
        Job(erasing.JOB, follow_erasure),
        Job(order_edits.GIVE_BACK, give_back),
        Job(tracking.LOOK, look_at_parcel),
        Job(fulfillment_handlers.FOLLOW, follow_parcel),
        Job(import_files.JOB, ForLater("imports", import_file, is_asked_for=True)),
        Job("audit.verify", verify_audit),
        Job(archives.JOB, archive_company),
        Job(deleting.JOB, delete_company),
        Job("collections.refresh", refresh_collection),
        Job(paying.ABANDON, abandon),
        Job(paying.CANCEL_OTHERS, cancel_others),
        Job("payments.release", release),
        Job(mail.SEND, mail.sender(services.config, heads, unsubscribing.addresses(keys, base_url))),
        Job(texting.SEND, texting.sender(exchange(services.config), heads)),
        Job(bulk.JOB, change_many),
        Job(translations.JOB, write_translations),
        Job("payments.settle", settle),
        Job("payments.refund", refund),
        Job(return_settling.PAY, pay_return),
        Job(recommendations.JOB, ForLater("recommendations", compute_recommendations, is_asked_for=True)),
        Job(webhook_replaying.REPLAY, webhook_replaying.carry_on),
        Job("sandbox.call_back", callbacks.sender(services.config.secret)),
    ]


def periodic(services: Services) -> list[Periodic]:
    """What is done on a clock. Schedules with six fields begin with the minute and end with the second."""

    def read_callbacks(work: Work) -> None:
        payment_callbacks.read_due(work, services.gateways)

    def sweep(work: Work) -> None:
        sweeper.sweep(work, services.gateways)

    def read_exchange_rates(work: Work) -> None:
        exchange_rates.read_everybody(work, dict(services.config.provider_urls))

    def sweep_retention(work: Work) -> None:
        retention.sweep(work, services.storage)

    def follow_trials(work: Work) -> None:
        life.follow_trials(work, services.config.support_email)

    def tidy_archives(work: Work) -> None:
        archives.tidy(work, services.config.data / "archives")

    def sweep_carriers(work: Work) -> None:
        carrier_sweeper.sweep(work, carriers.desk(services.config))

    return [
        Periodic("analytics.count", "* * * * * */10", analytics.count_everybody),
        Periodic("analytics.count_slowly", "*/10 * * * *", analytics.count_slowly),
        Periodic("insights.count", "*/30 * * * *", insights.refresh),
        Periodic("carriers.sweep", "* * * * * */10", sweep_carriers),
        Periodic("tenants.follow_trials", "*/5 * * * *", follow_trials),
        Periodic("payments.read_callbacks", "* * * * * *", read_callbacks),
        Periodic("checkout.sweep", "* * * * * */5", sweep),
        Periodic(
            "carts.expire",
            "*/5 * * * *",
            partial(housekeeping.each_tenant, turn="carts", act=carts.expire_carts),
        ),
        Periodic(
            "credits.expire",
            "*/10 * * * *",
            partial(housekeeping.each_tenant, turn="credits", act=credits.expire),
        ),
        Periodic(
            "pricing.refresh",
            "* * * * *",
            partial(housekeeping.each_tenant, turn="prices", act=_follow_prices),
        ),
        Periodic(
            "feeds.follow",
            "*/2 * * * *",
            partial(housekeeping.each_tenant, turn="feeds", act=OnTheClock("feeds", feed_following.follow)),
        ),
        Periodic(
            "experiments.watch",
            "*/5 * * * *",
            partial(
                housekeeping.each_tenant, turn="experiments", act=OnTheClock("experiments", experiments.watch)
            ),
        ),
        Periodic(
            "collections.refresh_volatile",
            "*/5 * * * *",
            partial(
                housekeeping.each_tenant,
                turn="collections",
                act=OnTheClock("collections", membership.refresh_volatile),
            ),
        ),
        Periodic(
            "recommendations.start",
            "7 2 * * *",
            partial(
                housekeeping.each_tenant,
                turn="recommendations",
                act=OnTheClock("recommendations", recommendations.start_by_clock),
            ),
        ),
        Periodic(
            "pricing.forget",
            "51 3 * * *",
            partial(housekeeping.each_tenant, turn="active", act=history.forget),
        ),
        Periodic("markets.read_rates", "12 5,15,17 * * *", read_exchange_rates),
        Periodic(
            "search.tidy",
            "37 3 * * *",
            partial(housekeeping.each_tenant, turn="active", act=search_counting.tidy),
        ),
        Periodic("control.resume_deletions", "*/5 * * * *", deleting.resume),
        Periodic("control.tidy_archives", "13 * * * *", tidy_archives),
        Periodic("audit.verify_everybody", "41 2 * * *", verifying.verify_everybody),
        Periodic("ledger.verify_everybody", "29 2 * * *", ledger.verify_everybody),
        Periodic("webhooks.tidy", "23 3 * * *", webhook_tidying.tidy),
        Periodic("control.usage", "7 * * * *", usage.look_around),
        Periodic("health.watch", "* * * * *", watching.watch),
        Periodic("health.tidy", "47 3 * * *", watching.tidy),
        Periodic("retention.sweep", "*/10 * * * *", sweep_retention),
        Periodic("kernel.tidy", "17 3 * * *", housekeeping.tidy),
    ]
