"""A look on trial, as a browser sees it: only behind its link, framed by this host only."""

from tests.api.world import World


def test_the_link_shows_the_draft_on_every_page_and_to_nobody_without_it(acorn: World) -> None:
    made = acorn.admin("POST", f"/stores/{acorn.store}/preview", {"accent": "#0b6e4f", "home": ["newest"]})
    assert made.status == 201
    base = made.json["url"].rstrip("/")
    home = acorn.client.request("GET", f"{base}/")
    assert home.status == 200 and f'href="{base}/theme.css'.encode() in home.body
    assert f'href="{base}/products'.encode() in home.body
    assert b"#0b6e4f" in acorn.client.request("GET", f"{base}/theme.css").body
    assert home.header("x-frame-options") == "SAMEORIGIN" and home.header("x-robots-tag") == "noindex"
    assert "frame-ancestors 'self'" in (home.header("content-security-policy") or "")
    plain_base = base.partition("~")[0]
    plain = acorn.client.request("GET", f"{plain_base}/")
    assert (
        plain.header("x-frame-options") == "DENY" and "~" not in plain.body.decode().partition("</head>")[0]
    )
    assert b"#0b6e4f" not in acorn.client.request("GET", f"{plain_base}/theme.css").body


def test_a_wrong_link_opens_nothing(acorn: World, birch: World) -> None:
    made = acorn.admin("POST", f"/stores/{acorn.store}/preview", {})
    _, _, secret = made.json["url"].rstrip("/").partition("~")
    for address in (
        f"/s/{acorn.tenant.slug}/main~nonsense/",
        f"/s/{birch.tenant.slug}/main~{secret}/",
        f"/s/{acorn.tenant.slug}/second~{secret}/",
    ):
        assert acorn.client.request("GET", address).status == 404, address
    assert acorn.client.request("GET", f"/s/{acorn.tenant.slug}/main~/").status == 200
