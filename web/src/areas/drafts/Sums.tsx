import { Button, Text } from "@mantine/core";
import { IconDiscount2 } from "@tabler/icons-react";
import { useState } from "react";
import { useMay } from "@/app/may";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import classes from "./drafts.module.css";
import { PriceDialog } from "./PriceDialog";
import type { Drafting } from "./useDraft";
import { useDraftWords } from "./words";

/** What it comes to. */
export function Sums({ drafting, canEdit }: { drafting: Drafting; canEdit: boolean }) {
  const t = useDraftWords();
  const { draft, save } = drafting;
  const { cart } = draft;
  const mayDiscount = useMay("orders:discount", { store: draft.store_id });
  const [isOpen, setOpen] = useState(false);
  const rows: [string, number][] = [[t("subtotal"), cart.subtotal_minor]];
  if (cart.discount_minor > 0) rows.push([t("discount"), -cart.discount_minor]);
  if (cart.shipping_minor !== null) rows.push([t("shipping"), cart.shipping_minor]);
  if (!cart.prices_include_tax && cart.tax_minor > 0) rows.push([t("tax"), cart.tax_minor]);
  return (
    <Section title={t("sums")}>
      <dl className={classes.sums} aria-busy={drafting.isSaving}>
        {rows.map(([label, minor]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Money minor={minor} currency={cart.currency} />
            </dd>
          </div>
        ))}
        <div data-total>
          <dt>{t("total")}</dt>
          <dd>
            <Money minor={cart.total_minor} currency={cart.currency} />
          </dd>
        </div>
        {cart.prices_include_tax && cart.tax_minor > 0 ? (
          <div data-quiet>
            <dt>{t("taxIncluded")}</dt>
            <dd>
              <Money minor={cart.tax_minor} currency={cart.currency} />
            </dd>
          </div>
        ) : null}
      </dl>
      {draft.discount ? (
        <Text size="xs" c="dimmed">
          {t("discount")}: {draft.discount.reason}
        </Text>
      ) : null}
      {canEdit && mayDiscount ? (
        <Button
          mt="sm"
          variant="subtle"
          size="compact-sm"
          leftSection={<IconDiscount2 size={16} />}
          onClick={() => setOpen(true)}
        >
          {t("addDiscount")}
        </Button>
      ) : null}
      {isOpen ? (
        <PriceDialog
          title={t("addDiscount")}
          currency={cart.currency}
          discount={draft.discount}
          close={() => setOpen(false)}
          set={({ discount }) => {
            save({ discount });
            setOpen(false);
          }}
        />
      ) : null}
    </Section>
  );
}
