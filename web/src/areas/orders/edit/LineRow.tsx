import { Badge, Button, Modal, Text, TextInput } from "@mantine/core";
import { IconArrowBackUp, IconDiscount2, IconReplace, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { EditedLine } from "@/api/generated/types.gen";
import { useMay } from "@/app/may";
import { useLanguage } from "@/app/words";
import { MoneyInput } from "@/kit/form/MoneyInput";
import { formatQuantity } from "@/kit/format";
import { VariantFinder } from "@/kit/goods/VariantFinder";
import { Money } from "@/kit/Money";
import { Thumbnail } from "@/kit/Thumbnail";
import { DiscountDialog } from "./DiscountDialog";
import type { AddedDraft, LineDraft } from "./draft";
import classes from "./edit.module.css";
import { Stepper } from "./Stepper";
import { useEditWords } from "./words";

interface SoldRowProps {
  order: string;
  currency: string;
  /** As it is now. */
  line: EditedLine;
  /** As it would be; nothing while it is not known. */
  after: EditedLine | undefined;
  draft: LineDraft | undefined;
  change: (change: LineDraft | null) => void;
}

/** A line of the order: more of it, less, none, something else in its place, a discount on it. */
export function SoldRow({ order, currency, line, after, draft, change }: SoldRowProps) {
  const t = useEditWords();
  const language = useLanguage();
  const mayDiscount = useMay("orders:discount");
  const [open, setOpen] = useState<"replace" | "discount" | null>(null);
  const goods = draft?.goods;
  const quantity = draft?.quantity ?? line.quantity;
  const isGone = quantity === 0;
  const shown = goods ?? line;
  const name = nameOf(shown);
  const isChanged = draft !== undefined;
  return (
    <li className={classes.row} data-gone={isGone || undefined}>
      <Thumbnail image={shown.image} size={40} />
      <div>
        <Text span fw={550} className={classes.name ?? ""}>
          {name}
        </Text>{" "}
        {isGone ? <Badge color="red">{t("removed")}</Badge> : null}
        {goods ? <Badge color="blue">{t("replaced", { name: nameOf(line) })}</Badge> : null}
        <Text size="xs" c="dimmed">
          {shown.sku} ·{" "}
          <Money
            minor={after?.unit_price_minor ?? goods?.price_minor ?? line.unit_price_minor}
            currency={currency}
          />
          {line.price_reason && !goods ? ` · ${t("givenPrice", { reason: line.price_reason })}` : ""}
        </Text>
        {after && after.discount_minor > 0 && !isGone ? (
          <Text size="xs" c="dimmed">
            {t("discount")}: <Money minor={-after.discount_minor} currency={currency} />
            {after.discount?.reason ? ` · ${after.discount.reason}` : ""}
          </Text>
        ) : null}
        {line.least > 0 ? (
          <Text size="xs" c="dimmed">
            {t("least", { quantity: formatQuantity(language, line.least, line.scale, line.unit) })}
          </Text>
        ) : null}
      </div>
      {isGone ? (
        <span />
      ) : (
        <Stepper
          name={name}
          value={quantity}
          scale={shown.scale}
          least={Math.max(line.least, 1)}
          change={(next) => change({ quantity: next })}
        />
      )}
      <Price after={after} before={line.total_minor} isGone={isGone} currency={currency} />
      <div className={classes.acts}>
        {line.least > 0 || isGone ? null : (
          <>
            <Button
              variant="subtle"
              size="compact-xs"
              color="red"
              aria-label={t("removeOf", { name })}
              leftSection={<IconTrash size={14} />}
              onClick={() => change({ quantity: 0 })}
            >
              {t("remove")}
            </Button>
            <Button
              variant="subtle"
              size="compact-xs"
              aria-label={t("replaceOf", { name })}
              leftSection={<IconReplace size={14} />}
              onClick={() => setOpen("replace")}
            >
              {t("replace")}
            </Button>
          </>
        )}
        {isGone || !mayDiscount ? null : (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={t("discountOf", { name })}
            leftSection={<IconDiscount2 size={14} />}
            onClick={() => setOpen("discount")}
          >
            {t("addDiscount")}
          </Button>
        )}
        {isChanged ? (
          <Button
            variant="subtle"
            size="compact-xs"
            color="gray"
            aria-label={t("undoOf", { name })}
            leftSection={<IconArrowBackUp size={14} />}
            onClick={() => change(null)}
          >
            {t("undo")}
          </Button>
        ) : null}
      </div>
      {open === "replace" ? (
        <Modal opened onClose={() => setOpen(null)} title={t("replaceTitle", { name: nameOf(line) })}>
          <VariantFinder
            within={{ order }}
            currency={currency}
            label={t("addGoods")}
            help={t("addGoodsHelp")}
            isFirst
            onPick={(picked) => {
              const isSameMeasure = picked.unit === line.unit && picked.scale === line.scale;
              change({ goods: picked, ...(isSameMeasure ? {} : { quantity: 10 ** picked.scale }) });
              setOpen(null);
            }}
          />
        </Modal>
      ) : null}
      {open === "discount" ? (
        <DiscountDialog
          title={t("discountTitle", { name })}
          currency={currency}
          before={draft?.discount === undefined ? line.discount : draft.discount}
          close={() => setOpen(null)}
          set={(discount) => {
            change({ discount });
            setOpen(null);
          }}
        />
      ) : null}
    </li>
  );
}

interface AddedRowProps {
  currency: string;
  added: AddedDraft;
  after: EditedLine | undefined;
  change: (change: Partial<AddedDraft> | null) => void;
}

/** Something new, at today's price or at one that is given with its reason. */
export function AddedRow({ currency, added, after, change }: AddedRowProps) {
  const t = useEditWords();
  const mayPrice = useMay("orders:discount");
  const { goods } = added;
  const name = nameOf(goods);
  const price = added.price ?? goods.price_minor;
  return (
    <li className={classes.row}>
      <Thumbnail image={goods.image} size={40} />
      <div>
        <Text span fw={550}>
          {name}
        </Text>{" "}
        <Badge color="teal">{t("added")}</Badge>
        <Text size="xs" c="dimmed">
          {goods.sku}
        </Text>
      </div>
      <Stepper
        name={name}
        value={added.quantity}
        scale={goods.scale}
        least={1}
        change={(quantity) => change({ quantity })}
      />
      <Price after={after} before={0} isGone={false} currency={currency} />
      <div className={classes.acts}>
        <Button
          variant="subtle"
          size="compact-xs"
          color="red"
          aria-label={t("removeOf", { name })}
          leftSection={<IconTrash size={14} />}
          onClick={() => change(null)}
        >
          {t("remove")}
        </Button>
      </div>
      {mayPrice ? (
        <div className={classes.more}>
          <MoneyInput
            label={t("price")}
            description={t("priceHelp")}
            currency={currency}
            value={price}
            maw={220}
            onChange={(minor) =>
              change({
                price: minor === null || minor === goods.price_minor ? undefined : minor,
              } as Partial<AddedDraft>)
            }
          />
          {added.price === undefined ? null : (
            <TextInput
              mt={8}
              label={t("priceReason")}
              value={added.priceReason ?? ""}
              maxLength={500}
              required
              maw={420}
              onChange={(event) => change({ priceReason: event.currentTarget.value })}
            />
          )}
        </div>
      ) : null}
    </li>
  );
}

interface PriceProps {
  after: EditedLine | undefined;
  before: number;
  isGone: boolean;
  currency: string;
}

function Price({ after, before, isGone, currency }: PriceProps) {
  const now = isGone ? 0 : (after?.total_minor ?? before);
  return (
    <span className={classes.price}>
      <Money minor={now} currency={currency} />
      {now !== before && before !== 0 ? (
        <s className={classes.was}>
          <Money minor={before} currency={currency} />
        </s>
      ) : null}
    </span>
  );
}

export function nameOf(what: { title: string; variant_title: string }): string {
  return [what.title, what.variant_title].filter(Boolean).join(", ");
}
