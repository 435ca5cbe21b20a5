import { ActionIcon, Button, Group, SimpleGrid, Switch, Text, Textarea, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import type { PaymentMethodSettings } from "@/api/generated/types.gen";
import type { StoreOfMine } from "@/app/session";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { MoneyInput } from "@/kit/form/MoneyInput";
import { RecordForm } from "@/kit/form/RecordForm";
import { Section, Sections } from "@/kit/Section";
import { allowed } from "./parts/limits";
import { moved, replaced, without } from "./parts/lists";
import { languageName } from "./parts/places";
import { SectionPage } from "./parts/SectionPage";
import { useSettings } from "./parts/useSettings";
import { Connections } from "./payments/Connections";
import { NotOffered } from "./payments/NotOffered";
import { type Providers, useProviders } from "./payments/useProviders";
import { type Loaded, payments } from "./sections";
import { saidOf, useSettingsWords } from "./words";

type Values = Awaited<ReturnType<typeof payments.get>>["value"];
type Words = Record<string, Record<string, string>>;

/** For those who may not see what providers there are. */
const WITHOUT_ACCOUNT = ["cash_on_delivery", "bank_transfer"];

export default function PaymentsPage() {
  return (
    <SectionPage section={payments} width="normal">
      {(loaded, { store }) => (store ? <Payments loaded={loaded} store={store} /> : null)}
    </SectionPage>
  );
}

function Payments({ loaded, store }: { loaded: Loaded<Values>; store: StoreOfMine }) {
  const known = useProviders(store.id);
  return (
    <Sections>
      <PaymentsForm loaded={loaded} store={store} known={known} />
      <Connections store={store} known={known} />
    </Sections>
  );
}

interface PaymentsFormProps {
  loaded: Loaded<Values>;
  store: StoreOfMine;
  known: Providers;
}

function PaymentsForm({ loaded, store, known }: PaymentsFormProps) {
  const t = useSettingsWords();
  const settings = useSettings(payments, loaded);
  const { methods } = settings.shown;
  const change = (next: PaymentMethodSettings[]) => settings.set("methods", next);
  const used = new Set(methods.map((method) => method.provider));
  const all =
    known.providers?.filter((one) => one.is_switched_on && one.is_allowed !== false).map((one) => one.code) ??
    WITHOUT_ACCOUNT;
  const further = allowed(loaded, "methods.provider", all).filter((provider) => !used.has(provider));
  const nameOf = (provider: string) =>
    saidOf(t, `payments.provider.${provider}`, known.find(provider).provider?.name ?? provider);
  return (
    <RecordForm record={settings.record}>
      <Sections>
        {methods.length === 0 ? (
          <EmptyState title={t("payments.none")} text={t("payments.noneHelp")} />
        ) : (
          methods.map((method, at) => (
            <Section
              key={method.provider}
              title={nameOf(method.provider)}
              acts={
                <Group gap={4} wrap="nowrap">
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    disabled={at === 0 || !loaded.may_write}
                    aria-label={t("moveUp", { name: method.name })}
                    onClick={() => change(moved(methods, at, at - 1))}
                  >
                    <IconArrowUp size={16} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    disabled={at === methods.length - 1 || !loaded.may_write}
                    aria-label={t("moveDown", { name: method.name })}
                    onClick={() => change(moved(methods, at, at + 1))}
                  >
                    <IconArrowDown size={16} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    disabled={!loaded.may_write}
                    aria-label={t("removeNamed", { name: method.name })}
                    onClick={() => change(without(methods, at))}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </Group>
              }
            >
              <NotOffered method={method.provider} store={store} known={known} />
              <Method
                method={method}
                store={store}
                disabled={!loaded.may_write}
                complaint={(field) => settings.complaint(`methods[${at}].${field}`)}
                onChange={(next) => change(replaced(methods, at, next))}
              />
            </Section>
          ))
        )}
        {further.length > 0 && loaded.may_write ? (
          <Section title={t("payments.add")}>
            <Group gap={8}>
              {further.map((provider) => (
                <Button
                  key={provider}
                  variant="default"
                  onClick={() => change([...methods, { provider, name: nameOf(provider), is_active: true }])}
                >
                  {nameOf(provider)}
                </Button>
              ))}
            </Group>
          </Section>
        ) : null}
      </Sections>
    </RecordForm>
  );
}

interface MethodProps {
  method: PaymentMethodSettings;
  store: StoreOfMine;
  disabled: boolean;
  complaint: (field: string) => string | undefined;
  onChange: (method: PaymentMethodSettings) => void;
}

function Method({ method, store, disabled, complaint, onChange }: MethodProps) {
  const t = useSettingsWords();
  const spoken = useLanguage();
  const others = store.locales.filter((locale) => locale !== store.default_locale);
  const words = method.translations ?? {};
  const said = (locale: string, name: string, text: string): Words => ({
    ...words,
    [locale]: { ...words[locale], [name]: text },
  });
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="md">
      <Switch
        label={t("payments.active")}
        checked={method.is_active ?? true}
        disabled={disabled}
        onChange={(event) => onChange({ ...method, is_active: event.currentTarget.checked })}
        style={{ gridColumn: "1 / -1" }}
      />
      <TextInput
        label={t("payments.name")}
        value={method.name}
        disabled={disabled}
        error={complaint("name")}
        onChange={(event) => onChange({ ...method, name: event.currentTarget.value })}
      />
      <Textarea
        label={t("payments.description")}
        autosize
        minRows={1}
        value={method.description ?? ""}
        disabled={disabled}
        error={complaint("description")}
        onChange={(event) => onChange({ ...method, description: event.currentTarget.value })}
      />
      {others.map((locale) => (
        <SimpleGrid key={locale} cols={{ base: 1, sm: 2 }} style={{ gridColumn: "1 / -1" }}>
          <TextInput
            label={t("inLanguage", { label: t("payments.name"), language: languageName(locale, spoken) })}
            value={words[locale]?.name ?? ""}
            disabled={disabled}
            onChange={(event) =>
              onChange({ ...method, translations: said(locale, "name", event.currentTarget.value) })
            }
          />
          <Textarea
            label={t("inLanguage", {
              label: t("payments.description"),
              language: languageName(locale, spoken),
            })}
            autosize
            minRows={1}
            value={words[locale]?.description ?? ""}
            disabled={disabled}
            onChange={(event) =>
              onChange({ ...method, translations: said(locale, "description", event.currentTarget.value) })
            }
          />
        </SimpleGrid>
      ))}
      <MoneyInput
        label={t("payments.least")}
        currency={store.currency}
        value={method.min_total_minor ?? null}
        disabled={disabled}
        onChange={(minor) => onChange({ ...method, min_total_minor: minor })}
      />
      <MoneyInput
        label={t("payments.most")}
        currency={store.currency}
        value={method.max_total_minor ?? null}
        disabled={disabled}
        error={complaint("max_total_minor")}
        onChange={(minor) => onChange({ ...method, max_total_minor: minor })}
      />
      <Text size="xs" c="dimmed" style={{ gridColumn: "1 / -1" }}>
        {t("payments.limitHelp")}
      </Text>
    </SimpleGrid>
  );
}
