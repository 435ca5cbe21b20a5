"""What is kept of a customer, table by table.

A rule finds a person's rows with the parameters of `Subject`, and says what an erasure does: delete them, change them
(`set`), or keep them, with the reason. `export` names the columns that are handed out; a rule without them holds what the
person gave nobody, such as hashes of keys. Rules are carried out in this order.
"""

from typing import LiteralString

import msgspec

NOBODY: LiteralString = "'erased-' || replace({id}::text, '-', '') || '@erased.invalid'"
COUNTRY_ONLY: LiteralString = "jsonb_build_object('country', coalesce({column} ->> 'country', ''))"

VISITOR: LiteralString = (
    "encode(substr(sha256(convert_to(replace(experiment_id::text, '-', '') || '|customer:' ||"
    " replace(%(customer)s::text, '-', ''), 'UTF8')), 17, 16), 'hex')::uuid"
)
"""What experiments keep of somebody who was logged in (`experiments.assigning.pseudonym`); of others nobody finds it."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """`set` empty: the rows are deleted, unless `kept` says why they stay."""

    table: LiteralString
    where: LiteralString
    set: LiteralString = ""
    kept: LiteralString = ""
    export: LiteralString = ""


def _place(column: LiteralString) -> LiteralString:
    return COUNTRY_ONLY.replace("{column}", column)


RULES: tuple[Rule, ...] = (
    Rule(table="customer_addresses", where="customer_id = %(customer)s", export="address, is_default"),
    Rule(
        table="customer_consents",
        where="customer_id = %(customer)s",
        export="channel, is_given, source, wording, at",
    ),
    Rule(
        table="promotion_buyers",
        where="(buyer = %(customer)s::text or buyer in (select promotion_buyer(a) from unnest(%(addresses)s::text[]) a))",
    ),
    Rule(
        table="promotion_uses",
        where="order_id = any(%(orders)s)",
        set="buyers = '{}'",
        export="code, amount_minor, currency, at",
    ),
    Rule(table="customer_wishes", where="customer_id = %(customer)s", export="variant_id, created_at"),
    Rule(table="customer_tags", where="customer_id = %(customer)s", export="tag"),
    Rule(table="customer_group_members", where="customer_id = %(customer)s"),
    Rule(table="customer_notes", where="customer_id = %(customer)s", export="body, created_at"),
    Rule(
        table="customer_store_figures",
        where="customer_id = %(customer)s",
        export="store_id, currency, orders_count, spent_minor",
    ),
    Rule(
        table="sessions",
        where="audience = 'customer' and subject_id = %(customer)s",
        export="device, created_at, last_used_at",
    ),
    Rule(table="one_time_tokens", where="subject_id = %(customer)s"),
    Rule(table="mail_attempts", where="mail_id = any(%(mails)s)"),
    Rule(
        table="mails",
        where="id = any(%(mails)s)",
        export="channel, recipient, kind, subject, status, created_at",
    ),
    Rule(
        table="mail_suppressions",
        where="address = any(%(addresses)s)",
        export="channel, scope, reason, created_at",
    ),
    Rule(table="experiment_carts", where="cart_id = any(%(carts)s)"),
    Rule(
        table="experiment_visitors",
        where="visitor = " + VISITOR,
        set="visitor = gen_random_uuid()",
        export="experiment_id, seen_at",
    ),
    Rule(
        table="experiment_orders",
        where="order_id = any(%(orders)s)",
        set="visitor = gen_random_uuid()",
        export="experiment_id, order_id, placed_at",
    ),
    Rule(table="recommendation_picks", where="cart_id = any(%(carts)s)", export="other_id, kind, picked_at"),
    Rule(table="cart_lines", where="cart_id = any(%(carts)s)", export="variant_id, quantity, added_at"),
    Rule(
        table="carts",
        where="id = any(%(carts)s) and not exists (select from orders o where o.tenant_id = %(tenant)s"
        " and o.cart_id = carts.id)",
        export="email, phone, shipping_address, billing_address, note, vat_number, created_at",
    ),
    Rule(
        table="carts",
        where="id = any(%(carts)s)",
        set="customer_id = null, email = '', phone = '', shipping_address = null, billing_address = null, note = '',"
        " vat_number = ''",
    ),
    Rule(
        table="draft_orders",
        where="(customer_id = %(customer)s or id = any(%(carts)s))",
        set="customer_id = null, internal_note = '', words = '', sent_to = '', tags = '{}', carriage = null, token_hash = null",
        export="number, total_minor, currency, created_at",
    ),
    Rule(
        table="returns",
        where="id = any(%(returns)s)",
        set="note = '', refuse_reason = '', tracking_number = '', tracking_url = ''",
        export="number, kind, status, outcome, note, amount_minor, currency, requested_at",
    ),
    Rule(
        table="return_lines",
        where="return_id = any(%(returns)s)",
        set="note = ''",
        export="return_id, quantity, reason, note",
    ),
    Rule(table="return_photos", where="media_id = any(%(photos)s)", export="return_id, created_at"),
    Rule(
        table="store_credits",
        where="customer_id = %(customer)s",
        kept="what is owed stays owed, in the books",
        export="currency, balance_minor",
    ),
    Rule(
        table="store_credit_entries",
        where="customer_id = %(customer)s",
        set="reason = '', actor_name = case when actor ~ '^(staff|operator):' then actor_name else '' end",
        export="kind, amount_minor, currency, reason, at",
    ),
    Rule(
        table="vat_number_checks",
        where="number in (select t.vat_number from customer_taxes t where t.tenant_id = %(tenant)s"
        " and t.customer_id = %(customer)s)",
        kept="the proof that no tax was owed, for the tax office",
        export="number, outcome, consultation_number, name, address, at",
    ),
    Rule(
        table="vat_numbers",
        where="number in (select t.vat_number from customer_taxes t where t.tenant_id = %(tenant)s"
        " and t.customer_id = %(customer)s)",
        kept="the proof that no tax was owed, for the tax office",
        export="number, state, checked_at",
    ),
    Rule(table="customer_taxes", where="customer_id = %(customer)s", export="vat_number"),
    Rule(
        table="tax_exemptions",
        where="customer_id = %(customer)s",
        kept="the proof that no tax was owed, for the tax office",
        export="reason, certificate_number, countries, classes, until, created_at",
    ),
    Rule(table="order_tokens", where="order_id = any(%(orders)s)"),
    Rule(table="payment_links", where="order_id = any(%(orders)s)"),
    Rule(table="order_notes", where="order_id = any(%(orders)s)", export="body, created_at"),
    Rule(table="order_tags", where="order_id = any(%(orders)s)"),
    Rule(
        table="order_holds",
        where="order_id = any(%(orders)s)",
        set="reasons = '[]', reason = ''",
        export="order_id, held_at, outcome, ended_at",
    ),
    Rule(
        table="order_versions",
        where="order_id = any(%(orders)s)",
        set="snapshot = '{}', reason = '', actor_name = case when actor ~ '^(staff|operator):' then actor_name else '' end",
    ),
    Rule(
        table="orders",
        where="id = any(%(orders)s)",
        set="email = "
        + NOBODY.replace("{id}", "coalesce(customer_id, id)")
        + ", phone = '', note = '', cancel_reason = '', shipping_address = "
        + _place("shipping_address")
        + ", billing_address = "
        + _place("billing_address")
        + ", tracking_hash = sha256(gen_random_uuid()::text::bytea)",
        export="number, created_at, placed_at, status, currency, total_minor, email, phone, shipping_address, billing_address,"
        " note, tax",
    ),
    Rule(
        table="order_lines",
        where="order_id = any(%(orders)s)",
        kept="what was sold is in the books; it names nobody",
        export="order_id, sku, title, quantity, unit, scale, total_minor",
    ),
    Rule(
        table="fulfillments",
        where="order_id = any(%(orders)s)",
        set="tracking_number = '', tracking_url = ''",
        export="order_id, status, carrier, tracking_number, shipped_at, delivered_at",
    ),
    Rule(table="tracking_events", where="parcel_id = any(%(parcels)s)"),
    Rule(
        table="tracked_parcels", where="order_id = any(%(orders)s)", export="carrier, tracking_number, status"
    ),
    Rule(
        table="shipping_labels",
        where="order_id = any(%(orders)s)",
        set="asked = null, tracking_number = '', tracking_url = '', file = null, reason = ''",
    ),
    Rule(table="payment_messages", where="payment_id = any(%(payments)s)"),
    Rule(table="payment_callbacks", where="payment_id = any(%(payments)s)"),
    Rule(
        table="payments",
        where="id = any(%(payments)s)",
        set="payer_phone = '', action_url = '', return_url = case when return_url = '' then '' else 'erased' end,"
        " data = data - '{cancel_url,payer,phone,email,msisdn}'::text[], reason = ''",
        export="order_id, provider, status, currency, amount_minor, captured_minor, refunded_minor, payer_phone, created_at",
    ),
    Rule(
        table="refunds",
        where="payment_id = any(%(payments)s)",
        set="reason = ''",
        export="amount_minor, status, reason, created_at",
    ),
    Rule(table="captures", where="payment_id = any(%(payments)s)", set="reason = ''"),
    Rule(
        table="past_refunds",
        where="customer_id = %(customer)s",
        set="customer_id = null",
        export="number, refunded_at, sku, title, quantity, amount_minor, currency",
    ),
    Rule(
        table="disputes",
        where="payment_id = any(%(payments)s)",
        kept="amounts and the provider's reason code, for the books",
        export="status, amount_minor, currency, reason",
    ),
    Rule(
        table="customers",
        where="id = %(customer)s",
        set="email = "
        + NOBODY.replace("{id}", "id")
        + ", name = '', phone = '', locale = '', password_hash = null,"
        " country = '', email_verified_at = null, claimed_at = null, deactivated_at = coalesce(deactivated_at, %(now)s),"
        " version = version + 1",
        export="email, name, phone, locale, country, created_at, claimed_at, email_verified_at, deactivated_at,"
        " first_order_month",
    ),
    Rule(table="customer_words", where="customer_id = %(customer)s"),
)

NOT_PERSONAL = frozenset(
    {
        # the company, its staff and its shops
        "api_keys", "appearance_drafts", "archives", "audit_chain", "audit_checks", "audit_heads", "audit_redactions",
        "audit_unsealed", "bulk_items", "bulk_runs", "carrier_accounts", "counters", "domain_claims", "feature_flags", "grants",
        "import_runs", "past_refund_parts",
        "locations", "mail_templates", "media", "notification_preferences", "passkeys", "payment_accounts", "payment_methods",
        "recovery_codes", "refresh_tokens", "roles", "saved_views", "setting_versions", "shipping_rates", "shipping_zones",
        "staff", "store_locations", "stores", "subscriptions", "support_visits",
        "plan_requests", "plan_warnings", "pulses", "usage_days",
        "tenant_policies", "tenant_policy_changes", "retention_marks", "retention_runs",
        "tax_accounts", "tax_answers", "tax_questions", "tax_rates",
        "texting_accounts", "totp_factors", "webhook_endpoints",
        # figures: sums that name nobody
        "analytics_dirty_days", "analytics_states", "analytics_stores", "cohort_months", "fulfillment_days", "funnel_days",
        "merchant_milestones", "merchant_months", "product_days", "product_months", "promotion_days", "return_days", "sales_days",
        "stockout_days", "visit_marks", "visit_salts",
        # what is tried out
        "experiments", "experiment_variants",
        # what others fetch
        "feed_categories", "feed_files", "feed_items", "feeds",
        # the goods
        "attribute_set_members", "attribute_sets", "attributes", "categories", "collection_products", "collections",
        "count_sheet_lines", "count_sheets", "prices", "product_categories", "product_figure_marks", "product_figures",
        "product_images", "products", "search_counts", "search_pins", "search_synonyms", "search_word_keys",
        "search_words", "slugs", "stock_items", "stock_ledger", "stock_levels",
        "stock_transfer_lines", "stock_transfers", "store_products", "variants",
        # what they cost, and to whom
        "exchange_rates", "markets", "rate_sources", "price_list_prices", "price_lists", "price_history", "sale_events",
        "sale_prices",
        "sale_targets",
        # what goes with what, and what it sold
        "recommendation_baskets", "recommendation_days", "recommendation_exclusions", "recommendation_features",
        "recommendation_goods", "recommendation_links", "recommendation_pair_days", "recommendation_pairs",
        "recommendation_runs", "recommendation_sales", "recommendation_tuning",
        # texts in other languages; a mark names the member of staff who wrote it
        "pages", "page_slugs", "text_states", "translation_rows", "translation_runs",
        # figures and references, which name nobody
        "customer_groups", "fulfillment_lines", "ledger_entries", "ledger_lines", "order_taxes",
        "order_discounts", "promotion_batches", "promotion_codes", "promotions", "payment_statement_lines",
        "payment_statements", "reservations", "return_wishes", "sandbox_charges", "erasures",
    }
)  # fmt: skip
"""Tables that hold nothing of a customer."""

FOLLOWED = frozenset(
    {
        "audit_log", "events", "event_receipts", "idempotency_keys", "webhook_messages", "webhook_deliveries",
        "webhook_attempts", "notifications", "customer_word_keys", "import_files", "import_problems",
    }
)  # fmt: skip
"""What was said of the person on the way, emptied by `erasing.follow` with the platform's role."""
