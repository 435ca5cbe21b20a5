/**
 * The grid itself, loaded when it is needed. Arrows move, typing begins to write, Enter takes it, Ctrl+C and Ctrl+V copy and
 * paste tables, Delete empties.
 */
import "react-data-grid/lib/styles.css";
import { Kbd, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useMemo } from "react";
import {
  type CellKeyboardEvent,
  type CellKeyDownArgs,
  type Column,
  DataGrid,
  type RenderEditCellProps,
} from "react-data-grid";
import type { ListRow } from "@/api/generated/types.gen";
import { useLanguage } from "@/app/words";
import { formatMoney, formatQuantity } from "@/kit/format";
import { parseTable, spread } from "@/kit/sheet/paste";
import { isWrong, keyOf, priceOf, type Typed, textOf } from "./grid";
import classes from "./markets.module.css";
import { useMarketWords } from "./words";

interface PriceGridProps {
  rows: readonly ListRow[];
  quantities: readonly number[];
  currency: string;
  typed: Typed;
  change: (typed: Typed) => void;
  isReadOnly: boolean;
}

const ROW_HEIGHT = 36;
const MOST_SHOWN = 16;
const TIER = "from ";

export default function PriceGrid({ rows, quantities, currency, typed, change, isReadOnly }: PriceGridProps) {
  const t = useMarketWords();
  const language = useLanguage();
  const isNarrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const columns = useMemo<Column<ListRow>[]>(() => {
    const say = (row: ListRow, quantity: number) => textOf(row, quantity, typed, language, currency);
    const about: Column<ListRow>[] = [
      { key: "sku", name: "SKU", width: 120, cellClass: classes.fixed },
      {
        key: "own",
        name: t("own"),
        width: 120,
        cellClass: `${classes.number} ${classes.fixed}`,
        renderCell: ({ row }) =>
          row.own_minor === null ? "–" : formatMoney(language, row.own_minor, currency),
      },
    ];
    return [
      {
        key: "title",
        name: t("product"),
        frozen: !isNarrow,
        width: isNarrow ? 130 : 260,
        cellClass: classes.name,
        renderCell: ({ row }) => [row.title, row.variant_title].filter((one) => one !== "").join(" · "),
      },
      ...(isNarrow ? [] : about),
      ...quantities.map(
        (quantity): Column<ListRow> => ({
          key: `${TIER}${quantity}`,
          name: quantity === 1 ? t("fromOne") : t("fromMany", { quantity: said(rows, quantity, language) }),
          width: 120,
          resizable: true,
          editable: !isReadOnly,
          cellClass: (row) =>
            [
              classes.number,
              keyOf(row.variant_id, quantity) in typed ? classes.changed : "",
              isWrong(say(row, quantity), currency) ? classes.wrong : "",
            ].join(" "),
          renderCell: ({ row }) => (
            <span title={isWrong(say(row, quantity), currency) ? t("notAPrice") : undefined}>
              {say(row, quantity)}
            </span>
          ),
          renderEditCell: (props) => (
            <CellEditor
              {...props}
              text={say(props.row, quantity)}
              put={(text) => change({ ...typed, [keyOf(props.row.variant_id, quantity)]: text })}
            />
          ),
        }),
      ),
      ...(isNarrow ? about : []),
    ];
  }, [rows, quantities, currency, typed, change, isReadOnly, isNarrow, language, t]);

  function put(cells: readonly { row: number; column: number; text: string }[]): void {
    const next: Record<string, string> = { ...typed };
    for (const cell of cells) {
      const [row, quantity] = [rows[cell.row], quantities[cell.column]];
      if (row !== undefined && quantity !== undefined) next[keyOf(row.variant_id, quantity)] = cell.text;
    }
    change(next);
  }

  const placeOf = (key: string | undefined) =>
    key?.startsWith(TIER) ? quantities.indexOf(Number(key.slice(TIER.length))) : -1;

  function onKey(args: CellKeyDownArgs<ListRow>, event: CellKeyboardEvent): void {
    if (args.mode !== "SELECT" || isReadOnly) return;
    const column = placeOf(args.column?.key);
    if (column < 0 || (event.key !== "Delete" && event.key !== "Backspace")) return;
    event.preventGridDefault();
    put([{ row: args.rowIdx, column, text: "" }]);
  }

  return (
    <div className={classes.sheet}>
      {isReadOnly ? null : (
        <Text size="xs" c="dimmed" visibleFrom="sm">
          {t.rich("gridHelp", { paste: <Kbd size="xs">Ctrl V</Kbd> })}
        </Text>
      )}
      <DataGrid
        aria-label={t("grid")}
        className={classes.grid ?? ""}
        style={{ blockSize: Math.min(rows.length, MOST_SHOWN) * ROW_HEIGHT + ROW_HEIGHT + 14 }}
        columns={columns}
        rows={rows}
        rowKeyGetter={(row) => row.variant_id}
        rowHeight={ROW_HEIGHT}
        headerRowHeight={ROW_HEIGHT}
        onRowsChange={() => undefined}
        onCellKeyDown={onKey}
        onCellCopy={({ row, column }, event) => {
          const place = placeOf(column.key);
          const quantity = quantities[place];
          const text = quantity === undefined ? row.sku : textOf(row, quantity, typed, language, currency);
          event.clipboardData.setData("text/plain", text);
          event.preventDefault();
        }}
        onCellPaste={({ row, column }, event) => {
          event.preventDefault();
          const at = { row: rows.indexOf(row), column: placeOf(column.key) };
          const table = parseTable(event.clipboardData.getData("text/plain"));
          if (!isReadOnly && at.column >= 0) {
            const size = { rows: rows.length, columns: quantities.length };
            queueMicrotask(() => put(spread(table, at, size).cells));
          }
          return row;
        }}
      />
    </div>
  );
}

/** A quantity as it is written where all rows with a price from it on count alike. */
function said(rows: readonly ListRow[], quantity: number, language: string): string {
  const scales = new Set(rows.filter((row) => priceOf(row, quantity) !== null).map((row) => row.scale));
  const [scale = 0] = scales.size === 1 ? scales : [0];
  return formatQuantity(language, quantity, scale, "C62");
}

interface CellEditorProps extends RenderEditCellProps<ListRow> {
  text: string;
  put: (text: string) => void;
}

function CellEditor({ row, column, onClose, text, put }: CellEditorProps) {
  return (
    <input
      ref={begin}
      className={classes.editor}
      aria-label={`${row.sku}, ${String(column.name)}`}
      inputMode="decimal"
      defaultValue={text}
      onChange={(event) => put(event.currentTarget.value)}
      onBlur={() => onClose(false, false)}
    />
  );
}

/** Once, when it appears: what is typed next takes the place of what is there. */
function begin(input: HTMLInputElement | null): void {
  input?.focus();
  input?.select();
}
