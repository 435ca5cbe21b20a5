"""Where providers are for tests that ask none: no test talks to a payment provider or a tax service but to a simulated one."""

NOWHERE = tuple(
    (code, "http://127.0.0.1:9")
    for code in ("stripe", "paypal", "mtn_momo", "orange_money", "taxjar", "vies")
)
