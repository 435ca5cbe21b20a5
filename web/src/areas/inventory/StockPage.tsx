import { Button, Modal, Text } from "@mantine/core";
import { IconPackages } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { adminListStock } from "@/api/generated/sdk.gen";
import type { StockRow } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink, PlainLink, useGo } from "@/app/here";
import { useMay } from "@/app/may";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Quantity } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { StatusBadge } from "@/kit/StatusBadge";
import { Thumbnail } from "@/kit/Thumbnail";
import { BulkRules } from "./BulkRules";
import classes from "./inventory.module.css";
import { asOptions, usePlaces } from "./places";
import { useInventoryWords } from "./words";

const HAVING = ["low", "out", "in", "promised"] as const;
const SUMS = ["on_hand", "reserved", "safety", "available"] as const;

type Sums = Record<(typeof SUMS)[number], number>;

/** Pure: the shelves of an item added up. */
export function sumsOf(row: StockRow): Sums {
  const sums: Sums = { on_hand: 0, reserved: 0, safety: 0, available: 0 };
  for (const level of row.levels) for (const name of SUMS) sums[name] += level[name];
  return sums;
}

/** Pure: out, low or in. */
export function stateOf(row: StockRow): "out" | "low" | "in" {
  if (sumsOf(row).available <= 0) return "out";
  return row.levels.some((level) => level.low_at > 0 && level.available <= level.low_at) ? "low" : "in";
}

const TONES = { out: "bad", low: "warn", in: "good" } as const;

export default function StockPage() {
  const t = useInventoryWords();
  const go = useGo();
  const list = useList();
  const places = usePlaces("inventory:read");
  const mayWrite = useMay("inventory:write");
  const [ruled, setRuled] = useState<readonly StockRow[] | null>(null);
  const stock = usePages(adminListStock, {
    query: { q: list.q, location: list.text("location"), having: list.one("having", HAVING), limit: 50 },
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  const skus = (rows: readonly StockRow[]) => rows.map((row) => row.sku).join(",");
  return (
    <Page title={t("title")} width="wide">
      <DataList
        id="inventory"
        list={list}
        source={stock}
        columns={columns}
        idOf={(row) => row.item_id}
        to={(row) => `/inventory/items/${encodeURIComponent(row.sku)}`}
        search={t("search")}
        rowHeight={56}
        filters={[
          { key: "location", label: t("location"), options: asOptions(places) },
          {
            key: "having",
            label: t("state"),
            options: HAVING.map((value) => ({ value, label: t(value) })),
          },
        ]}
        views={[
          { id: "low", label: t("low"), search: { having: "low" } },
          { id: "out", label: t("out"), search: { having: "out" } },
        ]}
        {...(mayWrite
          ? {
              bulk: (rows: readonly StockRow[], clear: () => void) => (
                <>
                  <Button variant="default" size="xs" onClick={() => setRuled(rows)}>
                    {t("setRules")}
                  </Button>
                  <Button
                    variant="default"
                    size="xs"
                    onClick={() => {
                      clear();
                      go(`/inventory/transfers/new?skus=${encodeURIComponent(skus(rows))}`);
                    }}
                  >
                    {t("moveThese")}
                  </Button>
                  <Button
                    variant="default"
                    size="xs"
                    onClick={() => go(`/inventory/counts?new=yes&skus=${encodeURIComponent(skus(rows))}`)}
                  >
                    {t("countThese")}
                  </Button>
                </>
              ),
            }
          : {})}
        empty={
          <EmptyState
            icon={<IconPackages size={24} />}
            title={t("nothing")}
            text={t("nothingHelp")}
            action={
              <Button component={PlainLink} to="/products/new">
                {t("addProduct")}
              </Button>
            }
          />
        }
      />
      <Modal opened={ruled !== null} onClose={() => setRuled(null)} title={t("setRules")}>
        {ruled ? <BulkRules rows={ruled} done={() => setRuled(null)} /> : null}
      </Modal>
    </Page>
  );
}

function columnsOf(t: ReturnType<typeof useInventoryWords>): Column<StockRow>[] {
  const sum = (key: keyof Sums, title: string, hidden = false): Column<StockRow> => ({
    key,
    title,
    align: "right",
    width: 120,
    hidden,
    cell: (row) => <Quantity value={sumsOf(row)[key]} scale={row.scale} unit={row.unit} />,
  });
  return [
    {
      key: "item",
      title: t("item"),
      fixed: true,
      phone: "title",
      cell: (row) => (
        <GoLink to={`/inventory/items/${encodeURIComponent(row.sku)}`} c="inherit" className={classes.item}>
          <Thumbnail image={row.image} size={36} />
          <span>
            <Text span fw={550} inherit>
              {row.title ?? row.sku}
            </Text>
            <Text span size="xs" c="dimmed" display="block">
              {[row.variant_title, row.sku].filter(Boolean).join(" · ")}
            </Text>
          </span>
        </GoLink>
      ),
    },
    {
      key: "state",
      title: t("state"),
      width: 130,
      phone: "aside",
      cell: (row) => <StatusBadge tone={TONES[stateOf(row)]}>{t(stateOf(row))}</StatusBadge>,
    },
    sum("on_hand", t("onHand")),
    sum("reserved", t("promised")),
    sum("safety", t("safety"), true),
    sum("available", t("available")),
    {
      key: "places",
      title: t("location"),
      hidden: true,
      phone: "none",
      cell: (row) => row.levels.map((level) => level.location).join(", "),
    },
  ];
}
