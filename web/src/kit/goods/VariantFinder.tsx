import { Combobox, Loader, Text, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { adminFindDraftGoods, adminFindOrderGoods } from "@/api/generated/sdk.gen";
import type { Goods } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useLanguage } from "@/app/words";
import { formatMoney, formatQuantity } from "../format";
import { Thumbnail } from "../Thumbnail";
import classes from "./goods.module.css";
import { useGoodsWords } from "./words";

/** What this store sells, or what may be added to this order. */
type Within = { store: string } | { order: string };

interface VariantFinderProps {
  within: Within;
  currency: string;
  label: string;
  help?: string;
  isFirst?: boolean;
  onPick: (goods: Goods) => void;
}

/** Finds variants by name, SKU or barcode, with their price and what there is; a scanner's Enter takes the only one found. */
export function VariantFinder({
  within,
  currency,
  label,
  help,
  isFirst = false,
  onPick,
}: VariantFinderProps) {
  const t = useGoodsWords();
  const language = useLanguage();
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const found = useGoods(within, asked);
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
          label={label}
          {...(help ? { description: help } : {})}
          {...(isFirst ? { "data-autofocus": true } : {})}
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
                  {row.price_minor === null ? t("noPrice") : formatMoney(language, row.price_minor, currency)}
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

function useGoods(within: Within, q: string) {
  const order = "order" in within ? within.order : null;
  const store = "store" in within ? within.store : null;
  const isAsked = q.length > 1;
  const ofOrder = useRead(
    adminFindOrderGoods,
    { path: { order: order ?? "" }, query: { q } },
    { enabled: isAsked && order !== null, keep: true },
  );
  const ofStore = useRead(
    adminFindDraftGoods,
    { query: { store_id: store ?? "", q } },
    { enabled: isAsked && store !== null, keep: true },
  );
  return order === null ? ofStore : ofOrder;
}
