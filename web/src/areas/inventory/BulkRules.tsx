import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { adminListStock, adminSetManyStockRules } from "@/api/generated/sdk.gen";
import type { StockRow } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { QuantityInput } from "@/kit/form/MoneyInput";
import { asOptions, usePlaces } from "./places";
import { useInventoryWords } from "./words";

/** Safety stock and warning level of many items at one location. */
export function BulkRules({ rows, done }: { rows: readonly StockRow[]; done: () => void }) {
  const t = useInventoryWords();
  const places = usePlaces("inventory:write");
  const [chosen, setChosen] = useState<string | null>(null);
  const [safety, setSafety] = useState<number | null>(null);
  const [lowAt, setLowAt] = useState<number | null>(null);
  const location = chosen ?? places?.[0]?.id ?? null;
  const scale = rows.every((row) => row.scale === rows[0]?.scale) ? (rows[0]?.scale ?? 0) : 0;
  const write = useWrite(adminSetManyStockRules, {
    changes: [adminListStock],
    done: () => {
      tell(t("rulesSet", { count: rows.length }));
      done();
    },
    failed: tellProblem,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (location === null) return;
        const skus = rows.map((row) => row.sku);
        write.mutate({ body: { location_id: location, skus, safety, low_at: lowAt } });
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t("rulesHelp")}
        </Text>
        <Select
          label={t("location")}
          data={asOptions(places)}
          value={location}
          onChange={setChosen}
          allowDeselect={false}
        />
        <QuantityInput label={t("lowAt")} scale={scale} value={lowAt} onChange={setLowAt} />
        <QuantityInput label={t("safety")} scale={scale} value={safety} onChange={setSafety} />
        <Group justify="flex-end">
          <Button variant="default" onClick={done}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={write.isPending} disabled={safety === null && lowAt === null}>
            {t("apply")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
