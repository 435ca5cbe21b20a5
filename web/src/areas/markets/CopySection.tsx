import { Button, Select, Stack } from "@mantine/core";
import { useState } from "react";
import { adminCopyIntoPriceList, adminGetPriceList, adminListListedPrices } from "@/api/generated/sdk.gen";
import type { PriceList } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { useMe } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { MoneyInput } from "@/kit/form/MoneyInput";
import { Section } from "@/kit/Section";
import { PercentInput } from "./PercentInput";
import { useMarketWords } from "./words";

/** A store's prices, more or less so many percent, into a list. */
export function CopySection({ list }: { list: PriceList }) {
  const t = useMarketWords();
  const { stores } = useMe();
  const [store, setStore] = useState(list.store_id ?? stores[0]?.id ?? "");
  const [percent, setPercent] = useState<number | null>(null);
  const [step, setStep] = useState<number | null>(null);
  const copy = useWrite(adminCopyIntoPriceList, {
    changes: [adminGetPriceList, adminListListedPrices],
    done: (answer) => tell(t("copied", { count: answer.changed })),
    failed: tellProblem,
  });
  return (
    <Section title={t("copy")} about={t("copyHelp")}>
      <Stack>
        <Select
          label={t("store")}
          data={stores.map((one) => ({ value: one.id, label: one.name }))}
          value={store}
          onChange={(id) => id && setStore(id)}
          allowDeselect={false}
        />
        <PercentInput label="%" value={percent} onChange={setPercent} placeholder="-10" />
        <MoneyInput label={t("roundTo")} currency={list.currency} value={step} onChange={setStep} />
        <Button
          variant="default"
          loading={copy.isPending}
          onClick={() =>
            copy.mutate({
              path: { price_list: list.id },
              body: { store_id: store, percent_ppm: percent ?? 0, round_to_minor: step || 1 },
            })
          }
        >
          {t("copyAct")}
        </Button>
      </Stack>
    </Section>
  );
}
