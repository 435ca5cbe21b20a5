import { Button, Group, Select, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { adminAdjustStock } from "@/api/generated/sdk.gen";
import type { Level } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { QuantityInput } from "@/kit/form/MoneyInput";
import { formatQuantity } from "@/kit/format";
import { asOptions, usePlaces } from "./places";
import { useInventoryWords } from "./words";

const REASONS = ["adjustment", "received", "damaged", "lost", "found", "used"] as const;
type Reason = (typeof REASONS)[number];

/** Add to what is on hand at a location, or take away, and say why. */
export function AdjustForm({
  sku,
  levels,
  unit,
  done,
}: {
  sku: string;
  levels: readonly Level[];
  unit: { scale: number; unit: string };
  done: () => void;
}) {
  const t = useInventoryWords();
  const language = useLanguage();
  const places = usePlaces("inventory:write");
  const [chosen, setChosen] = useState<string | null>(null);
  const [delta, setDelta] = useState<number | null>(null);
  const [reason, setReason] = useState<Reason>("adjustment");
  const [note, setNote] = useState("");
  const location = chosen ?? places?.[0]?.id ?? null;
  const before = levels.find(
    (level) => level.location_id.replaceAll("-", "") === location?.slice(4),
  )?.on_hand;
  const write = useWrite(adminAdjustStock, {
    done: () => {
      tell(t("adjusted", { sku }));
      done();
    },
  });
  const after = (before ?? 0) + (delta ?? 0);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (location === null || delta === null) return;
        write.mutate({ path: { sku }, body: { location_id: location, delta, reason, note } });
      }}
    >
      <Stack>
        <Select
          label={t("location")}
          data={asOptions(places)}
          value={location}
          onChange={setChosen}
          allowDeselect={false}
        />
        <QuantityInput
          label={t("change")}
          description={t("changeHelp")}
          scale={unit.scale}
          value={delta}
          onChange={setDelta}
          error={write.error?.message}
          data-autofocus
        />
        <Select
          label={t("reason")}
          data={REASONS.map((value) => ({ value, label: t(value) }))}
          value={reason}
          onChange={(value) => setReason(REASONS.find((one) => one === value) ?? "adjustment")}
          allowDeselect={false}
        />
        <Textarea
          label={t("note")}
          description={t("noteHelp")}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={500}
          autosize
        />
        <Group justify="space-between">
          <Text size="sm" c="dimmed" aria-live="polite">
            {delta === null
              ? ""
              : t("afterwards", { count: formatQuantity(language, after, unit.scale, unit.unit) })}
          </Text>
          <Button type="submit" loading={write.isPending} disabled={delta === null || delta === 0}>
            {t("adjust")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
