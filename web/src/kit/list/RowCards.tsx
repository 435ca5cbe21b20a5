import { Checkbox } from "@mantine/core";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { PlainLink } from "@/app/here";
import { useKitWords } from "../words";
import classes from "./list.module.css";
import type { Choice, Column } from "./types";

interface RowCardsProps<T> {
  columns: readonly Column<T>[];
  items: T[];
  idOf: (row: T) => string;
  to: ((row: T) => string) | undefined;
  choice: Choice<T> | null;
  nearEnd: () => void;
}

/** The list on a phone: a card a row, only those in sight drawn. */
export function RowCards<T>({ columns, items, idOf, to, choice, nearEnd }: RowCardsProps<T>) {
  const t = useKitWords();
  const place = useRef<HTMLUListElement>(null);
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => 84,
    overscan: 8,
    scrollMargin: place.current?.offsetTop ?? 0,
  });
  const inSight = rows.getVirtualItems();
  const last = inSight.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= items.length - 10) nearEnd();
  }, [last, items.length, nearEnd]);
  const title =
    columns.find((column) => column.phone === "title") ??
    columns.find((column) => column.fixed) ??
    columns[0];
  const asides = columns.filter((column) => column.phone === "aside");
  const lines = columns.filter((column) => column !== title && (column.phone ?? "line") === "line");
  return (
    <ul ref={place} className={classes.cards} style={{ height: rows.getTotalSize() }}>
      {inSight.map((virtual) => {
        const row = items[virtual.index];
        if (row === undefined) return null;
        const id = idOf(row);
        return (
          <li
            key={id}
            ref={rows.measureElement}
            data-index={virtual.index}
            className={classes.card}
            style={{ transform: `translateY(${virtual.start - rows.options.scrollMargin}px)` }}
          >
            {choice ? (
              <Checkbox
                size="sm"
                aria-label={t("chooseRow")}
                checked={choice.has(id)}
                onChange={() => choice.toggle(row, id)}
              />
            ) : null}
            <div className={classes.cardBody}>
              <div className={classes.cardHead}>
                <div className={classes.cardTitle}>{title?.cell(row)}</div>
                {asides.map((column) => (
                  <div key={column.key}>{column.cell(row)}</div>
                ))}
              </div>
              <div className={classes.cardLines}>
                {lines.map((column) => (
                  <span key={column.key}>
                    {column.title}: {column.cell(row)}
                  </span>
                ))}
              </div>
            </div>
            {to ? <PlainLink to={to(row)} className={classes.cover} tabIndex={-1} aria-hidden /> : null}
          </li>
        );
      })}
    </ul>
  );
}
