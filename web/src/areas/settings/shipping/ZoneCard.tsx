import {
  Accordion,
  ActionIcon,
  Button,
  Group,
  MultiSelect,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { LocationDetails, ShippingRate, ShippingZone } from "@/api/generated/types.gen";
import type { StoreOfMine } from "@/app/session";
import { useLanguage } from "@/app/words";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { codeOf, replaced, without } from "../parts/lists";
import { countries } from "../parts/places";
import { useSettingsWords } from "../words";
import { RateFields } from "./RateFields";

interface ZoneCardProps {
  zone: ShippingZone;
  store: StoreOfMine;
  places: readonly LocationDetails[];
  disabled: boolean;
  complaint: (path: string) => string | undefined;
  onChange: (zone: ShippingZone) => void;
  onRemove: () => void;
  onMove: (() => void) | null;
}

const REST = "*";

/** A zone: where it is, and what carrying goods there costs. */
export function ZoneCard({
  zone,
  store,
  places,
  disabled,
  complaint,
  onChange,
  onRemove,
  onMove,
}: ZoneCardProps) {
  const t = useSettingsWords();
  const spoken = useLanguage();
  const [open, setOpen] = useState<string | null>(null);
  const rates = zone.rates ?? [];
  const offered = useMemo(
    () => [{ value: REST, label: t("shipping.restOfWorld") }, ...countries(spoken)],
    [spoken, t],
  );
  const changeRates = (next: ShippingRate[]) => onChange({ ...zone, rates: next });
  const add = () => {
    const name = t("shipping.newRate");
    const code = codeOf(
      name,
      rates.map((rate) => rate.code),
    );
    changeRates([...rates, { code, name, kind: "flat", price_minor: 0, is_active: true }]);
    setOpen(String(rates.length));
  };
  return (
    <Section
      title={zone.name || t("shipping.zone")}
      acts={
        disabled ? null : (
          <Group gap={4} wrap="nowrap">
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={onMove === null}
              aria-label={t("moveUp", { name: zone.name })}
              onClick={() => onMove?.()}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("removeNamed", { name: zone.name })}
              onClick={onRemove}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        )
      }
    >
      <Stack gap="md">
        <TextInput
          label={t("shipping.zoneName")}
          value={zone.name}
          disabled={disabled}
          error={complaint("name")}
          maw={420}
          onChange={(event) => onChange({ ...zone, name: event.currentTarget.value })}
        />
        <MultiSelect
          label={t("shipping.countries")}
          searchable
          data={offered}
          limit={60}
          value={zone.countries}
          disabled={disabled}
          error={complaint("countries")}
          onChange={(chosen) => onChange({ ...zone, countries: chosen })}
        />
        <TagsInput
          label={t("shipping.postal")}
          description={t("shipping.postalHelp")}
          splitChars={[",", " "]}
          value={zone.postal_prefixes ?? []}
          disabled={disabled}
          error={complaint("regions")}
          onChange={(prefixes) => onChange({ ...zone, postal_prefixes: prefixes })}
        />
        <div>
          <Text fw={550} mb={4}>
            {t("shipping.rates")}
          </Text>
          {complaint("rates") ? (
            <Text c="red" size="sm" role="alert">
              {complaint("rates")}
            </Text>
          ) : null}
          {rates.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t("shipping.noRates")}
            </Text>
          ) : (
            <Accordion value={open} onChange={setOpen} variant="separated">
              {rates.map((rate, at) => (
                <Accordion.Item key={rate.code} value={String(at)}>
                  <Accordion.Control>
                    <Group justify="space-between" gap={8} pr={8}>
                      <Text fw={500}>{rate.name}</Text>
                      <Group gap={8}>
                        {rate.is_active === false ? <StatusBadge tone="quiet">{t("off")}</StatusBadge> : null}
                        <Price rate={rate} currency={store.currency} />
                      </Group>
                    </Group>
                  </Accordion.Control>
                  <Accordion.Panel>
                    <RateFields
                      rate={rate}
                      store={store}
                      places={places}
                      disabled={disabled}
                      complaint={(field) => complaint(`rates[${at}].${field}`)}
                      onChange={(next) => changeRates(replaced(rates, at, next))}
                      onRemove={() => {
                        changeRates(without(rates, at));
                        setOpen(null);
                      }}
                    />
                  </Accordion.Panel>
                </Accordion.Item>
              ))}
            </Accordion>
          )}
        </div>
        {disabled ? null : (
          <div>
            <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={add}>
              {t("shipping.addRate")}
            </Button>
          </div>
        )}
      </Stack>
    </Section>
  );
}

function Price({ rate, currency }: { rate: ShippingRate; currency: string }) {
  const t = useSettingsWords();
  if (rate.kind === "by_weight" || rate.kind === "by_total") {
    const prices = (rate.tiers ?? []).map((tier) => tier.price_minor);
    if (prices.length === 0) return null;
    return (
      <Text size="sm" c="dimmed">
        {t("shipping.from")} <Money minor={Math.min(...prices)} currency={currency} />
      </Text>
    );
  }
  return (
    <Text size="sm" c="dimmed">
      {rate.price_minor ? <Money minor={rate.price_minor} currency={currency} /> : t("shipping.free")}
    </Text>
  );
}
