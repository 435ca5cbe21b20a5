import { Text } from "@mantine/core";
import { useMemo } from "react";
import type { StaffRow } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import { useMe } from "@/app/may";
import type { StoreOfMine } from "@/app/session";
import { useLanguage } from "@/app/words";
import { fractionDigits } from "@/kit/format";
import type { Column } from "@/kit/list/types";
import { Money, Quantity } from "@/kit/Money";
import { StatusBadge } from "@/kit/StatusBadge";
import { Thumbnail } from "@/kit/Thumbnail";
import { When } from "@/kit/When";
import { TONES } from "../status";
import { useProductWords } from "../words";
import classes from "./list.module.css";
import { QuickPrice } from "./QuickPrice";
import { QuickStock } from "./QuickStock";

/** The columns of the list; prices are those of the store that is chosen on top, or of the first one that sells it. */
export function useColumns(chosen: StoreOfMine | null): Column<StaffRow>[] {
  const t = useProductWords();
  const { stores } = useMe();
  return useMemo<Column<StaffRow>[]>(
    () => [
      {
        key: "product",
        title: t("product"),
        fixed: true,
        phone: "title",
        sort: "title",
        cell: (row) => (
          <span className={classes.product}>
            <Thumbnail image={row.image} size={40} />
            <span className={classes.names}>
              <GoLink to={`/products/${row.id}`} c="inherit" fw={550} className={classes.name}>
                {row.title}
              </GoLink>
              <Text size="xs" c="dimmed" className={classes.name}>
                {row.variants === 1 ? row.sku : t("variants", { count: row.variants })}
              </Text>
            </span>
          </span>
        ),
      },
      {
        key: "status",
        title: t("status"),
        width: 116,
        phone: "aside",
        cell: (row) => (
          <StatusBadge tone={TONES[row.status] ?? "quiet"}>
            {t.has(row.status) ? t(row.status) : row.status}
          </StatusBadge>
        ),
      },
      {
        key: "stock",
        title: t("stock"),
        sort: "stock",
        align: "right",
        width: 130,
        cell: (row) => (
          <QuickStock row={row}>
            <StockOf row={row} />
          </QuickStock>
        ),
      },
      {
        key: "price",
        title: t("price"),
        sort: "price",
        align: "right",
        width: 170,
        cell: (row) => {
          const sold =
            row.stores.find((one) => one.store_id === chosen?.id) ?? (chosen ? undefined : row.stores[0]);
          return sold ? (
            <QuickPrice row={row} sold={sold} />
          ) : (
            <Text span c="dimmed">
              –
            </Text>
          );
        },
      },
      {
        key: "stores",
        title: t("stores"),
        width: 150,
        phone: "none",
        hidden: stores.length < 2,
        cell: (row) =>
          row.stores
            .map((one) => stores.find((store) => store.id === one.store_id)?.name)
            .filter(Boolean)
            .join(", ") || (
            <Text span c="dimmed">
              {t("nowhere")}
            </Text>
          ),
      },
      {
        key: "vendor",
        title: t("vendor"),
        width: 130,
        hidden: true,
        phone: "none",
        cell: (row) => row.vendor,
      },
      { key: "kind", title: t("kind"), width: 130, hidden: true, phone: "none", cell: (row) => row.kind },
      {
        key: "tags",
        title: t("tags"),
        width: 160,
        hidden: true,
        phone: "none",
        cell: (row) => row.tags.join(", "),
      },
      {
        key: "created",
        title: t("created"),
        sort: "created",
        align: "right",
        width: 120,
        hidden: true,
        phone: "none",
        cell: (row) => <When at={row.created_at} />,
      },
      {
        key: "updated",
        title: t("changed"),
        sort: "updated",
        align: "right",
        width: 120,
        phone: "none",
        cell: (row) => <When at={row.updated_at} />,
      },
    ],
    [t, chosen, stores],
  );
}

function StockOf({ row }: { row: StaffRow }) {
  const t = useProductWords();
  if (row.stock === null)
    return (
      <Text span c="dimmed">
        {t("notCounted")}
      </Text>
    );
  const { available, is_low } = row.stock;
  const amount = <Quantity value={available} scale={row.scale} unit={row.unit} />;
  if (available <= 0)
    return (
      <Text span c="red">
        {available < 0 ? amount : t("stock_out")}
      </Text>
    );
  return is_low ? (
    <Text span className={classes.low}>
      {amount} · {t("low")}
    </Text>
  ) : (
    amount
  );
}

export function PriceRange({ from, to, currency }: { from: number; to: number; currency: string }) {
  const language = useLanguage();
  if (to <= from) return <Money minor={from} currency={currency} />;
  return <span data-figures>{formatRange(language, from, to, currency)}</span>;
}

/** Pure: the currency once. */
function formatRange(language: string, from: number, to: number, currency: string): string {
  const digits = fractionDigits(currency);
  const whole = new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    trailingZeroDisplay: "stripIfInteger",
  });
  return whole.formatRange(from / 10 ** digits, to / 10 ** digits);
}
