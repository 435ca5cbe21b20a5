import { Button, Group, Text } from "@mantine/core";
import { IconDownload, IconPlus, IconTag } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminListAttributeSets, adminListCategories, adminListProducts } from "@/api/generated/sdk.gen";
import type { AdminListProductsData, ProductFilter, StaffRow } from "@/api/generated/types.gen";
import { usePages, useRead } from "@/api/query";
import { PlainLink, useGo } from "@/app/here";
import { useKeys } from "@/app/keys";
import { may, useMe } from "@/app/may";
import { useStore } from "@/app/store";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { readMoney } from "@/kit/form/read";
import { formatCount } from "@/kit/format";
import { DataList } from "@/kit/list/DataList";
import type { Filter, View } from "@/kit/list/types";
import { type ListState, useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { STATES } from "../status";
import { useProductWords } from "../words";
import { BulkActs } from "./BulkActs";
import { useColumns } from "./columns";

type Query = NonNullable<AdminListProductsData["query"]>;
type Sort = NonNullable<Query["sort"]>;
const SORTS: readonly Sort[] = [
  "updated", "-updated", "created", "-created", "title", "-title", "price", "-price", "stock", "-stock",
]; // biome-ignore format: a list
const STOCK = ["in", "low", "out", "untracked"] as const;

/** All products: searched, filtered, sorted, changed one by one or many at a time. */
export default function ProductsPage() {
  const t = useProductWords();
  const go = useGo();
  const me = useMe();
  const language = useLanguage();
  const list = useList();
  const store = useStore() ?? (me.stores.length > 0 ? (me.stores[0] ?? null) : null);
  const chosen = useStore();
  const asked = useAsked(list, chosen?.id, store);
  const products = usePages(adminListProducts, { query: { ...asked.query, limit: 60 } });
  const columns = useColumns(chosen);
  const filters = useFilters();
  const views = useMemo(
    (): View[] => [
      { id: "active", label: t("active"), search: { status: "active" } },
      { id: "drafts", label: t("drafts"), search: { status: "draft" } },
      { id: "low", label: t("runningOut"), search: { stock: "low", status: "active" } },
      { id: "out", label: t("soldOut"), search: { stock: "out", status: "active" } },
      { id: "bare", label: t("withoutPicture"), search: { picture: "no" } },
      { id: "archived", label: t("archived"), search: { status: "archived" } },
    ],
    [t],
  );
  const canWrite = may(me, "products:write");
  useKeys([{ keys: "n", label: t("newProduct"), disabled: !canWrite, run: () => go("/products/new") }]);
  const first = products.data?.pages[0] as { total?: number | null; is_total_exact?: boolean } | undefined;
  const total = first?.total ?? undefined;
  const counted =
    total === undefined
      ? null
      : first?.is_total_exact === false
        ? t("moreThan", { count: formatCount(language, total) })
        : t("countOf", { count: total });
  return (
    <Page
      title={t("title")}
      about={counted}
      width="wide"
      acts={
        <May permission="imports:run">
          <Button
            variant="default"
            component={PlainLink}
            to="/imports"
            leftSection={<IconDownload size={15} />}
          >
            {t("import")}
          </Button>
        </May>
      }
      primary={
        <May permission="products:write">
          <Button component={PlainLink} to="/products/new" leftSection={<IconPlus size={15} />}>
            {t("newProduct")}
          </Button>
        </May>
      }
    >
      <DataList<StaffRow>
        id="products"
        list={list}
        source={products}
        columns={columns}
        idOf={(row) => row.id}
        to={(row) => `/products/${row.id}`}
        search={t("search")}
        rowHeight={56}
        filters={filters}
        views={views}
        {...(canWrite
          ? {
              bulk: (rows: readonly StaffRow[], clear: () => void) => (
                <BulkActs
                  rows={rows}
                  clear={clear}
                  all={
                    total !== undefined && total > rows.length && rows.length === products.items?.length
                      ? { filter: asked.filter, count: counted ?? "" }
                      : null
                  }
                />
              ),
            }
          : {})}
        empty={
          <EmptyState
            icon={<IconTag size={24} />}
            title={t("none")}
            text={t("noneHelp")}
            action={
              <Group justify="center" gap="sm">
                <May
                  permission="products:write"
                  otherwise={
                    <Text size="sm" c="dimmed">
                      {t("askForRight")}
                    </Text>
                  }
                >
                  <Button component={PlainLink} to="/products/new">
                    {t("firstProduct")}
                  </Button>
                </May>
              </Group>
            }
          />
        }
      />
    </Page>
  );
}

/** What the list is asked, as query of the list and as filter of a bulk change. */
function useAsked(
  list: ListState,
  storeId: string | undefined,
  priced: { id: string; currency: string } | null,
): { query: Query; filter: ProductFilter } {
  return useMemo(() => {
    const money = (key: string) => {
      const text = list.text(key);
      return text && priced ? (readMoney(text, priced.currency) ?? undefined) : undefined;
    };
    const least = money("price_from");
    const most = money("price_to");
    const known = SORTS.find((one) => one === list.sort);
    const needsStore = least !== undefined || most !== undefined || known === "price" || known === "-price";
    const place = storeId ?? list.text("in_store") ?? (needsStore ? priced?.id : undefined);
    const status = list
      .several("status")
      .filter((one) => (STATES as readonly string[]).includes(one)) as Query["status"];
    const since = list.text("updated")?.split("..")[0];
    const stock = list.one("stock", STOCK);
    const picture = list.yes("picture");
    const filter: ProductFilter = {
      ...(list.q ? { q: list.q } : {}),
      ...(status && status.length > 0 ? { status } : {}),
      ...(place ? { store: place } : {}),
      ...(list.text("category") ? { category: list.text("category") ?? "" } : {}),
      ...(list.text("set") ? { attribute_set: list.text("set") ?? "" } : {}),
      ...(list.text("tag") ? { tag: list.text("tag") ?? "" } : {}),
      ...(list.text("vendor") ? { vendor: list.text("vendor") ?? "" } : {}),
      ...(stock ? { stock } : {}),
      ...(picture === undefined ? {} : { has_picture: picture }),
      ...(least === undefined ? {} : { price_from_minor: least }),
      ...(most === undefined ? {} : { price_to_minor: most }),
      ...(since && /^\d{4}-\d\d-\d\d$/.test(since) ? { updated_since: `${since}T00:00:00Z` } : {}),
    };
    const { store: inStore, ...rest } = filter;
    return {
      filter,
      query: {
        ...rest,
        ...(inStore ? { in_store: inStore } : {}),
        ...(known ? { sort: known } : {}),
      } as Query,
    };
  }, [list, storeId, priced]);
}

function useFilters(): Filter[] {
  const t = useProductWords();
  const me = useMe();
  const categories = useRead(adminListCategories, {}, { enabled: may(me, "categories:read") });
  const sets = useRead(adminListAttributeSets, {});
  return useMemo<Filter[]>(
    () => [
      {
        key: "status",
        label: t("status"),
        kind: "several",
        options: STATES.map((value) => ({ value, label: t(value) })),
      },
      {
        key: "category",
        label: t("category"),
        options: (categories.data ?? []).map((one) => ({ value: one.id, label: one.path.join(" › ") })),
      },
      ...(me.stores.length > 1
        ? [
            {
              key: "in_store",
              label: t("store"),
              options: me.stores.map((one) => ({ value: one.id, label: one.name })),
            },
          ]
        : []),
      {
        key: "stock",
        label: t("stock"),
        options: STOCK.map((value) => ({ value, label: t(`stock_${value}`) })),
      },
      { key: "picture", label: t("hasPicture"), kind: "yes" },
      { key: "price_from", label: t("priceFrom"), kind: "text" },
      { key: "price_to", label: t("priceTo"), kind: "text" },
      { key: "tag", label: t("tag"), kind: "text" },
      { key: "vendor", label: t("vendor"), kind: "text" },
      {
        key: "set",
        label: t("attributeSet"),
        options: (sets.data ?? []).map((one) => ({ value: one.code, label: one.name })),
      },
      { key: "updated", label: t("changedSince"), kind: "days" },
    ],
    [t, me, categories.data, sets.data],
  );
}
