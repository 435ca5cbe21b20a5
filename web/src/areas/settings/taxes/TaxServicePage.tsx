import {
  Alert,
  Button,
  MultiSelect,
  PasswordInput,
  Radio,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { call } from "@/api/call";
import {
  adminGetTaxService,
  adminListTaxServices,
  adminRemoveTaxService,
  adminSetTaxService,
} from "@/api/generated/sdk.gen";
import type { TaxAccount, TaxProvider } from "@/api/generated/types.gen";
import { asProblem, Problem } from "@/api/problem";
import { keyOf, refresh, useRead } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { proven } from "@/app/proof";
import type { StoreOfMine } from "@/app/session";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import classes from "../parts/parts.module.css";
import { countryName } from "../parts/places";
import { usePlace } from "../parts/usePlace";
import { saidOf, useSettingsWords } from "../words";
import { read, written } from "./codes";
import { ServiceState } from "./ServiceState";

/** A store's account at an outside tax service: its keys, what it is asked about, whether it works. */
export default function TaxServicePage() {
  const t = useSettingsWords();
  const { store } = usePlace("store");
  return (
    <Page
      width="normal"
      title={t("service.title")}
      about={t("service.about")}
      crumbs={[
        { to: "/settings", label: t("title") },
        { to: "/settings/tax_rules", label: t("tax_rules.title") },
      ]}
    >
      {store ? (
        <Service key={store.id} store={store} />
      ) : (
        <EmptyState title={t("noStore")} text={t("noStoreHelp")} />
      )}
    </Page>
  );
}

/** The account; null where the store asks no service. */
async function look(store: string): Promise<TaxAccount | null> {
  const { account } = await call(adminGetTaxService, { path: { store_id: store } });
  return account;
}

function Service({ store }: { store: StoreOfMine }) {
  const providers = useRead(adminListTaxServices, {});
  const account = useQuery<TaxAccount | null, Error>({
    queryKey: [...keyOf(adminGetTaxService), store.id],
    queryFn: () => look(store.id),
  });
  const error = providers.error ?? account.error;
  if (error) return <Failure error={error} again={() => void account.refetch()} />;
  const provider = providers.data?.find((one) => one.code === account.data?.provider) ?? providers.data?.[0];
  if (!provider || account.data === undefined) return <Skeletons />;
  return <Body store={store.id} provider={provider} account={account.data} />;
}

interface BodyProps {
  store: string;
  provider: TaxProvider;
  account: TaxAccount | null;
}

function Body({ store, provider, account }: BodyProps) {
  const t = useSettingsWords();
  const form = <ServiceForm store={store} provider={provider} account={account} />;
  if (!account) return form;
  return (
    <Sections>
      {account.is_locked ? <Alert color="red">{t("service.locked")}</Alert> : null}
      <Columns
        main={form}
        side={
          <Sections>
            <ServiceState account={account} />
            <Remove store={store} />
          </Sections>
        }
      />
    </Sections>
  );
}

/** The fields of the service stand beside our own, which begin with `our_`. */
type Typed = Record<string, string> & {
  our_mode: string;
  our_countries: string;
  our_codes: string;
  our_active: string;
};

function ServiceForm({ store, provider, account }: BodyProps) {
  const t = useSettingsWords();
  const language = useLanguage();
  const mayWrite = useMay("settings:write");
  const values = useMemo(() => typed(provider, account), [provider, account]);
  const stored = new Set(account?.secrets);
  const label = (name: string, otherwise: string) => saidOf(t, `service.label.${name}`, otherwise);
  const record = useRecord<Typed, TaxAccount>({
    values,
    ...(account ? { version: account.version } : {}),
    labels: {
      our_mode: t("service.mode"),
      our_countries: t("service.countries"),
      our_codes: t("service.codes"),
      our_active: t("service.active"),
      ...Object.fromEntries(provider.fields.map((field) => [field.name, label(field.name, field.label)])),
    },
    names: {
      countries: "our_countries",
      tax_codes: "our_codes",
      ...Object.fromEntries(provider.fields.map(({ name }) => [`values.${name}`, name])),
    },
    check: {
      our_countries: (value: string) => (value ? null : t("service.needed")),
      our_codes: (value: string) => (read(value) ? null : t("service.codesBad")),
      ...Object.fromEntries(
        provider.fields
          .filter((field) => field.is_required && !stored.has(field.name))
          .map(({ name }) => [name, (value: string) => (value.trim() ? null : t("service.needed"))]),
      ),
    },
    save: async (all, version) => {
      const body = {
        provider: provider.code,
        mode: all.our_mode === "live" ? ("live" as const) : ("test" as const),
        countries: all.our_countries.split(","),
        values: Object.fromEntries(provider.fields.map(({ name }) => [name, all[name] ?? ""])),
        tax_codes: read(all.our_codes) ?? {},
        is_active: all.our_active === "yes",
      };
      const path = { store_id: store };
      const saved = await proven(() =>
        call(adminSetTaxService, { path, body, ...(version === undefined ? {} : { version }) }),
      );
      if (saved === null) throw new Problem(403, { code: "NotProven", title: t("service.proof") });
      return saved;
    },
    latest: async () => {
      const now = await look(store);
      return { values: typed(provider, now), version: now?.version ?? 0 };
    },
    saved: () => {
      refresh(adminGetTaxService);
      tell(t("service.saved"));
    },
  });
  return (
    <RecordForm record={record}>
      <Section title={provider.name} about={provider.about}>
        <div className={classes.fields}>
          <MultiSelect
            label={t("service.countries")}
            data={provider.countries.map((code) => ({ value: code, label: countryName(code, language) }))}
            value={record.values.our_countries ? record.values.our_countries.split(",") : []}
            error={record.field("our_countries").error}
            disabled={!mayWrite}
            onChange={(chosen) => record.set("our_countries", chosen.join(","))}
          />
          {provider.has_modes ? (
            <Radio.Group {...record.field("our_mode")}>
              <Stack gap={8} mt={8}>
                <Radio value="test" label={t("service.test")} disabled={!mayWrite} />
                <Radio value="live" label={t("service.live")} disabled={!mayWrite} />
              </Stack>
            </Radio.Group>
          ) : null}
          {provider.fields.map((field) =>
            field.is_secret ? (
              <PasswordInput
                key={field.name}
                {...record.field(field.name)}
                autoComplete="new-password"
                disabled={!mayWrite}
                placeholder={stored.has(field.name) ? t("service.stored") : undefined}
              />
            ) : (
              <TextInput
                key={field.name}
                {...record.field(field.name)}
                autoComplete="off"
                disabled={!mayWrite}
              />
            ),
          )}
          <Textarea
            {...record.field("our_codes")}
            description={t("service.codesHelp")}
            autosize
            minRows={2}
            disabled={!mayWrite}
          />
          <Switch
            label={t("service.active")}
            description={t("service.activeHelp")}
            checked={record.values.our_active === "yes"}
            disabled={!mayWrite}
            onChange={(event) => record.set("our_active", event.currentTarget.checked ? "yes" : "no")}
          />
        </div>
      </Section>
    </RecordForm>
  );
}

function typed(provider: TaxProvider, account: TaxAccount | null): Typed {
  return {
    ...Object.fromEntries(provider.fields.map(({ name }) => [name, account?.settings[name] ?? ""])),
    our_mode: account?.mode ?? "test",
    our_countries: (account?.countries ?? provider.countries.slice(0, 1)).join(","),
    our_codes: written(account?.tax_codes ?? {}),
    our_active: account === null || account.is_active ? "yes" : "no",
  };
}

function Remove({ store }: { store: string }) {
  const t = useSettingsWords();
  const mayWrite = useMay("settings:write");

  async function remove(): Promise<void> {
    const sure = await confirm({
      title: t("service.removeTitle"),
      text: t("service.removeText"),
      action: t("service.remove"),
      danger: true,
    });
    if (!sure) return;
    try {
      const done = await proven(async () => {
        await call(adminRemoveTaxService, { path: { store_id: store } });
        return true;
      });
      if (!done) return;
      refresh(adminGetTaxService);
      tell(t("service.removed"));
    } catch (error) {
      tellProblem(asProblem(error));
    }
  }

  if (!mayWrite) return null;
  return (
    <Section>
      <Button variant="default" color="red" onClick={() => void remove()}>
        {t("service.remove")}
      </Button>
    </Section>
  );
}
