import { Badge, Text, Tooltip } from "@mantine/core";
import { IconMessage, IconNote } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { OrderListItem } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import type { Column } from "@/kit/list/types";
import { Money } from "@/kit/Money";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import classes from "./orders.module.css";
import { goodsTone, moneyOf, needTone, needWord, word } from "./states";
import type { OrderWords } from "./words";

/** The list's columns; which store only where there are several. */
export function columnsOf(
  t: OrderWords,
  stores: ReadonlyMap<string, string>,
  hasNeed: boolean,
): Column<OrderListItem>[] {
  return [
    {
      key: "order",
      title: t("order"),
      fixed: true,
      phone: "title",
      width: 130,
      cell: (row) => (
        <span className={classes.number}>
          <GoLink to={`/orders/${row.id}`} c="inherit" fw={600} data-figures>
            {row.number}
          </GoLink>
          {row.note ? (
            <Mark label={`${t("buyerNote")}: ${row.note}`} icon={<IconMessage size={14} />} />
          ) : null}
          {row.has_notes ? <Mark label={t("notes")} icon={<IconNote size={14} />} /> : null}
        </span>
      ),
    },
    {
      key: "buyer",
      title: t("buyer"),
      cell: (row) => (
        <span className={classes.buyer}>
          <Text span inherit truncate>
            {row.name || row.email}
          </Text>
          <Text span size="xs" c="dimmed" truncate>
            {row.city}
          </Text>
        </span>
      ),
    },
    {
      key: "need",
      title: t("next"),
      width: 160,
      hidden: hasNeed,
      phone: "aside",
      cell: (row) =>
        row.is_held ? (
          <StatusBadge tone="bad">{t("is_held")}</StatusBadge>
        ) : (
          <StatusBadge tone={needTone(row.need)}>{needWord(t, row.need)}</StatusBadge>
        ),
    },
    {
      key: "payment",
      title: t("payment"),
      width: 170,
      cell: (row) => <StatusBadge tone={moneyOf(t, row).tone}>{moneyOf(t, row).text}</StatusBadge>,
    },
    {
      key: "goods",
      title: t("fulfillment"),
      width: 150,
      phone: "none",
      hidden: true,
      cell: (row) => (
        <StatusBadge tone={goodsTone(row.fulfillment_status)}>{word(t, row.fulfillment_status)}</StatusBadge>
      ),
    },
    { key: "how", title: t("how"), width: 150, phone: "none", cell: (row) => row.shipping_name },
    {
      key: "method",
      title: t("method"),
      hidden: true,
      phone: "none",
      cell: (row) => word(t, row.payment_method),
    },
    ...(stores.size > 1
      ? [
          {
            key: "store",
            title: t("store"),
            phone: "none" as const,
            cell: (row: OrderListItem) => stores.get(row.store_id) ?? "",
          },
        ]
      : []),
    {
      key: "tags",
      title: t("tags"),
      hidden: true,
      cell: (row) =>
        row.tags.map((tag) => (
          <Badge key={tag} variant="default" mr={4}>
            {tag}
          </Badge>
        )),
    },
    {
      key: "count",
      title: t("pieces"),
      align: "right",
      width: 80,
      hidden: true,
      phone: "none",
      cell: (row) => <span data-figures>{row.count}</span>,
    },
    {
      key: "placed",
      title: t("placed"),
      sort: "placed",
      width: 130,
      cell: (row) => <When at={row.placed_at ?? row.created_at} />,
    },
    {
      key: "total",
      title: t("total"),
      sort: "total",
      align: "right",
      width: 140,
      phone: "aside",
      cell: (row) => (
        <Text span inherit fw={550}>
          <Money minor={row.total_minor} currency={row.currency} />
        </Text>
      ),
    },
  ];
}

function Mark({ label, icon }: { label: string; icon: ReactNode }) {
  return (
    <Tooltip label={label} multiline maw={320}>
      <span className={classes.mark} role="img" aria-label={label}>
        {icon}
      </span>
    </Tooltip>
  );
}
