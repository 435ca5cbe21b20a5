import "mantine-datatable/styles.layer.css";
import { Checkbox } from "@mantine/core";
import { DataTable, type DataTableColumn } from "mantine-datatable";
import { useEffect, useRef } from "react";
import { useKitWords } from "../words";
import classes from "./list.module.css";
import { TableRow } from "./TableRow";
import type { Choice, Column } from "./types";
import type { ListState } from "./useList";
import { useRowWindow } from "./useRowWindow";

/** So many rows before the end the next page is asked for. */
const NEAR = 20;

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
  const viewport = useRef<HTMLDivElement>(null);
  const { first, last, show } = useRowWindow(viewport, items.length, rowHeight);
  useEffect(() => {
    if (last >= items.length - NEAR) nearEnd();
  }, [last, items.length, nearEnd]);
  useEffect(() => {
    if (active >= 0) show(active);
  }, [active, show]);

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
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
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
      rowFactory={({ record }) =>
        "gap" in record ? (
          <tr key={record.id} aria-hidden style={{ height: record.gap }}>
            <td colSpan={columns.length + (choice ? 1 : 0)} className={classes.gap} />
          </tr>
        ) : (
          <TableRow
            key={record.id}
            row={record.row}
            id={record.id}
            at={record.at}
            columns={columns}
            height={rowHeight}
            to={to}
            toggle={choice?.toggle ?? null}
            isChosen={choice?.has(record.id) ?? false}
            isActive={record.at === active}
          />
        )
      }
    />
  );
}

/** How the header of a column looks: cells are drawn by `TableRow`. */
function shownColumn<T>(column: Column<T>): DataTableColumn<Drawn<T>> {
  return {
    accessor: column.key,
    title: column.title,
    sortable: column.sort !== undefined,
    textAlign: column.align ?? "left",
    ...(column.width === undefined ? {} : { width: column.width }),
  };
}

/** The tick of all; those of the rows are theirs. */
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
  };
}
