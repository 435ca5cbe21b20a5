import "mantine-datatable/styles.layer.css";
import { Checkbox, Table } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { DataTable, type DataTableColumn } from "mantine-datatable";
import { useEffect, useRef } from "react";
import { useGo } from "@/app/here";
import { useKitWords } from "../words";
import classes from "./list.module.css";
import type { Choice, Column } from "./types";
import type { ListState } from "./useList";

interface RowTableProps<T> {
  list: ListState;
  columns: readonly Column<T>[];
  items: T[];
  idOf: (row: T) => string;
  to: ((row: T) => string) | undefined;
  choice: Choice<T> | null;
  active: number;
  rowHeight: number;
  /** Called when the last rows come into sight. */
  nearEnd: () => void;
}

/** What stands for the rows that are not drawn. */
interface Gap {
  gap: number;
  id: string;
}
type Drawn<T> = { row: T; at: number; id: string } | Gap;

/** Only the rows in sight are drawn, however many there are. */
export function RowTable<T>(props: RowTableProps<T>) {
  const { list, columns, items, idOf, to, choice, active, rowHeight, nearEnd } = props;
  const t = useKitWords();
  const go = useGo();
  const viewport = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const inSight = rows.getVirtualItems();
  const first = inSight[0]?.index ?? 0;
  const last = inSight.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= items.length - 20) nearEnd();
  }, [last, items.length, nearEnd]);
  useEffect(() => {
    if (active >= 0) rows.scrollToIndex(active, { align: "auto" });
  }, [active, rows]);

  const drawn: Drawn<T>[] = items
    .slice(first, last + 1)
    .map((row, place) => ({ row, at: first + place, id: idOf(row) }));
  if (first > 0) drawn.unshift({ gap: first * rowHeight, id: "gap-before" });
  if (last < items.length - 1) drawn.push({ gap: (items.length - 1 - last) * rowHeight, id: "gap-after" });

  const direction = list.sort.startsWith("-") ? "desc" : "asc";
  const key = list.sort.replace(/^-/, "");
  return (
    <DataTable<Drawn<T>>
      className={classes.table}
      scrollViewportRef={viewport}
      records={drawn}
      idAccessor="id"
      columns={[
        ...(choice ? [choiceColumn(choice, items, t)] : []),
        ...columns.map((column) => shownColumn(column)),
      ]}
      aria-rowcount={items.length}
      highlightOnHover
      withTableBorder={false}
      sortStatus={{ columnAccessor: columns.find((column) => column.sort === key)?.key ?? "", direction }}
      onSortStatusChange={({ columnAccessor, direction: way }) => {
        const column = columns.find((one) => one.key === columnAccessor);
        if (column?.sort) list.sortBy(way === "desc" ? `-${column.sort}` : column.sort);
      }}
      rowFactory={({ record, rowProps, children }) =>
        "gap" in record ? (
          <Table.Tr key={record.id} aria-hidden style={{ height: record.gap }}>
            <td colSpan={columns.length + (choice ? 1 : 0)} className={classes.gap} />
          </Table.Tr>
        ) : (
          <Table.Tr
            key={record.id}
            {...plainProps(rowProps)}
            aria-rowindex={record.at + 1}
            data-active={record.at === active}
            data-chosen={choice?.has(record.id)}
            data-goes={to !== undefined}
            style={{ height: rowHeight }}
            onClick={(event) => {
              if (to === undefined || isOwnClick(event.target as HTMLElement)) return;
              go(to(record.row));
            }}
          >
            {children}
          </Table.Tr>
        )
      }
    />
  );
}

function plainProps({ className }: { className?: string | undefined }): { className?: string } {
  return className ? { className } : {};
}

/** Links, buttons and fields in a row do their own thing; so does somebody marking text. */
function isOwnClick(target: HTMLElement): boolean {
  return (
    target.closest("a, button, input, label, [role=menu]") !== null || getSelection()?.isCollapsed === false
  );
}

function shownColumn<T>(column: Column<T>): DataTableColumn<Drawn<T>> {
  return {
    accessor: column.key,
    title: column.title,
    sortable: column.sort !== undefined,
    textAlign: column.align ?? "left",
    ...(column.width === undefined ? {} : { width: column.width }),
    ellipsis: true,
    render: (drawn) => ("gap" in drawn ? null : column.cell(drawn.row)),
  };
}

function choiceColumn<T>(
  choice: Choice<T>,
  items: readonly T[],
  t: ReturnType<typeof useKitWords>,
): DataTableColumn<Drawn<T>> {
  const count = choice.rows.length;
  return {
    accessor: "__choice",
    width: 40,
    title: (
      <Checkbox
        aria-label={count > 0 ? t("clearChoice") : t("chooseAll")}
        checked={count > 0 && count === items.length}
        indeterminate={count > 0 && count < items.length}
        onChange={() => (count > 0 ? choice.clear() : choice.all())}
      />
    ),
    render: (drawn) =>
      "gap" in drawn ? null : (
        <Checkbox
          aria-label={t("chooseRow")}
          checked={choice.has(drawn.id)}
          onChange={(event) => {
            const { shiftKey } = event.nativeEvent as unknown as MouseEvent;
            choice.toggle(drawn.row, drawn.id, shiftKey);
          }}
        />
      ),
  };
}
