"""The permissions of pricing: prices are set with `products:write` and read with `products:read`, so none of
its own."""

NAMES: dict[str, str] = {}
