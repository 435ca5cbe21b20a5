"""Payment accounts, captures, disputes, callbacks, the ledger and statements. The statements are in `migrations/sql/0011/`."""

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind().connection.driver_connection
    for part in sorted((Path(__file__).parents[1] / "sql" / revision).glob("*.sql")):
        connection.execute(part.read_text(encoding="utf-8"))
