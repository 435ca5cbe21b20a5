import "@mantine/charts/styles.layer.css";
import { AreaChart, BarChart, LineChart } from "@mantine/charts";
import type { ChartProps } from "./Chart";

const COLOURS = [
  "var(--mantine-primary-color-filled)",
  "var(--mantine-color-gray-5)",
  "var(--duka-info)",
  "var(--duka-warn)",
];

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
        lineProps={{ isAnimationActive: false }}
      />
    );
  return (
    <AreaChart
      areaChartProps={silent}
      {...shared}
      curveType="monotone"
      withDots={false}
      withGradient
      fillOpacity={0.14}
      strokeWidth={2}
      areaProps={{ isAnimationActive: false }}
    />
  );
}
