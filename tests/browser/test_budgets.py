"""How heavy and how quiet the pages are, measured in the browser."""

import pytest

pytestmark = pytest.mark.browser
KIB = 1024
LCP = """
new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
  .observe({ type: "largest-contentful-paint", buffered: true }))
"""


@pytest.mark.parametrize(("name", "path"), [("boutique", "/p/panier-marche"), ("farm", "/p/linden-gold")])
def test_a_product_page_is_light_and_keeps_still(arrive, shops, name, path):
    visitor = arrive(shops[name], 390, 844)
    sizes = {}
    visitor.page.on(
        "response",
        lambda answer: (
            sizes.update({answer.url: len(answer.body())})
            if answer.request.resource_type in ("document", "stylesheet", "script")
            else None
        ),
    )

    visitor.go(path)
    visitor.page.wait_for_load_state("networkidle")

    painted = visitor.page.evaluate(LCP)
    print(f"{name}{path}: {sum(sizes.values())} bytes in {len(sizes)}, LCP {painted:.0f} ms")
    assert len(sizes) >= 3
    assert sum(sizes.values()) <= 60 * KIB, sizes
    assert visitor.shift() < 0.05, visitor.page.evaluate("window.shifts")


@pytest.mark.parametrize("name", ["boutique", "farm"])
def test_pages_keep_still_while_they_load(arrive, shops, name):
    visitor = arrive(shops[name], 390, 844)

    for path in ("/", "/products", "/cart", "/shop/track"):
        visitor.go(path)
        visitor.page.wait_for_load_state("networkidle")
        assert visitor.shift() < 0.05, (path, visitor.page.evaluate("window.shifts"))
