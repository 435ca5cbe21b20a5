"""Which flags there are: features, which are on or off, and variables, which have a value.

A feature that is named here must be declared by a route, a job or a page (`tests/api/test_every_feature.py`). The environment
switches what the whole installation goes without.
"""

from duka.flags.types import Variable

ECOMMERCE = "ecommerce"
FEATURES: dict[str, str] = {
    ECOMMERCE: "The shop itself: its pages and the shop API; without it the back office stays",
    "collections": "Collections of products, chosen by hand or by conditions",
    "sale_events": "Sale events: goods that cost less for a while, by themselves",
    "markets": "Markets: countries with a currency, a language and taxes of their own",
    "price_lists": "Price lists: what groups, channels and quantities pay",
    "stock_transfers": "Transfers of stock between locations",
    "stock_counts": "Count sheets",
    "imports": "Imports and exports in the console",
    "custom_roles": "Roles of a company's own",
    "customer_service": "The whole story of a customer on one page, for customer service",
    "promotions": "Promotions: codes, percentages, amounts, free shipping",
    "promotions_advanced": "Promotions with tiers, bundles, gifts, buy and get, groups of customers, hours and budgets",
    "recommendations": "Recommendations computed from orders, and what they sell",
    "feeds": "Product feeds for Google Merchant, Meta and others",
    "tax_services": "Outside services for taxes, and checks of VAT numbers",
    "experiments": "Experiments: something else for some visitors, and which of it sold more",
    "payments_card": "Payments by card and PayPal",
    "payments_mobile_money": "Payments by mobile money",
}
"""Every feature that can be switched; all are on unless somebody says otherwise."""

OFF = "DUKA_FEATURES_OFF"
SWITCHES = {
    "ECOMMERCE_ENABLED": ECOMMERCE,
    "PAYMENTS_CARD_ENABLED": "payments_card",
    "PAYMENTS_MOBILEMONEY_ENABLED": "payments_mobile_money",
}
"""Variables of their own for what operators switch most: `false`, `no`, `off` or `0` switch it off."""

VARIABLES: dict[str, Variable] = {
    each.name: each
    for each in (
        Variable(
            "search_provider",
            "string",
            "SEARCH_PROVIDER",
            "postgresql",
            "What finds products in the shop: PostgreSQL, or an engine beside it that the installation has",
            choices=("postgresql", "meilisearch"),
        ),
        Variable(
            "cdn_signed_url_ttl",
            "integer",
            "CDN_SIGNED_URL_TTL",
            900,
            "For how many seconds a signed address of a picture works",
            least=1,
            most=604_800,
        ),
    )
}
"""What has a value: the installation's from the environment, and in place of it what is set for one merchant."""
