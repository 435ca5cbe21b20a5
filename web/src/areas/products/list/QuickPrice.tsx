import { Button, Group, Popover, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { call } from "@/api/call";
import { adminGetProduct, adminListProducts, adminSetPrices } from "@/api/generated/sdk.gen";
import type { RowStore, StaffRow } from "@/api/generated/types.gen";
import { refresh } from "@/api/query";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { MoneyInput } from "@/kit/form/MoneyInput";
import { useProductWords } from "../words";
import { PriceRange } from "./columns";
import classes from "./list.module.css";

/** The price of a product with one variant, changed in the list; others are changed in their sheet. */
export function QuickPrice({ row, sold }: { row: StaffRow; sold: RowStore }) {
  const t = useProductWords();
  const canWrite = useMay("products:write", { store: sold.store_id });
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState<number | null>(null);
  const [isSaving, setSaving] = useState(false);
  const { price_minor: least, price_max_minor: most, base_minor: base, currency } = sold;
  const shown =
    least === null ? (
      <Text span c="dimmed">
        {t("noPrice")}
      </Text>
    ) : (
      <PriceRange from={least} to={most ?? least} currency={currency} />
    );
  const isReduced = base !== null && least !== null && least < base;
  const variant = row.only_variant;
  if (variant === null || !canWrite || row.status === "archived" || isReduced) {
    return isReduced ? (
      <Text span className={classes.reduced}>
        {shown}
      </Text>
    ) : (
      shown
    );
  }

  async function save(): Promise<void> {
    if (typed === null || variant === null) return;
    setSaving(true);
    const put = (minor: number) =>
      call(adminSetPrices, {
        path: { store_id: sold.store_id },
        body: [{ variant_id: variant, base_minor: minor }],
      }).then(() => refresh(adminListProducts, adminGetProduct));
    try {
      await put(typed);
      setOpen(false);
      tell(
        t("priceSaved", { title: row.title }),
        base === null ? {} : { undo: () => void put(base).catch(tellProblem) },
      );
    } catch (error) {
      tellProblem(error);
    } finally {
      setSaving(false);
    }
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <UnstyledButton
          className={classes.quick}
          aria-label={t("changePrice", { title: row.title })}
          onClick={() => {
            setTyped(base);
            setOpen(!isOpen);
          }}
        >
          {shown}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            void save();
          }}
        >
          <Group gap={8} align="end" wrap="nowrap">
            <MoneyInput
              label={t("price")}
              currency={currency}
              value={typed}
              onChange={setTyped}
              w={150}
              data-autofocus
            />
            <Button type="submit" loading={isSaving} disabled={typed === null || typed === base}>
              {t("save")}
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
