"""What one may do with feeds."""

READ, WRITE = "feeds:read", "feeds:write"

NAMES = {
    READ: "See product feeds and what is wrong with their items",
    WRITE: "Make, change, publish and delete product feeds",
}
