import { ActionIcon, Button, Text } from "@mantine/core";
import { IconDiscount2, IconMinus, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { CartLine, DraftLineInput } from "@/api/generated/types.gen";
import { useMay } from "@/app/may";
import { useLanguage } from "@/app/words";
import { QuantityInput } from "@/kit/form/MoneyInput";
import { formatQuantity } from "@/kit/format";
import { VariantFinder } from "@/kit/goods/VariantFinder";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { Thumbnail } from "@/kit/Thumbnail";
import classes from "./drafts.module.css";
import { PriceDialog } from "./PriceDialog";
import type { Drafting } from "./useDraft";
import { useDraftWords } from "./words";

/** What is in it: more, less, none, another price. */
export function Lines({ drafting, canEdit }: { drafting: Drafting; canEdit: boolean }) {
  const t = useDraftWords();
  const { draft, lines, save } = drafting;
  const change = (id: string, part: Partial<DraftLineInput>) =>
    save({ lines: lines.map((one) => (one.variant_id === id ? { ...one, ...part } : one)) });
  return (
    <Section title={t("goods")} flush>
      {draft.cart.lines.length === 0 ? (
        <Text c="dimmed" p="md">
          {t("noGoods")}
        </Text>
      ) : null}
      <ul className={classes.rows}>
        {draft.cart.lines
          .filter((line) => lines.some((one) => one.variant_id === line.variant_id))
          .map((line) => (
            <Row
              key={line.variant_id}
              line={line}
              meant={lines.find((one) => one.variant_id === line.variant_id)}
              store={draft.store_id}
              currency={draft.cart.currency}
              canEdit={canEdit}
              change={(part) => change(line.variant_id, part)}
              remove={() => save({ lines: lines.filter((one) => one.variant_id !== line.variant_id) })}
            />
          ))}
      </ul>
      {canEdit ? (
        <div className={classes.add}>
          <VariantFinder
            within={{ store: draft.store_id }}
            currency={draft.cart.currency}
            label={t("addGoods")}
            help={t("addGoodsHelp")}
            onPick={(goods) => {
              const one = lines.find((line) => line.variant_id === goods.variant_id);
              const step = 10 ** goods.scale;
              if (one) change(one.variant_id, { quantity: one.quantity + step });
              else save({ lines: [...lines, { variant_id: goods.variant_id, quantity: step }] });
            }}
          />
        </div>
      ) : null}
    </Section>
  );
}

interface RowProps {
  line: CartLine;
  meant: DraftLineInput | undefined;
  store: string;
  currency: string;
  canEdit: boolean;
  change: (part: Partial<DraftLineInput>) => void;
  remove: () => void;
}

function Row({ line, meant, store, currency, canEdit, change, remove }: RowProps) {
  const t = useDraftWords();
  const language = useLanguage();
  const mayPrice = useMay("orders:discount", { store });
  const [isPricing, setPricing] = useState(false);
  const name = [line.title, line.variant_title].filter(Boolean).join(", ");
  const quantity = meant?.quantity ?? line.quantity;
  const least = Math.max(line.minimum, 1);
  const own = meant?.unit_price_minor ?? null;
  const left = formatQuantity(language, line.available ?? 0, line.scale, line.unit);
  const reasons = [meant?.price_reason, meant?.discount?.reason].filter(Boolean).join(" · ");
  return (
    <li className={classes.row}>
      <Thumbnail image={line.image} size={40} />
      <div>
        <Text span fw={550}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {line.sku} · <Money minor={line.unit_price_minor} currency={currency} />
          {reasons ? ` · ${reasons}` : ""}
        </Text>
        {line.problem ? (
          <Text size="xs" c="red">
            {t.has(line.problem) ? t(line.problem, { quantity: left }) : line.problem}
          </Text>
        ) : null}
        {canEdit ? (
          <div className={classes.acts}>
            <Button
              variant="subtle"
              size="compact-xs"
              color="red"
              aria-label={t("removeOf", { name })}
              leftSection={<IconTrash size={14} />}
              onClick={remove}
            >
              {t("remove")}
            </Button>
            {mayPrice ? (
              <Button
                variant="subtle"
                size="compact-xs"
                aria-label={t("priceOf", { name })}
                leftSection={<IconDiscount2 size={14} />}
                onClick={() => setPricing(true)}
              >
                {t("price")}
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
      {canEdit ? (
        <div className={classes.stepper}>
          <ActionIcon
            variant="default"
            size={32}
            aria-label={t("less", { name })}
            disabled={quantity <= least}
            onClick={() => change({ quantity: Math.max(quantity - line.step, least) })}
          >
            <IconMinus size={16} />
          </ActionIcon>
          <QuantityInput
            aria-label={t("quantityOf", { name })}
            size="xs"
            value={quantity}
            scale={line.scale}
            onChange={(next) => change({ quantity: Math.max(next ?? least, 1) })}
          />
          <ActionIcon
            variant="default"
            size={32}
            aria-label={t("more", { name })}
            onClick={() => change({ quantity: quantity + line.step })}
          >
            <IconPlus size={16} />
          </ActionIcon>
        </div>
      ) : (
        <Text size="sm">{formatQuantity(language, line.quantity, line.scale, line.unit)}</Text>
      )}
      <span className={classes.price}>
        <Money minor={line.subtotal_minor - line.discount_minor} currency={currency} />
        {line.discount_minor > 0 ? (
          <s className={classes.was}>
            <Money minor={line.subtotal_minor} currency={currency} />
          </s>
        ) : null}
      </span>
      {isPricing ? (
        <PriceDialog
          title={name}
          currency={currency}
          discount={meant?.discount ?? null}
          own={{
            minor: own,
            reason: meant?.price_reason ?? "",
            usual: own === null ? line.unit_price_minor : (line.was_minor ?? line.unit_price_minor),
          }}
          close={() => setPricing(false)}
          set={({ price, reason, discount }) => {
            change({ unit_price_minor: price, price_reason: reason, discount });
            setPricing(false);
          }}
        />
      ) : null}
    </li>
  );
}
