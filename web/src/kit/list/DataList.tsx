/**
 * A list of things: search, filters, views, columns, bulk work, endless paging; its state is its address.
 *
 *     const list = useList({ sort: "-placed" });
 *     const orders = usePages(adminListOrders, { query: { q: list.q, limit: 50 } });
 *     <DataList id="orders" list={list} source={orders} idOf={(order) => order.id} to={(order) => `/orders/${order.id}`}
 *       search={t("searchOrders")} columns={columns} filters={filters} views={views}
 *       bulk={(rows, clear) => <Button onClick={() => prepare(rows).then(clear)}>{t("prepare")}</Button>}
 *       empty={<EmptyState title={t("none")} text={t("noneHelp")} />} />
 *
 * Keys: j and k move, x ticks, Enter opens. On phones rows are cards (`phone` of a column says where it stands).
 */
import { Card, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useGo } from "@/app/here";
import { useKeys } from "@/app/keys";
import { Failure } from "../Failure";
import { Lonely } from "../Lonely";
import { useKitWords } from "../words";
import { BulkBar } from "./BulkBar";
import { ColumnMenu } from "./ColumnMenu";
import { FilterBar } from "./FilterBar";
import { ListSkeleton } from "./ListSkeleton";
import classes from "./list.module.css";
import { RowCards } from "./RowCards";
import { RowTable } from "./RowTable";
import type { Column, Filter, Source, View } from "./types";
import { useChoice } from "./useChoice";
import { useColumns } from "./useColumns";
import type { ListState } from "./useList";
import { ViewTabs } from "./ViewTabs";

interface DataListProps<T> {
  /** Its name in what is kept about it, one in the whole console. */
  id: string;
  list: ListState;
  source: Source<T>;
  columns: readonly Column<T>[];
  idOf: (row: T) => string;
  /** Where a row leads. */
  to?: (row: T) => string;
  /** What the search field says; without it there is none. */
  search?: string;
  filters?: readonly Filter[];
  views?: readonly View[];
  /** What can be done with ticked rows. */
  bulk?: (rows: readonly T[], clear: () => void) => ReactNode;
  /** Shown when there is nothing at all: what this is for. */
  empty: ReactNode;
  /** Pixels; 44 by default, 56 with pictures. */
  rowHeight?: number;
  /** Further tools beside the column menu, such as an export. */
  tools?: ReactNode;
}

const NO_FILTERS: readonly Filter[] = [];
const NO_VIEWS: readonly View[] = [];

export function DataList<T>(props: DataListProps<T>) {
  const { id, list, source, columns, idOf, to, bulk, rowHeight = 44 } = props;
  const t = useKitWords();
  const isPhone = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const shown = useColumns(id, columns);
  const items = source.items ?? [];
  const choice = useChoice(items, idOf);
  const [active, setActive] = useActive(items, idOf, to, bulk ? choice.toggle : null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = source;
  const nearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const asked = `${list.q} ${list.sort} ${JSON.stringify(list.filters)}`;
  const { clear } = choice;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question, other rows
  useEffect(() => {
    clear();
    setActive(-1);
  }, [asked, clear, setActive]);

  const isEmpty = source.items !== undefined && items.length === 0;
  if (isEmpty && !list.isNarrowed) return <Card>{props.empty}</Card>;
  const parts = { columns: shown.shown, items, idOf, to, choice: bulk ? choice : null, nearEnd };
  return (
    <Card padding={0} className={classes.list}>
      <ViewTabs id={id} list={list} views={props.views ?? NO_VIEWS} />
      <FilterBar list={list} filters={props.filters ?? NO_FILTERS} placeholder={props.search}>
        {props.tools}
        {isPhone ? null : (
          <ColumnMenu columns={columns} isShown={shown.isShown} toggle={shown.toggle} reset={shown.reset} />
        )}
      </FilterBar>
      {bulk && choice.rows.length > 0 ? (
        <BulkBar choice={choice}>{bulk(choice.rows, choice.clear)}</BulkBar>
      ) : null}
      {source.error && source.items === undefined ? (
        <Failure error={source.error} again={() => void source.refetch()} />
      ) : source.items === undefined ? (
        <ListSkeleton columns={isPhone ? 1 : shown.shown.length} rowHeight={rowHeight} />
      ) : isEmpty ? (
        <Lonely title={t("nothingFound")} text={t("nothingFoundHelp")} />
      ) : isPhone ? (
        <RowCards {...parts} />
      ) : (
        <RowTable {...parts} list={list} active={active} rowHeight={rowHeight} />
      )}
      {items.length > 0 ? (
        <Text size="xs" c="dimmed" className={classes.foot} aria-live="polite">
          {isFetchingNextPage
            ? t("loadingMore")
            : hasNextPage
              ? t("shownSoFar", { count: items.length })
              : t("allShown", { count: items.length })}
        </Text>
      ) : null}
    </Card>
  );
}

/** The row that j and k move to. */
function useActive<T>(
  items: readonly T[],
  idOf: (row: T) => string,
  to: ((row: T) => string) | undefined,
  toggle: ((row: T, id: string) => void) | null,
): [number, (place: number) => void] {
  const t = useKitWords();
  const go = useGo();
  const [active, setActive] = useState(-1);
  const row = items[active];
  useKeys([
    { keys: "j", label: t("nextRow"), run: () => setActive(Math.min(active + 1, items.length - 1)) },
    { keys: "k", label: t("previousRow"), run: () => setActive(Math.max(active - 1, 0)) },
    {
      keys: "enter",
      label: t("openRow"),
      disabled: to === undefined || row === undefined,
      run: () => row !== undefined && to && go(to(row)),
    },
    {
      keys: "x",
      label: t("tickRow"),
      disabled: toggle === null || row === undefined,
      run: () => row !== undefined && toggle?.(row, idOf(row)),
    },
  ]);
  return [active, setActive];
}
