import { Button, Checkbox, Group, Radio, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLanguage } from "@/app/words";
import { formatDay } from "../format";
import { useKitWords } from "../words";
import type { Filter } from "./types";

interface FilterFormProps {
  filter: Filter;
  value: string | undefined;
  /** `isDone`: nothing more to choose. */
  change: (value: string | undefined, isDone: boolean) => void;
}

/** What one filter can be set to. Days are `2026-11-01..2026-11-21`, either side may be missing. */
export function FilterForm({ filter, value, change }: FilterFormProps) {
  const t = useKitWords();
  if (filter.kind === "text") return <TextForm value={value} change={change} label={filter.label} />;
  if (filter.kind === "days") return <DaysForm value={value} change={change} />;
  if (filter.kind === "several") {
    const chosen = value?.split(",") ?? [];
    return (
      <Checkbox.Group
        aria-label={filter.label}
        value={chosen}
        onChange={(next) => change(next.join(",") || undefined, false)}
      >
        <Stack gap={8} mah={320} style={{ overflowY: "auto" }}>
          {filter.options.map((option) => (
            <Checkbox key={option.value} value={option.value} label={option.label} />
          ))}
        </Stack>
      </Checkbox.Group>
    );
  }
  const options =
    filter.kind === "yes"
      ? [
          { value: "yes", label: t("yes") },
          { value: "no", label: t("no") },
        ]
      : filter.options;
  return (
    <Radio.Group
      aria-label={filter.label}
      value={value ?? ""}
      onChange={(next) => change(next || undefined, true)}
    >
      <Stack gap={8} mah={320} style={{ overflowY: "auto" }}>
        <Radio size="xs" value="" label={t("any")} />
        {options.map((option) => (
          <Radio size="xs" key={option.value} value={option.value} label={option.label} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

type Part = Omit<FilterFormProps, "filter">;

function TextForm({ value, change, label }: Part & { label: string }) {
  const t = useKitWords();
  const [typed, setTyped] = useState(value ?? "");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change(typed.trim() || undefined, true);
      }}
    >
      <Group gap={8} align="end">
        <TextInput
          label={label}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
        />
        <Button type="submit">{t("apply")}</Button>
      </Group>
    </form>
  );
}

function DaysForm({ value, change }: Part) {
  const t = useKitWords();
  const [from = "", until = ""] = value?.split("..") ?? [];
  const tell = (next: [string, string]) =>
    change(next.join("..") === ".." ? undefined : next.join(".."), false);
  return (
    <Stack gap={8}>
      <TextInput
        type="date"
        label={t("from")}
        value={from}
        onChange={(event) => tell([event.currentTarget.value, until])}
      />
      <TextInput
        type="date"
        label={t("until")}
        value={until}
        onChange={(event) => tell([from, event.currentTarget.value])}
      />
    </Stack>
  );
}

/** What a filter is set to, in words. */
export function useFilterText(filter: Filter, value: string | undefined): string {
  const t = useKitWords();
  const language = useLanguage();
  if (value === undefined) return t("any");
  if (filter.kind === "text") return value;
  if (filter.kind === "yes") return value === "yes" ? t("yes") : t("no");
  if (filter.kind === "days") {
    return value
      .split("..")
      .map((day) => (/^\d{4}-\d\d-\d\d$/.test(day) ? formatDay(language, day) : "…"))
      .join(" – ");
  }
  const names = new Map(filter.options.map((option) => [option.value, option.label]));
  return value
    .split(",")
    .map((one) => names.get(one) ?? one)
    .join(", ");
}
