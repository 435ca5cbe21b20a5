"""Who may what: roles of a company, grants, invitations, keys. The statements are in `migrations/sql/0005/`."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind().connection.driver_connection
    for part in sorted((Path(__file__).parents[1] / "sql" / revision).glob("*.sql")):
        connection.execute(part.read_text(encoding="utf-8"))
