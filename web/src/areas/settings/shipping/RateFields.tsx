import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { LocationDetails, ShippingRate, Tier } from "@/api/generated/types.gen";
import type { StoreOfMine } from "@/app/session";
import { useLanguage } from "@/app/words";
import { MoneyInput, WeightInput } from "@/kit/form/MoneyInput";
import { replaced, without } from "../parts/lists";
import { languageName } from "../parts/places";
import { saidOf, useSettingsWords } from "../words";

interface RateFieldsProps {
  rate: ShippingRate;
  store: StoreOfMine;
  places: readonly LocationDetails[];
  disabled: boolean;
  complaint: (field: string) => string | undefined;
  onChange: (rate: ShippingRate) => void;
  onRemove: () => void;
}

const KINDS = ["flat", "by_weight", "by_total", "pickup"] as const;
const CLASSES = ["standard", "intermediate", "reduced", "super_reduced", "zero"] as const;

export function RateFields({
  rate,
  store,
  places,
  disabled,
  complaint,
  onChange,
  onRemove,
}: RateFieldsProps) {
  const t = useSettingsWords();
  const spoken = useLanguage();
  const others = store.locales.filter((locale) => locale !== store.default_locale);
  const words = rate.translations ?? {};
  const kind = rate.kind ?? "flat";
  const isTiered = kind === "by_weight" || kind === "by_total";
  const set = (part: Partial<ShippingRate>) => onChange({ ...rate, ...part });
  const say = (locale: string, name: string, text: string) =>
    set({ translations: { ...words, [locale]: { ...words[locale], [name]: text } } });
  const days = (value: string | number) => (value === "" ? null : Number(value));
  return (
    <Stack gap="md">
      <Switch
        label={t("shipping.active")}
        checked={rate.is_active ?? true}
        disabled={disabled}
        onChange={(event) => set({ is_active: event.currentTarget.checked })}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t("shipping.rateName")}
          value={rate.name}
          disabled={disabled}
          error={complaint("name")}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Select
          label={t("shipping.kind")}
          allowDeselect={false}
          data={KINDS.map((value) => ({ value, label: t(`shipping.kind.${value}`) }))}
          value={kind}
          disabled={disabled}
          onChange={(chosen) =>
            chosen &&
            set({
              kind: chosen,
              ...(chosen.startsWith("by_")
                ? { tiers: rate.tiers?.length ? rate.tiers : [{ price_minor: 0 }] }
                : {}),
            })
          }
        />
        <Textarea
          label={t("shipping.rateText")}
          autosize
          minRows={1}
          value={rate.description ?? ""}
          disabled={disabled}
          error={complaint("description")}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        {kind === "pickup" ? (
          <Select
            label={t("shipping.pickupAt")}
            data={places
              .filter((place) => place.is_active)
              .map((place) => ({ value: place.id, label: place.name }))}
            value={rate.location_id ?? null}
            disabled={disabled}
            error={complaint("location_id")}
            onChange={(chosen) => set({ location_id: chosen })}
          />
        ) : null}
        {others.map((locale) => {
          const language = languageName(locale, spoken);
          return (
            <SimpleGrid key={locale} cols={{ base: 1, sm: 2 }} style={{ gridColumn: "1 / -1" }}>
              <TextInput
                label={t("inLanguage", { label: t("shipping.rateName"), language })}
                value={words[locale]?.name ?? ""}
                disabled={disabled}
                onChange={(event) => say(locale, "name", event.currentTarget.value)}
              />
              <Textarea
                label={t("inLanguage", { label: t("shipping.rateText"), language })}
                autosize
                minRows={1}
                value={words[locale]?.description ?? ""}
                disabled={disabled}
                onChange={(event) => say(locale, "description", event.currentTarget.value)}
              />
            </SimpleGrid>
          );
        })}
      </SimpleGrid>
      {isTiered ? (
        <Tiers
          tiers={rate.tiers ?? []}
          isWeight={kind === "by_weight"}
          currency={store.currency}
          disabled={disabled}
          error={complaint("tiers")}
          onChange={(tiers) => set({ tiers })}
        />
      ) : null}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {isTiered ? null : (
          <MoneyInput
            label={t("shipping.price")}
            currency={store.currency}
            value={rate.price_minor ?? 0}
            disabled={disabled}
            error={complaint("price_minor")}
            onChange={(minor) => set({ price_minor: minor ?? 0 })}
          />
        )}
        <MoneyInput
          label={t("shipping.freeOver")}
          currency={store.currency}
          value={rate.free_over_minor ?? null}
          disabled={disabled}
          onChange={(minor) => set({ free_over_minor: minor })}
        />
        <MoneyInput
          label={t("shipping.least")}
          currency={store.currency}
          value={rate.min_total_minor ?? null}
          disabled={disabled}
          onChange={(minor) => set({ min_total_minor: minor })}
        />
        <WeightInput
          label={t("shipping.heaviest")}
          value={rate.max_weight_grams ?? null}
          disabled={disabled}
          onChange={(grams) => set({ max_weight_grams: grams })}
        />
        <NumberInput
          label={t("shipping.fewestDays")}
          min={0}
          max={365}
          allowDecimal={false}
          value={rate.min_days ?? ""}
          disabled={disabled}
          error={complaint("min_days")}
          onChange={(value) => set({ min_days: days(value) })}
        />
        <NumberInput
          label={t("shipping.mostDays")}
          min={0}
          max={365}
          allowDecimal={false}
          value={rate.max_days ?? ""}
          disabled={disabled}
          onChange={(value) => set({ max_days: days(value) })}
        />
        <Select
          label={t("shipping.taxClass")}
          allowDeselect={false}
          data={[...new Set([...CLASSES, rate.tax_class ?? "standard"])].map((value) => ({
            value,
            label: saidOf(t, `taxes.class.${value}`, value),
          }))}
          value={rate.tax_class ?? "standard"}
          disabled={disabled}
          onChange={(chosen) => chosen && set({ tax_class: chosen })}
        />
      </SimpleGrid>
      {disabled ? null : (
        <div>
          <Button
            variant="subtle"
            color="red"
            size="xs"
            leftSection={<IconTrash size={14} />}
            onClick={onRemove}
          >
            {t("shipping.removeRate")}
          </Button>
        </div>
      )}
    </Stack>
  );
}

interface TiersProps {
  tiers: readonly Tier[];
  isWeight: boolean;
  currency: string;
  disabled: boolean;
  error: string | undefined;
  onChange: (tiers: Tier[]) => void;
}

/** Up to so much it costs this; the last may have no limit. */
function Tiers({ tiers, isWeight, currency, disabled, error, onChange }: TiersProps) {
  const t = useSettingsWords();
  return (
    <div>
      <Text fw={500} mb={4}>
        {isWeight ? t("shipping.tiersWeight") : t("shipping.tiersTotal")}
      </Text>
      {tiers.map((tier, at) => {
        const upTo = (value: number | null) => onChange(replaced(tiers, at, { ...tier, up_to: value }));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: tiers have no other name than their place
          <Group key={at} gap={8} mb={8} wrap="nowrap" align="end">
            {isWeight ? (
              <WeightInput
                aria-label={t("shipping.upTo")}
                placeholder={t("shipping.noLimit")}
                value={tier.up_to ?? null}
                disabled={disabled}
                flex={1}
                onChange={upTo}
              />
            ) : (
              <MoneyInput
                aria-label={t("shipping.upTo")}
                placeholder={t("shipping.noLimit")}
                currency={currency}
                value={tier.up_to ?? null}
                disabled={disabled}
                flex={1}
                onChange={upTo}
              />
            )}
            <MoneyInput
              aria-label={t("shipping.price")}
              currency={currency}
              value={tier.price_minor}
              disabled={disabled}
              flex={1}
              onChange={(minor) => onChange(replaced(tiers, at, { ...tier, price_minor: minor ?? 0 }))}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              disabled={disabled}
              aria-label={t("shipping.removeTier")}
              onClick={() => onChange(without(tiers, at))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        );
      })}
      {error ? (
        <Text c="red" size="sm" role="alert">
          {error}
        </Text>
      ) : null}
      {disabled ? null : (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...tiers, { price_minor: tiers.at(-1)?.price_minor ?? 0 }])}
        >
          {t("shipping.addTier")}
        </Button>
      )}
    </div>
  );
}
