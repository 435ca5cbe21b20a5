import { Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { listCountries } from "@/api/generated/sdk.gen";
import type { Address, EditPreview, OrderDetail } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useMay } from "@/app/may";
import { useLanguage } from "@/app/words";
import { MoneyInput } from "@/kit/form/MoneyInput";
import { formatMoney } from "@/kit/format";
import { Section } from "@/kit/Section";
import type { Draft } from "./draft";
import { useEditWords } from "./words";

interface CarriageProps {
  order: OrderDetail;
  seen: EditPreview;
  draft: Draft;
  errors: Readonly<Record<string, string>>;
  change: (draft: Draft) => void;
}

const KEPT = "kept";
const FIELDS = [
  "name",
  "company",
  "line1",
  "line2",
  "postal_code",
  "city",
  "region",
  "phone",
  "instructions",
] as const;

/** How it is carried, for how much, and where to. */
export function Carriage({ order, seen, draft, errors, change }: CarriageProps) {
  const t = useEditWords();
  const language = useLanguage();
  const mayPrice = useMay("orders:discount");
  const price = draft.shippingPrice ?? seen.shipping_minor;
  const options = [
    { value: KEPT, label: t("carriageKept", { name: order.shipping_method.name || "–" }) },
    ...seen.carriages.map((one) => ({
      value: one.id,
      label: `${one.name} · ${formatMoney(language, one.price_minor, seen.currency)}`,
    })),
  ];
  return (
    <Section title={t("carriage")}>
      <Stack>
        <Select
          label={t("carriage")}
          description={t("carriageToday")}
          data={options}
          value={draft.rateId ?? KEPT}
          allowDeselect={false}
          error={errors.shipping}
          onChange={(id) => {
            const { rateId: _, shippingPrice: __, ...rest } = draft;
            change(id === null || id === KEPT ? rest : { ...rest, rateId: id });
          }}
        />
        {mayPrice ? (
          <Group align="flex-end" gap={8}>
            <MoneyInput
              label={t("carriagePrice")}
              currency={seen.currency}
              value={price}
              onChange={(minor) => {
                const { shippingPrice: _, ...rest } = draft;
                change(minor === null ? rest : { ...rest, shippingPrice: minor });
              }}
            />
            {price > 0 ? (
              <Button variant="default" onClick={() => change({ ...draft, shippingPrice: 0 })}>
                {t("waive")}
              </Button>
            ) : null}
          </Group>
        ) : null}
        <AddressFields order={order} draft={draft} errors={errors} change={change} />
      </Stack>
    </Section>
  );
}

function AddressFields({ order, draft, errors, change }: Omit<CarriageProps, "seen">) {
  const t = useEditWords();
  const language = useLanguage();
  const countries = useRead(listCountries, {}, { enabled: draft.address !== undefined });
  const { address } = draft;
  if (address === undefined)
    return (
      <div>
        <Button variant="default" onClick={() => change({ ...draft, address: order.shipping_address })}>
          {t("changeAddress")}
        </Button>
      </div>
    );
  const names = new Intl.DisplayNames([language], { type: "region" });
  const codes = new Set([address.country, ...(countries.data ?? []).map((one) => one.code)]);
  const set = (part: Partial<Address>) => change({ ...draft, address: { ...address, ...part } });
  return (
    <Stack gap={10}>
      <Text size="sm" c="dimmed">
        {t("addressHelp")}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={10}>
        {FIELDS.map((field) => (
          <TextInput
            key={field}
            label={t(field)}
            value={address[field] ?? ""}
            maxLength={200}
            error={errors[`shipping_address.${field}`]}
            onChange={(event) => set({ [field]: event.currentTarget.value })}
          />
        ))}
        <Select
          label={t("country")}
          searchable
          allowDeselect={false}
          value={address.country}
          error={errors["shipping_address.country"]}
          data={[...codes]
            .map((code) => ({ value: code, label: names.of(code) ?? code }))
            .sort((one, other) => one.label.localeCompare(other.label, language))}
          onChange={(country) => country && set({ country })}
        />
      </SimpleGrid>
      <div>
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            const { address: _, ...rest } = draft;
            change(rest);
          }}
        >
          {t("keepAddress")}
        </Button>
      </div>
    </Stack>
  );
}
