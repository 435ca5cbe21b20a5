import { Combobox, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { adminFindDraftGoods } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { usePromotionWords } from "./words";

interface VariantFinderProps {
  store: string;
  onPick: (id: string, name: string) => void;
}

/** Finds what a store sells by name or SKU. */
export function VariantFinder({ store, onPick }: VariantFinderProps) {
  const t = usePromotionWords();
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const found = useRead(
    adminFindDraftGoods,
    { query: { store_id: store, q: asked } },
    { enabled: asked.length > 1 && store !== "", keep: true },
  );
  const rows = asked.length > 1 ? (found.data ?? []) : [];
  return (
    <Combobox
      store={box}
      onOptionSubmit={(id) => {
        const row = rows.find((one) => one.variant_id === id);
        if (row) onPick(id, [row.title, row.variant_title].filter(Boolean).join(" · "));
        setTyped("");
        box.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          aria-label={t("addVariant")}
          placeholder={t("addVariant")}
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
            <Combobox.Option key={row.variant_id} value={row.variant_id}>
              {row.title}
              <Text span size="xs" c="dimmed" display="block">
                {[row.variant_title, row.sku].filter(Boolean).join(" · ")}
              </Text>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
