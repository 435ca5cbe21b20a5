"""Fulfillments, order edits, draft orders, returns, store credit, messages, webhooks, customers' accounts. The statements are in
`migrations/sql/0012/`."""

from pathlib import Path

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind().connection.driver_connection
    for part in sorted((Path(__file__).parents[1] / "sql" / revision).glob("*.sql")):
        connection.execute(part.read_text(encoding="utf-8"))
