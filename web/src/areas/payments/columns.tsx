import { Text } from "@mantine/core";
import type { PaymentListItem } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import type { Column } from "@/kit/list/types";
import { Money } from "@/kit/Money";
import { moneyWord, paymentTone } from "@/kit/money/payments";
import type { MoneyWords } from "@/kit/money/words";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import classes from "./payments.module.css";
import { troubleOf } from "./states";
import type { PaymentWords } from "./words";

/** The list's columns; which store only where there are several. */
export function columnsOf(
  t: PaymentWords,
  m: MoneyWords,
  stores: ReadonlyMap<string, string>,
): Column<PaymentListItem>[] {
  return [
    {
      key: "order",
      title: t("order"),
      fixed: true,
      phone: "title",
      width: 110,
      cell: (row) => (
        <GoLink to={`/payments/${row.id}`} c="inherit" fw={600} data-figures>
          {row.order_number}
        </GoLink>
      ),
    },
    {
      key: "buyer",
      title: t("buyer"),
      cell: (row) => (
        <Text span inherit truncate>
          {row.name}
        </Text>
      ),
    },
    {
      key: "provider",
      title: t("provider"),
      width: 190,
      cell: (row) => (
        <span className={classes.beside}>
          {moneyWord(m, row.provider)}
          {row.attempt > 1 ? (
            <Text span size="xs" c="dimmed">
              {t("attempt", { count: row.attempt })}
            </Text>
          ) : null}
        </span>
      ),
    },
    {
      key: "status",
      title: t("status"),
      width: 220,
      phone: "aside",
      cell: (row) => <Standing row={row} t={t} m={m} />,
    },
    {
      key: "phone",
      title: t("phone"),
      hidden: true,
      phone: "none",
      cell: (row) => <span data-figures>{row.payer_phone}</span>,
    },
    {
      key: "reference",
      title: t("reference"),
      hidden: true,
      phone: "none",
      cell: (row) => <span className={classes.mono}>{row.reference}</span>,
    },
    ...(stores.size > 1
      ? [
          {
            key: "store",
            title: t("store"),
            phone: "none" as const,
            cell: (row: PaymentListItem) => stores.get(row.store_id) ?? "",
          },
        ]
      : []),
    { key: "at", title: t("begun"), width: 120, cell: (row) => <When at={row.created_at} /> },
    {
      key: "refunded",
      title: t("givenBack"),
      align: "right",
      width: 130,
      phone: "none",
      cell: (row) =>
        row.refunded_minor > 0 ? <Money minor={row.refunded_minor} currency={row.currency} /> : null,
    },
    {
      key: "amount",
      title: t("amount"),
      align: "right",
      width: 140,
      phone: "aside",
      cell: (row) => (
        <Text span inherit fw={550}>
          <Money minor={row.captured_minor || row.amount_minor} currency={row.currency} />
        </Text>
      ),
    },
  ];
}

function Standing({ row, t, m }: { row: PaymentListItem; t: PaymentWords; m: MoneyWords }) {
  const trouble = troubleOf(row);
  return (
    <span className={classes.beside}>
      <StatusBadge tone={paymentTone(row.status)}>{moneyWord(m, row.status)}</StatusBadge>
      {trouble ? <StatusBadge tone={trouble === "byHand" ? "warn" : "bad"}>{t(trouble)}</StatusBadge> : null}
    </span>
  );
}
