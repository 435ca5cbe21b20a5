import { Skeleton } from "@mantine/core";
import { Skeletons } from "../Skeletons";
import classes from "./list.module.css";

const ROWS = 10;

/** A list's shape before its rows. */
export function ListSkeleton({ columns, rowHeight }: { columns: number; rowHeight: number }) {
  const rows = Array.from({ length: ROWS }, (_, row) => row);
  const cells = Array.from({ length: Math.max(1, columns) }, (_, cell) => cell);
  return (
    <Skeletons>
      {rows.map((row) => (
        <div key={row} className={classes.ghost} style={{ height: rowHeight }}>
          {cells.map((cell) => (
            <Skeleton key={cell} height={12} width={`${70 - ((row * 7 + cell * 13) % 45)}%`} />
          ))}
        </div>
      ))}
    </Skeletons>
  );
}
