import { Combobox, Loader, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { adminListStock } from "@/api/generated/sdk.gen";
import type { StockRow } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { Thumbnail } from "@/kit/Thumbnail";
import classes from "./inventory.module.css";
import { useInventoryWords } from "./words";

/** Finds an item by name, SKU or barcode; a scanner's Enter takes the only one found. */
export function ItemPicker({ onPick }: { onPick: (row: StockRow) => void }) {
  const t = useInventoryWords();
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const found = useRead(
    adminListStock,
    { query: { q: asked, limit: 8 } },
    { enabled: asked !== "", keep: true },
  );
  const rows = asked === "" ? [] : (found.data?.items ?? []);
  return (
    <Combobox
      store={box}
      onOptionSubmit={(id) => {
        const row = rows.find((one) => one.item_id === id);
        if (row) onPick(row);
        setTyped("");
        box.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          label={t("addItem")}
          description={t("addItemHelp")}
          value={typed}
          autoComplete="off"
          rightSection={found.isFetching && asked ? <Loader size={16} /> : null}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            box.openDropdown();
            box.updateSelectedOptionIndex();
          }}
          onFocus={() => box.openDropdown()}
          onBlur={() => box.closeDropdown()}
          onKeyDown={(event) => {
            const only = rows.find((row) => row.sku.toLowerCase() === typed.trim().toLowerCase());
            if (event.key !== "Enter" || !only || box.getSelectedOptionIndex() >= 0) return;
            event.preventDefault();
            onPick(only);
            setTyped("");
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={rows.length === 0}>
        <Combobox.Options>
          {rows.map((row) => (
            <Combobox.Option key={row.item_id} value={row.item_id}>
              <span className={classes.item}>
                <Thumbnail image={row.image} size={32} />
                <span>
                  {row.title ?? row.sku}
                  <Text span size="xs" c="dimmed" display="block">
                    {[row.variant_title, row.sku].filter(Boolean).join(" · ")}
                  </Text>
                </span>
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
