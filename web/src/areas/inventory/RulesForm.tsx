import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { adminSetStockRules } from "@/api/generated/sdk.gen";
import type { Level } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { QuantityInput } from "@/kit/form/MoneyInput";
import { useInventoryWords } from "./words";

/** When to warn, and how many are never sold, of one item at one location. */
export function RulesForm({ level, scale, done }: { level: Level; scale: number; done: () => void }) {
  const t = useInventoryWords();
  const [lowAt, setLowAt] = useState<number | null>(level.low_at);
  const [safety, setSafety] = useState<number | null>(level.safety);
  const write = useWrite(adminSetStockRules, {
    done: () => {
      tell(t("rulesSet", { count: 1 }));
      done();
    },
    failed: tellProblem,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const location = `loc_${level.location_id.replaceAll("-", "")}`;
        write.mutate({
          path: { sku: level.sku },
          body: { location_id: location, safety: safety ?? 0, low_at: lowAt ?? 0 },
        });
      }}
    >
      <Stack>
        <QuantityInput label={t("lowAt")} scale={scale} value={lowAt} onChange={setLowAt} data-autofocus />
        <QuantityInput label={t("safety")} scale={scale} value={safety} onChange={setSafety} />
        <Group justify="flex-end">
          <Button type="submit" loading={write.isPending}>
            {t("apply")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
