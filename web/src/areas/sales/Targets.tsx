import {
  ActionIcon,
  Checkbox,
  Combobox,
  Group,
  Select,
  Stack,
  Text,
  TextInput,
  useCombobox,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { adminListCategories, adminListCollections, adminListProducts } from "@/api/generated/sdk.gen";
import type { ShownTarget } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useMay } from "@/app/may";
import { Section } from "@/kit/Section";
import { PercentInput } from "./PercentInput";
import { useSaleWords } from "./words";

interface TargetsProps {
  targets: readonly ShownTarget[];
  change: (targets: ShownTarget[]) => void;
  complaint: string | null;
  disabled: boolean;
  /** The event's own, which holds where a target has none. */
  percent: number | null;
}

const EVERYTHING: ShownTarget = { kind: "all", id: null, percent_ppm: null, label: "" };

/** What is in the sale: everything, or categories, collections and products, each with a percentage of its own if need be. */
export function Targets({ targets, change, complaint, disabled, percent }: TargetsProps) {
  const t = useSaleWords();
  const isAll = targets.some((target) => target.kind === "all");
  const chosen = targets.filter((target) => target.kind !== "all");
  const add = (kind: string, id: string, label: string) => {
    if (targets.some((target) => target.id === id)) return;
    change([...targets, { kind, id, percent_ppm: null, label }]);
  };
  return (
    <Section title={t("goods")}>
      <Stack>
        <Checkbox
          label={t("everything")}
          checked={isAll}
          disabled={disabled}
          onChange={(event) => change(event.currentTarget.checked ? [EVERYTHING, ...chosen] : [...chosen])}
        />
        {chosen.map((target) => (
          <Group key={target.id} gap={10} wrap="nowrap" align="end">
            <div style={{ flex: 1, minWidth: 0 }}>
              <Text size="xs" c="dimmed">
                {t(kindOf(target.kind))}
              </Text>
              <Text size="sm" truncate>
                {target.label || t("gone")}
              </Text>
            </div>
            <PercentInput
              w={120}
              aria-label={`${t("percentOwn")}: ${target.label}`}
              placeholder={percent === null ? "" : String(percent / 10_000)}
              disabled={disabled}
              value={target.percent_ppm}
              onChange={(percent_ppm) =>
                change(targets.map((one) => (one.id === target.id ? { ...one, percent_ppm } : one)))
              }
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              disabled={disabled}
              aria-label={t("remove", { name: target.label })}
              onClick={() => change(targets.filter((one) => one.id !== target.id))}
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        ))}
        {disabled ? null : <Adding add={add} />}
        {complaint ? (
          <Text size="sm" c="red" role="alert">
            {complaint}
          </Text>
        ) : null}
      </Stack>
    </Section>
  );
}

function kindOf(kind: string): "category" | "collection" | "product" {
  return kind === "category" || kind === "collection" ? kind : "product";
}

function Adding({ add }: { add: (kind: string, id: string, label: string) => void }) {
  const t = useSaleWords();
  const maySeeCollections = useMay("categories:write");
  const categories = useRead(adminListCategories, {});
  const collections = useRead(adminListCollections, {}, { enabled: maySeeCollections });
  return (
    <Group gap={10} align="end" wrap="wrap">
      <Select
        label={t("addCategory")}
        searchable
        flex="1 1 12rem"
        value={null}
        data={(categories.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
        onChange={(id) => {
          const found = categories.data?.find((one) => one.id === id);
          if (found) add("category", found.id, found.name);
        }}
      />
      {collections.data?.length ? (
        <Select
          label={t("addCollection")}
          searchable
          flex="1 1 12rem"
          value={null}
          data={collections.data.map((one) => ({ value: one.id, label: one.title }))}
          onChange={(id) => {
            const found = collections.data?.find((one) => one.id === id);
            if (found) add("collection", found.id, found.title);
          }}
        />
      ) : null}
      <ProductPicker add={(id, label) => add("product", id, label)} />
    </Group>
  );
}

function ProductPicker({ add }: { add: (id: string, label: string) => void }) {
  const t = useSaleWords();
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const found = useRead(
    adminListProducts,
    { query: { q: asked, limit: 10 } },
    { enabled: asked !== "", keep: true },
  );
  const rows = asked === "" ? [] : (found.data?.items ?? []);
  return (
    <Combobox
      store={box}
      onOptionSubmit={(id) => {
        const row = rows.find((one) => one.id === id);
        if (row) add(row.id, row.title);
        setTyped("");
        box.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          flex="1 1 12rem"
          label={t("addProduct")}
          placeholder={t("addProductHelp")}
          value={typed}
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            box.openDropdown();
          }}
          onBlur={() => box.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={rows.length === 0}>
        <Combobox.Options>
          {rows.map((row) => (
            <Combobox.Option key={row.id} value={row.id}>
              {row.title}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
