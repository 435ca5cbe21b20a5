import { Checkbox, Group, NumberInput, Select, Stack } from "@mantine/core";
import type { ReturnReason } from "@/api/generated/types.gen";
import { Section } from "@/kit/Section";
import { useSettingsWords } from "../words";

interface Props {
  reasons: ReturnReason[];
  disabled: boolean;
  change: (reasons: ReturnReason[]) => void;
}

/** Which reasons are offered, and what each means for the customer. */
export function ReturnReasons({ reasons, disabled, change }: Props) {
  const t = useSettingsWords();
  const set = (index: number, values: Partial<ReturnReason>) =>
    change(reasons.map((one, n) => (n === index ? { ...one, ...values } : one)));
  return (
    <Stack gap={10}>
      {reasons.map((reason, index) => {
        const key = `returns.reason.${reason.code}`;
        const name = t.has(key) ? t(key) : reason.code;
        return (
          <Section key={reason.code} title={name} level={3}>
            <Group gap={16} align="end">
              <Checkbox
                label={t("returns.offered")}
                aria-label={`${t("returns.offered")}: ${name}`}
                disabled={disabled}
                checked={reason.is_offered ?? true}
                onChange={(event) => set(index, { is_offered: event.currentTarget.checked })}
              />
              <Checkbox
                label={t("returns.photo")}
                aria-label={`${t("returns.photo")}: ${name}`}
                disabled={disabled}
                checked={reason.needs_photo ?? false}
                onChange={(event) => set(index, { needs_photo: event.currentTarget.checked })}
              />
              <Select
                label={t("returns.payer", { reason: name })}
                allowDeselect={false}
                disabled={disabled}
                data={[
                  { value: "customer", label: t("returns.customer") },
                  { value: "store", label: t("returns.store") },
                ]}
                value={reason.paid_by ?? "customer"}
                onChange={(value) => set(index, { paid_by: value === "store" ? "store" : "customer" })}
              />
              <NumberInput
                label={t("returns.fee", { reason: name })}
                disabled={disabled}
                min={0}
                max={100}
                allowDecimal={false}
                value={reason.fee_percent ?? 0}
                onChange={(value) => set(index, { fee_percent: Number(value) || 0 })}
              />
            </Group>
          </Section>
        );
      })}
    </Stack>
  );
}
