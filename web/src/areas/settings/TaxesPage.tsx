import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Switch,
  Text,
  TextInput,
} from "@mantine/core";
import { IconPlus, IconTrash, IconWand } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { call } from "@/api/call";
import { adminProposeTaxes } from "@/api/generated/sdk.gen";
import type { TaxRate } from "@/api/generated/types.gen";
import { tell, tellProblem } from "@/app/messages";
import type { StoreOfMine } from "@/app/session";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { QuantityInput } from "@/kit/form/MoneyInput";
import { RecordForm } from "@/kit/form/RecordForm";
import { Section, Sections } from "@/kit/Section";
import { replaced, without } from "./parts/lists";
import frame from "./parts/parts.module.css";
import { countries, countryName } from "./parts/places";
import { SectionPage } from "./parts/SectionPage";
import { useSettings } from "./parts/useSettings";
import { type Loaded, taxes } from "./sections";
import { saidOf, useSettingsWords } from "./words";

type Values = Awaited<ReturnType<typeof taxes.get>>["value"];
const CLASSES = ["standard", "intermediate", "reduced", "super_reduced", "zero"] as const;
/** A percentage has four decimals: parts per million. */
const DECIMALS = 4;

export default function TaxesPage() {
  return (
    <SectionPage section={taxes} width="normal">
      {(loaded, { store }) => (store ? <TaxesForm loaded={loaded} store={store} /> : null)}
    </SectionPage>
  );
}

function TaxesForm({ loaded, store }: { loaded: Loaded<Values>; store: StoreOfMine }) {
  const t = useSettingsWords();
  const spoken = useLanguage();
  const settings = useSettings(taxes, loaded);
  const { rates } = settings.shown;
  const [proposing, setProposing] = useState<string>(store.country);
  const all = useMemo(() => countries(spoken), [spoken]);
  const change = (next: TaxRate[]) => settings.set("rates", next);
  const groups = [...new Set(rates.map((rate) => rate.country))];

  async function propose(): Promise<void> {
    try {
      const { rates: usual } = await call(adminProposeTaxes, { path: { country: proposing } });
      const country = countryName(proposing, spoken);
      if (usual.length === 0) tell(t("taxes.noProposal", { country }), { kind: "failed" });
      else {
        change([...rates.filter((rate) => rate.country !== proposing), ...usual]);
        tell(t("taxes.proposed", { country }));
      }
    } catch (error) {
      tellProblem(error);
    }
  }

  return (
    <RecordForm record={settings.record}>
      <Sections>
        {loaded.may_write ? (
          <Section title={t("taxes.propose")} about={t("taxes.proposeHelp")}>
            <Group gap={8}>
              <Select
                aria-label={t("taxes.country")}
                searchable
                allowDeselect={false}
                data={all}
                value={proposing}
                onChange={(chosen) => chosen && setProposing(chosen)}
              />
              <Button variant="default" leftSection={<IconWand size={16} />} onClick={() => void propose()}>
                {t("taxes.proposeNow")}
              </Button>
            </Group>
          </Section>
        ) : null}
        {rates.length === 0 ? <EmptyState title={t("taxes.none")} text={t("taxes.noneHelp")} /> : null}
        {groups.map((country) => (
          <Section key={country} title={countryName(country, spoken)}>
            {rates.map((rate, at) =>
              rate.country === country ? (
                <Rate
                  // biome-ignore lint/suspicious/noArrayIndexKey: every other part of it is being typed
                  key={at}
                  rate={rate}
                  disabled={!loaded.may_write}
                  complaint={(field) => settings.complaint(field ? `rates[${at}].${field}` : `rates[${at}]`)}
                  onChange={(next) => change(replaced(rates, at, next))}
                  onRemove={() => change(without(rates, at))}
                />
              ) : null,
            )}
          </Section>
        ))}
        {loaded.may_write ? (
          <div>
            <Button
              variant="default"
              leftSection={<IconPlus size={16} />}
              onClick={() => change([...rates, empty(proposing, rates.length)])}
            >
              {t("taxes.add", { country: countryName(proposing, spoken) })}
            </Button>
          </div>
        ) : null}
      </Sections>
    </RecordForm>
  );
}

function empty(country: string, number: number): TaxRate {
  return {
    country,
    region: "",
    postal_prefix: "",
    tax_class: "standard",
    code: `TAX${number + 1}`,
    name: "",
    rate_ppm: 0,
    priority: 0,
    is_compound: false,
  };
}

interface RateProps {
  rate: TaxRate;
  disabled: boolean;
  complaint: (field: string) => string | undefined;
  onChange: (rate: TaxRate) => void;
  onRemove: () => void;
}

function Rate({ rate, disabled, complaint, onChange, onRemove }: RateProps) {
  const t = useSettingsWords();
  const set = (part: Partial<TaxRate>) => onChange({ ...rate, ...part });
  const [isFull, setFull] = useState(
    Boolean(rate.region || rate.postal_prefix || rate.priority || rate.is_compound),
  );
  return (
    <div className={frame.row}>
      <Group gap={8} wrap="nowrap" align="end">
        <SimpleGrid cols={{ base: 1, sm: 4 }} flex={1} spacing={8}>
          <Select
            label={t("taxes.class")}
            allowDeselect={false}
            data={[...new Set<string>([...CLASSES, rate.tax_class])].map((value) => ({
              value,
              label: saidOf(t, `taxes.class.${value}`, value),
            }))}
            value={rate.tax_class}
            disabled={disabled}
            onChange={(chosen) => chosen && set({ tax_class: chosen })}
          />
          <TextInput
            label={t("taxes.name")}
            placeholder={t("taxes.nameExample")}
            value={rate.name}
            disabled={disabled}
            error={complaint("name")}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <QuantityInput
            label={t("taxes.rate")}
            scale={DECIMALS}
            unit="%"
            value={rate.rate_ppm}
            disabled={disabled}
            error={complaint("rate_ppm")}
            onChange={(ppm) => set({ rate_ppm: ppm ?? 0 })}
          />
          <TextInput
            label={t("taxes.code")}
            value={rate.code}
            disabled={disabled}
            error={complaint("code")}
            onChange={(event) => set({ code: event.currentTarget.value })}
          />
        </SimpleGrid>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          disabled={disabled}
          aria-label={t("removeNamed", { name: rate.name || rate.code })}
          onClick={onRemove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      {complaint("") ? (
        <Text c="red" size="sm" role="alert">
          {complaint("")}
        </Text>
      ) : null}
      {isFull ? (
        <SimpleGrid cols={{ base: 1, sm: 4 }} spacing={8} mt={8}>
          <TextInput
            label={t("taxes.region")}
            value={rate.region}
            disabled={disabled}
            error={complaint("region")}
            onChange={(event) => set({ region: event.currentTarget.value })}
          />
          <TextInput
            label={t("taxes.postal")}
            value={rate.postal_prefix}
            disabled={disabled}
            onChange={(event) => set({ postal_prefix: event.currentTarget.value })}
          />
          <NumberInput
            label={t("taxes.priority")}
            min={0}
            max={99}
            allowDecimal={false}
            value={rate.priority}
            disabled={disabled}
            onChange={(value) => set({ priority: Number(value) || 0 })}
          />
          <Switch
            label={t("taxes.compound")}
            description={t("taxes.compoundHelp")}
            checked={rate.is_compound}
            disabled={disabled}
            onChange={(event) => set({ is_compound: event.currentTarget.checked })}
          />
        </SimpleGrid>
      ) : (
        <Button variant="subtle" size="compact-sm" mt={4} px={0} onClick={() => setFull(true)}>
          {t("taxes.more")}
        </Button>
      )}
    </div>
  );
}
