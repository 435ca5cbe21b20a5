import { Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Discount } from "@/api/generated/types.gen";
import { useLanguage } from "@/app/words";
import { MoneyInput, QuantityInput } from "@/kit/form/MoneyInput";
import { formatMoney } from "@/kit/format";
import { useDraftWords } from "./words";

interface Own {
  minor: number | null;
  reason: string;
  /** What the store asks. */
  usual: number;
}

interface PriceDialogProps {
  title: string;
  currency: string;
  discount: Discount | null;
  /** With a price of one's own, of a line. */
  own?: Own;
  close: () => void;
  set: (agreed: { price: number | null; reason: string; discount: Discount | null }) => void;
}

/** Per cent to two decimals: a hundredth of them is so many parts per million. */
const PPM = 100;

/** A price of one's own and what is off, each with its reason. */
export function PriceDialog({ title, currency, discount, own, close, set }: PriceDialogProps) {
  const t = useDraftWords();
  const language = useLanguage();
  const [price, setPrice] = useState<number | null>(own?.minor ?? own?.usual ?? null);
  const [reason, setReason] = useState(own?.reason ?? "");
  const [kind, setKind] = useState<"none" | "percent" | "amount">(
    discount?.kind ?? (own ? "none" : "percent"),
  );
  const [percent, setPercent] = useState<number | null>(
    discount?.kind === "percent" ? Math.round(discount.value / PPM) : null,
  );
  const [amount, setAmount] = useState<number | null>(discount?.kind === "amount" ? discount.value : null);
  const [why, setWhy] = useState(discount?.reason ?? "");
  const value = kind === "percent" ? (percent ?? 0) * PPM : (amount ?? 0);
  const isOwn = own !== undefined && price !== null && price !== own.usual;
  const isReady = (!isOwn || reason.trim() !== "") && (kind === "none" || (value > 0 && why.trim() !== ""));
  return (
    <Modal opened onClose={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady) return;
          set({
            price: isOwn ? price : null,
            reason: isOwn ? reason.trim() : "",
            discount: kind === "none" ? null : { kind, value, reason: why.trim() },
          });
        }}
      >
        <Stack>
          {own ? (
            <MoneyInput
              label={t("unitPrice")}
              description={t("unitPriceHelp", { price: formatMoney(language, own.usual, currency) })}
              currency={currency}
              value={price}
              data-autofocus
              onChange={setPrice}
            />
          ) : null}
          {isOwn ? (
            <TextInput
              label={t("priceReason")}
              value={reason}
              maxLength={200}
              required
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          ) : null}
          <div>
            <Text size="sm" fw={500} mb={4} id="draft-off">
              {t("off")}
            </Text>
            <SegmentedControl
              aria-labelledby="draft-off"
              value={kind}
              onChange={(next) => setKind(next as typeof kind)}
              data={[
                { value: "none", label: t("offNone") },
                { value: "percent", label: t("offPercent") },
                { value: "amount", label: t("offAmount") },
              ]}
            />
          </div>
          {kind === "percent" ? (
            <QuantityInput
              label={t("offPercent")}
              scale={2}
              unit="%"
              value={percent}
              onChange={(next) => setPercent(next === null ? null : Math.min(next, 10_000))}
            />
          ) : null}
          {kind === "amount" ? (
            <MoneyInput label={t("offAmount")} currency={currency} value={amount} onChange={setAmount} />
          ) : null}
          {kind === "none" ? null : (
            <TextInput
              label={t("offReason")}
              value={why}
              maxLength={500}
              required
              onChange={(event) => setWhy(event.currentTarget.value)}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("cancel")}
            </Button>
            <Button type="submit" disabled={!isReady}>
              {t("set")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
