import { Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { DiscountInput } from "@/api/generated/types.gen";
import { MoneyInput, QuantityInput } from "@/kit/form/MoneyInput";
import { useEditWords } from "./words";

interface DiscountDialogProps {
  title: string;
  currency: string;
  before: { kind: string; value: number; reason?: string } | null;
  close: () => void;
  set: (discount: DiscountInput | null) => void;
}

/** Per cent to two decimals is a hundredth of a hundredth: so many parts per million. */
const PPM = 100;

export function DiscountDialog({ title, currency, before, close, set }: DiscountDialogProps) {
  const t = useEditWords();
  const [kind, setKind] = useState(before?.kind ?? "percent");
  const [percent, setPercent] = useState<number | null>(
    before?.kind === "percent" ? Math.round(before.value / PPM) : null,
  );
  const [amount, setAmount] = useState<number | null>(before?.kind === "amount" ? before.value : null);
  const [reason, setReason] = useState(before?.reason ?? "");
  const value = kind === "percent" ? (percent === null ? null : percent * PPM) : amount;
  const isReady = value !== null && value > 0 && value <= 10 ** 13 && reason.trim() !== "";
  return (
    <Modal opened onClose={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady || value === null) return;
          set({ kind, value, reason: reason.trim() });
        }}
      >
        <Stack>
          <div>
            <Text size="sm" fw={500} mb={4} id="discount-kind">
              {t("kind")}
            </Text>
            <SegmentedControl
              aria-labelledby="discount-kind"
              value={kind}
              onChange={setKind}
              data={[
                { value: "percent", label: t("percent") },
                { value: "amount", label: t("amount") },
              ]}
            />
          </div>
          {kind === "percent" ? (
            <QuantityInput
              label={t("percentOff")}
              scale={2}
              unit="%"
              value={percent}
              data-autofocus
              onChange={(next) => setPercent(next === null ? null : Math.min(next, 10_000))}
            />
          ) : (
            <MoneyInput
              label={t("amountOff")}
              currency={currency}
              value={amount}
              data-autofocus
              onChange={setAmount}
            />
          )}
          <TextInput
            label={t("why")}
            description={t("whyHelp")}
            value={reason}
            maxLength={500}
            required
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="space-between">
            {before ? (
              <Button variant="subtle" color="red" onClick={() => set(null)}>
                {t("noDiscount")}
              </Button>
            ) : (
              <span />
            )}
            <Group gap={8}>
              <Button variant="default" onClick={close}>
                {t("cancel")}
              </Button>
              <Button type="submit" disabled={!isReady}>
                {t("set")}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
