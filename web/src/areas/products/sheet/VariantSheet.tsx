/**
 * The sheet of variants: typed in, pasted from a spreadsheet, filled down, all by keyboard. Loaded when it is needed.
 *
 * Arrows move, typing begins to write, Enter takes it, Ctrl+C and Ctrl+V copy and paste tables, Ctrl+D takes the cell above,
 * Space turns a tick.
 */
import "react-data-grid/lib/styles.css";
import { Button, Group, Kbd, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowBarDown } from "@tabler/icons-react";
import { useMemo, useRef, useState } from "react";
import {
  type CellKeyboardEvent,
  type CellKeyDownArgs,
  type Column,
  DataGrid,
  type RenderEditCellProps,
} from "react-data-grid";
import { tell } from "@/app/messages";
import { parseTable, spread } from "@/kit/sheet/paste";
import { useProductWords } from "../words";
import { read, type SheetColumn, write } from "./cells";
import { keyOfRow, type Row } from "./rows";
import classes from "./sheet.module.css";

export interface VariantSheetProps {
  rows: readonly Row[];
  columns: readonly SheetColumn[];
  change: (rows: Row[]) => void;
  /** What is wrong with cells, by row and column. */
  complaints: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What stands first in each row: its values. */
  titleOf: (row: Row) => string;
}

const ROW_HEIGHT = 36;
const MOST_SHOWN = 14;

export default function VariantSheet({ rows, columns, change, complaints, titleOf }: VariantSheetProps) {
  const t = useProductWords();
  const isNarrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const [active, setActive] = useState<{ row: number; column: string } | null>(null);
  const latest = useRef({ rows, columns });
  latest.current = { rows, columns };

  const shown = useMemo<Column<Row>[]>(
    () => [
      {
        key: "title",
        name: t("variant"),
        frozen: !isNarrow,
        width: isNarrow ? 120 : 180,
        cellClass: classes.title,
        renderCell: ({ row }) => (
          <>
            <span className={classes.name}>{titleOf(row)}</span>
            {row.isArchived ? <span className={classes.tag}>{t("archivedRow")}</span> : null}
          </>
        ),
      },
      ...columns.map((column) => gridColumn(column, complaints)),
    ],
    [columns, complaints, isNarrow, t, titleOf],
  );

  function put(changes: readonly { row: number; column: string; text: string }[]): void {
    const next = [...latest.current.rows];
    for (const one of changes) {
      const row = next[one.row];
      const column = latest.current.columns.find((candidate) => candidate.key === one.column);
      if (row !== undefined && column !== undefined) next[one.row] = write(row, column, one.text);
    }
    change(next);
  }

  function paste(text: string, at: { row: number; column: string }): void {
    const place = columns.findIndex((column) => column.key === at.column);
    if (place < 0) return;
    const size = { rows: rows.filter((row) => !row.isArchived).length, columns: columns.length };
    const { cells, dropped } = spread(parseTable(text), { row: at.row, column: place }, size);
    put(cells.map((cell) => ({ row: cell.row, column: columns[cell.column]?.key ?? "", text: cell.text })));
    if (dropped > 0) tell(t("pastedTooMuch", { count: dropped }));
  }

  function fillDown(): void {
    const column = columns.find((one) => one.key === active?.column);
    const source = active === null ? undefined : rows[active.row];
    if (active === null || column === undefined || source === undefined) return;
    const text = read(source, column);
    put(
      rows
        .map((_, row) => ({ row, column: column.key, text }))
        .filter(({ row }) => row > active.row && !rows[row]?.isArchived),
    );
  }

  function onKey(args: CellKeyDownArgs<Row>, event: CellKeyboardEvent): void {
    if (args.mode !== "SELECT" || args.row === undefined) return;
    const column = columns.find((one) => one.key === args.column?.key);
    if (column === undefined) return;
    const above = rows[args.rowIdx - 1];
    if ((event.ctrlKey || event.metaKey) && event.key === "d" && above !== undefined) {
      event.preventDefault();
      event.preventGridDefault();
      put([{ row: args.rowIdx, column: column.key, text: read(above, column) }]);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventGridDefault();
      put([{ row: args.rowIdx, column: column.key, text: "" }]);
    } else if (column.kind === "yes" && (event.key === " " || event.key === "Enter")) {
      event.preventDefault();
      event.preventGridDefault();
      put([{ row: args.rowIdx, column: column.key, text: read(args.row, column) === "" ? "x" : "" }]);
    } else if (event.key === "Enter") event.stopPropagation();
  }

  const count = rows.filter((row) => !row.isArchived).length;
  const isFillable =
    active !== null && active.column !== "title" && active.row < count - 1 && active.row >= 0;
  return (
    <div className={classes.sheet}>
      <Group gap="xs" className={classes.tools}>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconArrowBarDown size={14} />}
          disabled={!isFillable}
          onClick={fillDown}
        >
          {t("fillDown")}
        </Button>
        <Text size="xs" c="dimmed" visibleFrom="sm">
          {t.rich("sheetHelp", { paste: <Kbd size="xs">Ctrl V</Kbd>, above: <Kbd size="xs">Ctrl D</Kbd> })}
        </Text>
      </Group>
      <DataGrid
        aria-label={t("variantSheet")}
        className={classes.grid ?? ""}
        style={{ blockSize: Math.min(rows.length, MOST_SHOWN) * ROW_HEIGHT + ROW_HEIGHT + 14 }}
        columns={shown}
        rows={rows}
        rowKeyGetter={keyOfRow}
        rowHeight={ROW_HEIGHT}
        headerRowHeight={ROW_HEIGHT}
        rowClass={(row) => (row.isArchived ? classes.archived : row.isActive ? undefined : classes.unused)}
        onRowsChange={(next) => change(next)}
        onSelectedCellChange={({ rowIdx, column }) =>
          setActive(column === undefined ? null : { row: rowIdx, column: column.key })
        }
        onFill={({ columnKey, sourceRow, targetRow }) => {
          const column = columns.find((one) => one.key === columnKey);
          return column === undefined ? targetRow : write(targetRow, column, read(sourceRow, column));
        }}
        onCellCopy={({ row, column }, event) => {
          const copied = columns.find((one) => one.key === column.key);
          event.clipboardData.setData("text/plain", copied === undefined ? titleOf(row) : read(row, copied));
          event.preventDefault();
        }}
        onCellPaste={({ row, column }, event) => {
          event.preventDefault();
          const place = rows.indexOf(row);
          const text = event.clipboardData.getData("text/plain");
          // the grid would overwrite this row with what is returned, so the table goes in right after
          queueMicrotask(() => paste(text, { row: place, column: column.key }));
          return row;
        }}
        onCellKeyDown={onKey}
        onCellClick={({ column, row, rowIdx }, event) => {
          const ticked = columns.find((one) => one.key === column.key);
          if (ticked?.kind !== "yes" || !(event.target as HTMLElement).closest("[data-tick]")) return;
          put([{ row: rowIdx, column: ticked.key, text: read(row, ticked) === "" ? "x" : "" }]);
        }}
      />
    </div>
  );
}

function gridColumn(column: SheetColumn, complaints: VariantSheetProps["complaints"]): Column<Row> {
  const saidOf = (row: Row) => complaints[keyOfRow(row)]?.[column.key];
  return {
    key: column.key,
    name: column.title,
    width: column.width,
    resizable: true,
    editable: (row) => column.kind !== "yes" && column.isEditable(row),
    cellClass: (row) =>
      [
        column.kind === "number" ? classes.number : column.kind === "yes" ? classes.yes : "",
        column.isEditable(row) ? "" : classes.fixed,
        row.wrong[column.key] !== undefined || saidOf(row) ? classes.wrong : "",
      ].join(" "),
    renderHeaderCell: () => (
      <span className={classes.head} data-kind={column.kind} title={column.title}>
        {column.title}
      </span>
    ),
    renderCell: ({ row }) => {
      const said = saidOf(row);
      if (column.kind === "yes") {
        return (
          <span data-tick className={classes.tick} data-on={read(row, column) !== ""} aria-hidden>
            {read(row, column)}
          </span>
        );
      }
      return <span title={said}>{read(row, column)}</span>;
    },
    renderEditCell: (props) => <CellEditor {...props} of={column} />,
  };
}

function CellEditor({ row, onRowChange, onClose, of }: RenderEditCellProps<Row> & { of: SheetColumn }) {
  return (
    <input
      ref={begin}
      className={classes.editor}
      data-kind={of.kind}
      aria-label={of.title}
      inputMode={of.kind === "number" ? "decimal" : "text"}
      defaultValue={read(row, of)}
      onChange={(event) => onRowChange(write(row, of, event.currentTarget.value))}
      onBlur={() => onClose(true, false)}
    />
  );
}

/** Once, when it appears: what is typed next takes the place of what is there. */
function begin(input: HTMLInputElement | null): void {
  input?.focus();
  input?.select();
}
