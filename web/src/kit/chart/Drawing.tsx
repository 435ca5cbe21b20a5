import "@mantine/charts/styles.layer.css";
import { AreaChart, BarChart, LineChart } from "@mantine/charts";
import type { DotItemDotProps } from "recharts";
import type { ChartProps } from "./Chart";

const COLOURS = [
  "var(--mantine-primary-color-filled)",
  "var(--mantine-color-gray-5)",
  "var(--duka-info)",
  "var(--duka-warn)",
];

/** A value between two gaps: no line leads to it, so that it is drawn as a dot. */
function Lone({ key, index, points, cx, cy, stroke }: DotItemDotProps) {
  const isThere = (place: number) => typeof points[place]?.y === "number";
  const isLone = isThere(index) && !isThere(index - 1) && !isThere(index + 1);
  return isLone ? <circle key={key} cx={cx} cy={cy} r={3} fill={stroke} /> : <g key={key} />;
}

export default function Drawing({
  kind,
  data,
  by,
  series,
  write = String,
  writeBy = String,
  height = 220,
  stacked = false,
}: ChartProps) {
  const shared = {
    h: height,
    data: [...data],
    dataKey: by,
    series: series.map((one, place) => ({
      name: one.name,
      label: one.label,
      color: one.tone ? `var(--duka-${one.tone})` : (COLOURS[place % COLOURS.length] ?? "gray"),
    })),
    valueFormatter: write,
    tickLine: "none" as const,
    gridAxis: "x" as const,
    withLegend: series.length > 1,
    xAxisProps: { tickFormatter: writeBy, minTickGap: 40, tickMargin: 8 },
    yAxisProps: stacked ? { width: 40, allowDecimals: false } : { width: 88 },
    tooltipAnimationDuration: 0,
    tooltipProps: {
      labelFormatter: (label: unknown) => (label === undefined || label === "" ? "" : writeBy(String(label))),
    },
  };
  // the same figures stand beside as a table: nothing in the drawing is for the keyboard
  const silent = { accessibilityLayer: false };
  if (kind === "bar")
    return (
      <BarChart
        barChartProps={silent}
        {...shared}
        maxBarWidth={28}
        {...(stacked ? { type: "stacked" as const } : {})}
        barProps={{ radius: stacked ? 0 : [3, 3, 0, 0], isAnimationActive: false }}
      />
    );
  if (kind === "line")
    return (
      <LineChart
        lineChartProps={silent}
        {...shared}
        curveType="monotone"
        withDots={false}
        connectNulls={false}
        lineProps={{ isAnimationActive: false, dot: Lone }}
      />
    );
  return (
    <AreaChart
      areaChartProps={silent}
      {...shared}
      curveType="monotone"
      withDots={false}
      connectNulls={false}
      withGradient
      fillOpacity={0.14}
      strokeWidth={2}
      areaProps={{ isAnimationActive: false }}
    />
  );
}
