import { Combobox, Loader, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { adminFindDraftGoods } from "@/api/generated/sdk.gen";
import type { Goods } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useLanguage } from "@/app/words";
import { formatMoney, formatQuantity } from "@/kit/format";
import { Thumbnail } from "@/kit/Thumbnail";
import classes from "./drafts.module.css";
import { useDraftWords } from "./words";

interface GoodsFinderProps {
  store: string;
  currency: string;
  onPick: (goods: Goods) => void;
}

/** Finds what the store sells by name, SKU or barcode; a scanner's Enter takes the only one of that SKU. */
export function GoodsFinder({ store, currency, onPick }: GoodsFinderProps) {
  const t = useDraftWords();
  const language = useLanguage();
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const found = useRead(
    adminFindDraftGoods,
    { query: { store_id: store, q: asked } },
    { enabled: asked.length > 1, keep: true },
  );
  const rows = asked.length > 1 ? (found.data ?? []) : [];
  const pick = (goods: Goods) => {
    onPick(goods);
    setTyped("");
    box.closeDropdown();
  };
  return (
    <Combobox
      store={box}
      onOptionSubmit={(id) => {
        const row = rows.find((one) => one.variant_id === id);
        if (row) pick(row);
      }}
    >
      <Combobox.Target>
        <TextInput
          label={t("addGoods")}
          description={t("addGoodsHelp")}
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
            if (event.key !== "Enter" || box.getSelectedOptionIndex() >= 0) return;
            event.preventDefault();
            const only = rows.find((row) => row.sku.toLowerCase() === typed.trim().toLowerCase());
            if (only) pick(only);
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={asked.length < 2 || found.isLoading}>
        <Combobox.Options>
          {rows.length === 0 ? <Combobox.Empty>{t("noneFound")}</Combobox.Empty> : null}
          {rows.map((row) => (
            <Combobox.Option key={row.variant_id} value={row.variant_id}>
              <span className={classes.item}>
                <Thumbnail image={row.image} size={32} />
                <span>
                  {row.title}
                  <Text span size="xs" c="dimmed" display="block">
                    {[row.variant_title, row.sku].filter(Boolean).join(" · ")}
                  </Text>
                </span>
                <span className={classes.itemPrice}>
                  {formatMoney(language, row.price_minor ?? 0, currency)}
                  <Text span size="xs" c="dimmed" display="block">
                    {row.available === null
                      ? ""
                      : row.available > 0
                        ? t("left", {
                            quantity: formatQuantity(language, row.available, row.scale, row.unit),
                          })
                        : t("soldOut")}
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
