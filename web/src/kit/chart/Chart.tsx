/**
 * Charts, loaded when they are shown, with the same figures as a table for those who don't see them.
 *
 *     <Chart kind="area" data={days} by="day" series={[{ name: "sales", label: t("sales") }]} write={(value) => money(value)}
 *            title={t("salesOverTime")} writeBy={(day) => formatDay(language, day)} />
 */
import { Skeleton, Table, VisuallyHidden } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { Tone } from "../StatusBadge";

export interface Series {
  /** Its key in the data. */
  name: string;
  label: string;
  /** A tone for states; without one the accent and greys. */
  tone?: Tone;
}

export interface ChartProps {
  kind: "area" | "bar" | "line";
  title: string;
  /** A value of null is a gap: there is none. */
  data: readonly Readonly<Record<string, string | number | null>>[];
  /** The key of the horizontal axis. */
  by: string;
  series: readonly Series[];
  /** How a value is written. */
  write?: (value: number) => string;
  /** How a place on the horizontal axis is written. */
  writeBy?: (value: string) => string;
  height?: number;
  /** Counts of parts of a whole, on top of each other; for bars. */
  stacked?: boolean;
}

const Drawing = lazy(() => import("./Drawing"));

export function Chart(props: ChartProps) {
  const { title, data, by, series, write = String, writeBy = String, height = 220 } = props;
  const writeAny = (value: number | null) => (value === null ? "–" : write(value));
  return (
    <figure style={{ margin: 0 }}>
      <Suspense fallback={<Skeleton height={height} />}>
        <div aria-hidden style={{ height }}>
          <Drawing {...props} write={writeAny} />
        </div>
      </Suspense>
      <VisuallyHidden>
        <Table>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th>{by}</th>
              {series.map((one) => (
                <th key={one.name}>{one.label}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.map((row) => (
              <tr key={String(row[by])}>
                <th scope="row">{writeBy(String(row[by]))}</th>
                {series.map((one) => (
                  <td key={one.name}>
                    {writeAny(row[one.name] === null ? null : Number(row[one.name] ?? 0))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </VisuallyHidden>
    </figure>
  );
}
