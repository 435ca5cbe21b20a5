import { Text } from "@mantine/core";
import type { TimelineEntry } from "@/api/generated/types.gen";
import { useLanguage } from "@/app/words";
import { formatMoney, formatQuantity } from "@/kit/format";
import classes from "./edit.module.css";
import { useEditWords } from "./words";

interface LineTold {
  title: string;
  quantity: number;
  unit: string;
  scale: number;
  total_minor: number;
}

const SUMS = ["discount_minor", "shipping_minor", "total_minor"] as const;

/** What an edit changed: each line and sum from what it was to what it became. */
export function EditDiff({ entry }: { entry: TimelineEntry }) {
  const t = useEditWords();
  const language = useLanguage();
  const currency = text(entry.details?.currency);
  if (!currency) return null;
  const [before, after] = [entry.before ?? {}, entry.after ?? {}];
  const told = (value: unknown) => {
    const line = lineOf(value);
    return line
      ? `${formatQuantity(language, line.quantity, line.scale, line.unit)} (${formatMoney(language, line.total_minor, currency)})`
      : t("none");
  };
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return (
    <ul className={classes.diff}>
      {keys
        .filter((key) => key.startsWith("lines."))
        .map((key) => (
          <li key={key}>
            <Text size="sm" span fw={550}>
              {lineOf(after[key])?.title ?? lineOf(before[key])?.title}
            </Text>{" "}
            <Text size="sm" span c="dimmed">
              {told(before[key])} → {told(after[key])}
            </Text>
          </li>
        ))}
      {SUMS.filter((key) => typeof after[key] === "number").map((key) => (
        <li key={key}>
          <Text size="sm" span c="dimmed">
            {t(`diff_${key}`)}: {amount(before[key], language, currency)} →{" "}
            {amount(after[key], language, currency)}
          </Text>
        </li>
      ))}
    </ul>
  );
}

function lineOf(value: unknown): LineTold | null {
  return typeof value === "object" && value !== null && "quantity" in value ? (value as LineTold) : null;
}

function amount(value: unknown, language: string, currency: string): string {
  return formatMoney(language, typeof value === "number" ? value : 0, currency);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
