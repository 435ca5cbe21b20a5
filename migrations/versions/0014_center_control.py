"""The platform's own company and its operators, plans, flags, policies, tenant life, figures. The statements are in
`migrations/sql/0014/`."""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind().connection.driver_connection
    for part in sorted((Path(__file__).parents[1] / "sql" / revision).glob("*.sql")):
        connection.execute(part.read_text(encoding="utf-8"))
