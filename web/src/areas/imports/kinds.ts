import type { Tone } from "@/kit/StatusBadge";

export const KINDS = ["products", "stock", "customers", "orders", "list_prices"] as const;
export type Kind = (typeof KINDS)[number];

export const TONES: Record<string, Tone> = {
  ready: "info",
  waiting: "info",
  running: "warn",
  finished: "good",
  stopped: "quiet",
  failed: "bad",
};
export const LARGEST = 20 * 1024 * 1024;
export const SHEETS = [
  "text/csv",
  "text/plain",
  "application/vnd.ms-excel",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.oasis.opendocument.spreadsheet",
];
