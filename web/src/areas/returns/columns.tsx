import { Text } from "@mantine/core";
import type { ReturnListItem } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import type { Column } from "@/kit/list/types";
import { Money } from "@/kit/Money";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { statusTone, word } from "./states";
import type { ReturnWords } from "./words";

export function columnsOf(t: ReturnWords): Column<ReturnListItem>[] {
  return [
    {
      key: "number",
      title: t("number"),
      fixed: true,
      phone: "title",
      width: 140,
      cell: (row) => (
        <GoLink to={`/returns/${row.id}`} c="inherit" fw={600} data-figures>
          {row.number}
        </GoLink>
      ),
    },
    {
      key: "buyer",
      title: t("buyer"),
      cell: (row) => (
        <Text span inherit truncate>
          {row.name || row.email}
        </Text>
      ),
    },
    {
      key: "kind",
      title: t("kind"),
      width: 120,
      cell: (row) => word(t, row.kind),
    },
    {
      key: "why",
      title: t("why"),
      cell: (row) => (
        <Text span inherit truncate>
          {row.reasons.map((reason) => word(t, reason)).join(", ")}
        </Text>
      ),
    },
    {
      key: "status",
      title: t("state"),
      width: 150,
      phone: "aside",
      cell: (row) => <StatusBadge tone={statusTone(row.status)}>{word(t, row.status)}</StatusBadge>,
    },
    { key: "at", title: t("asked"), width: 120, cell: (row) => <When at={row.requested_at} /> },
    {
      key: "amount",
      title: t("amount"),
      align: "right",
      width: 130,
      phone: "none",
      cell: (row) =>
        row.amount_minor > 0 ? <Money minor={row.amount_minor} currency={row.currency} /> : null,
    },
  ];
}
