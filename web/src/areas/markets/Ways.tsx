import { MultiSelect, Stack, Switch } from "@mantine/core";
import { adminGetPaymentsSettings, adminGetShippingSettings } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useMay } from "@/app/may";
import type { RecordState } from "@/kit/form/useRecord";
import { Section } from "@/kit/Section";
import type { Choice } from "./countries";
import type { MarketValues } from "./values";
import { useMarketWords } from "./words";

/** Which of the store's ways to pay and to ship are offered in a market. */
export function Ways({ record, disabled }: { record: RecordState<MarketValues>; disabled: boolean }) {
  const t = useMarketWords();
  const maySee = useMay("settings:read");
  const { values, set } = record;
  const query = { store: values.store_id };
  const paying = useRead(adminGetPaymentsSettings, { query }, { enabled: maySee && values.store_id !== "" });
  const shipping = useRead(
    adminGetShippingSettings,
    { query },
    { enabled: maySee && values.store_id !== "" },
  );
  const methods = (paying.data?.value.methods ?? []).map((one) => ({ value: one.provider, label: one.name }));
  const carriages = (shipping.data?.value.zones ?? [])
    .flatMap((zone) => zone.rates ?? [])
    .map((rate) => ({ value: rate.code, label: rate.name }));
  return (
    <>
      <Only
        title={t("paying")}
        choices={methods}
        chosen={values.payment_methods}
        choose={(codes) => set("payment_methods", codes)}
        disabled={disabled}
      />
      <Only
        title={t("shipping")}
        choices={carriages}
        chosen={values.shipping_codes}
        choose={(codes) => set("shipping_codes", codes)}
        disabled={disabled}
      />
    </>
  );
}

interface OnlyProps {
  title: string;
  choices: readonly Choice[];
  chosen: string[] | null;
  choose: (codes: string[] | null) => void;
  disabled: boolean;
}

function Only({ title, choices, chosen, choose, disabled }: OnlyProps) {
  const t = useMarketWords();
  const known = new Map(choices.map((one) => [one.value, one]));
  for (const code of chosen ?? []) if (!known.has(code)) known.set(code, { value: code, label: code });
  return (
    <Section title={title}>
      <Stack>
        <Switch
          label={t("allOfStore")}
          checked={chosen === null}
          onChange={(event) => choose(event.currentTarget.checked ? null : [...known.keys()])}
          disabled={disabled}
        />
        {chosen === null ? null : (
          <MultiSelect
            label={t("onlyThese")}
            data={[...known.values()]}
            value={chosen}
            onChange={choose}
            searchable
            disabled={disabled}
          />
        )}
      </Stack>
    </Section>
  );
}
