import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { adminListPromotionFigures, adminListTopProducts } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { Count, Money, Quantity } from "@/kit/Money";
import { Rows } from "@/kit/Rows";
import { Thumbnail } from "@/kit/Thumbnail";
import classes from "./analytics.module.css";
import type { Asked } from "./useAsked";
import { Change } from "./values";
import { useAnalyticsWords } from "./words";

/** What sold best. */
export function Products({ asked, limit }: { asked: Asked; limit: number }) {
  const t = useAnalyticsWords();
  const [sort, setSort] = useState<"revenue" | "orders">("revenue");
  const { since, until, compare, store_id, channel, currency } = asked;
  const found = useRead(
    adminListTopProducts,
    { query: { since, until, compare, store_id, channel, currency, sort, limit } },
    { keep: true },
  );
  return (
    <Rows
      title={t("bestSellers")}
      acts={
        <SegmentedControl
          size="xs"
          aria-label={t("sort")}
          value={sort}
          onChange={(value) => setSort(value === "orders" ? "orders" : "revenue")}
          data={[
            { value: "revenue", label: t("sortRevenue") },
            { value: "orders", label: t("sortOrders") },
          ]}
        />
      }
      rows={found.data}
      error={found.error}
      again={() => void found.refetch()}
      empty={t("noProducts")}
      emptyHelp={t("emptyHelp")}
      columns={[t("product"), t("quantity"), t("orders"), t("revenue"), t("change")]}
      keyOf={(row) => row.product_id}
      cells={(row) => [
        <span key="product" className={classes.product}>
          <Thumbnail image={row.image} size={32} />
          {row.title ? (
            <GoLink to={`/products/${row.product_id}`} c="inherit" fw={550}>
              {row.title}
            </GoLink>
          ) : (
            t("gone")
          )}
        </span>,
        <Quantity key="quantity" value={row.quantity} scale={row.scale} unit={row.unit} />,
        <Count key="orders" value={row.orders} />,
        <Money key="revenue" minor={row.revenue_minor} currency={row.currency} />,
        row.before_minor > 0 ? (
          <Change key="change" now={row.revenue_minor} before={row.before_minor} />
        ) : (
          "–"
        ),
      ]}
    />
  );
}

/** What promotions took off and brought in. */
export function Promotions({ asked }: { asked: Asked }) {
  const t = useAnalyticsWords();
  const { since, until, compare, store_id, channel, currency } = asked;
  const found = useRead(
    adminListPromotionFigures,
    { query: { since, until, compare, store_id, channel, currency } },
    { keep: true },
  );
  return (
    <Rows
      title={t("promotions")}
      rows={found.data}
      error={found.error}
      again={() => void found.refetch()}
      empty={t("noPromotions")}
      columns={[t("promotion"), t("orders"), t("discount"), t("promotionRevenue"), t("change")]}
      keyOf={(row) => row.promotion_id}
      cells={(row) => [
        row.name || t("deletedPromotion"),
        <Count key="orders" value={row.orders} />,
        <Money key="discount" minor={row.discount_minor} currency={row.currency} />,
        <Money key="revenue" minor={row.revenue_minor} currency={row.currency} />,
        row.before_minor > 0 ? (
          <Change key="change" now={row.revenue_minor} before={row.before_minor} />
        ) : (
          "–"
        ),
      ]}
    />
  );
}
