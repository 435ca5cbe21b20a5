import { ActionIcon, Checkbox, Group, Select, Stack, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { adminListCategories, adminListCollections } from "@/api/generated/sdk.gen";
import type { ShownTarget } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useMay } from "@/app/may";
import { ProductFinder } from "@/kit/goods/ProductFinder";
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
        {disabled ? null : <Adding taken={new Set(chosen.flatMap((one) => one.id ?? []))} add={add} />}
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

interface AddingProps {
  taken: ReadonlySet<string>;
  add: (kind: string, id: string, label: string) => void;
}

function Adding({ taken, add }: AddingProps) {
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
      <ProductFinder
        flex="1 1 12rem"
        label={t("addProduct")}
        placeholder={t("addProductHelp")}
        taken={taken}
        onPick={(product) => add("product", product.id, product.title)}
      />
    </Group>
  );
}
