import { Checkbox } from "@mantine/core";
import { memo, type ReactNode } from "react";
import { useGo } from "@/app/here";
import { useKitWords } from "../words";
import classes from "./list.module.css";
import type { Choice, Column } from "./types";

interface TableRowProps<T> {
  row: T;
  id: string;
  /** Its place in the whole list. */
  at: number;
  columns: readonly Column<T>[];
  height: number;
  to: ((row: T) => string) | undefined;
  toggle: Choice<T>["toggle"] | null;
  isChosen: boolean;
  isActive: boolean;
}

function Row<T>({ row, id, at, columns, height, to, toggle, isChosen, isActive }: TableRowProps<T>) {
  const t = useKitWords();
  const go = useGo();
  return (
    <tr
      aria-rowindex={at + 1}
      data-active={isActive}
      data-chosen={isChosen}
      data-goes={to !== undefined}
      style={{ height }}
      onClick={(event) => {
        if (to !== undefined && !isOwnClick(event.target as HTMLElement)) go(to(row));
      }}
    >
      {toggle ? (
        <td className={classes.tick}>
          <Checkbox
            aria-label={t("chooseRow")}
            checked={isChosen}
            onChange={(event) => toggle(row, id, (event.nativeEvent as unknown as MouseEvent).shiftKey)}
          />
        </td>
      ) : null}
      {columns.map((column) => (
        <td
          key={column.key}
          className={classes.cell}
          data-align={column.align}
          style={column.width === undefined ? undefined : { width: column.width, maxWidth: column.width }}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** A row of a list, drawn anew only when something of its own changes: scrolling draws what comes into sight. */
export const TableRow = memo(Row) as <T>(props: TableRowProps<T> & { key?: string }) => ReactNode;

/** Links, buttons and fields in a row do their own thing; so does somebody marking text. */
function isOwnClick(target: HTMLElement): boolean {
  const isControl = target.closest("a, button, input, label, [role=menu], [role=dialog]") !== null;
  return isControl || getSelection()?.isCollapsed === false;
}
