import { Alert, Button, MultiSelect, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { call } from "@/api/call";
import {
  adminActivateMarket,
  adminCreateMarket,
  adminDeactivateMarket,
  adminGetMarket,
  adminListMarkets,
  adminRemoveMarket,
  adminUpdateMarket,
} from "@/api/generated/sdk.gen";
import type { Market } from "@/api/generated/types.gen";
import { refresh, useRead, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { GoLink, useGo, useParam } from "@/app/here";
import { useMay, useMe } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { useStore, useStoreOf } from "@/app/store";
import { useLanguage } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { MoneyInput } from "@/kit/form/MoneyInput";
import { RecordForm } from "@/kit/form/RecordForm";
import { type RecordState, useRecord } from "@/kit/form/useRecord";
import { History } from "@/kit/History";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { countryChoices, currencyChoices } from "./countries";
import { freshMarket, handleOf, type MarketValues, marketChange, newMarket, valuesOfMarket } from "./values";
import { Ways } from "./Ways";
import { useMarketWords } from "./words";

const CHANGED = [adminListMarkets, adminGetMarket];

export default function MarketPage() {
  const id = useParam("market");
  return id === "new" ? <New /> : <Loaded id={id} />;
}

function New() {
  const chosen = useStore();
  const { stores } = useMe();
  return <Editor market={null} values={freshMarket((chosen ?? stores[0])?.id ?? "")} />;
}

function Loaded({ id }: { id: string }) {
  const found = useRead(adminGetMarket, { path: { market: id } }, { keep: true });
  if (found.error) return <Failure error={found.error} again={found.refetch} />;
  if (!found.data) return <Skeletons />;
  return <Editor key={id} market={found.data} values={valuesOfMarket(found.data)} />;
}

function Editor({ market, values }: { market: Market | null; values: MarketValues }) {
  const t = useMarketWords();
  const go = useGo();
  const mayWrite = useMay("markets:write");
  const record = useRecord<MarketValues, Market>({
    values,
    ...(market ? { version: market.version } : {}),
    labels: {
      name: t("name"),
      handle: t("handle"),
      currency: t("currency"),
      countries: t("countries"),
      locale: t("language"),
      round_to_minor: t("roundTo"),
      round_less_minor: t("roundLess"),
      tax: t("tax"),
      payment_methods: t("paying"),
      shipping_codes: t("shipping"),
    },
    names: { prices_include_tax: "tax" },
    check: {
      name: (name) => (name.trim() ? null : t("nameNeeded")),
      handle: (handle) => (/^[a-z0-9][a-z0-9-]{0,39}$/.test(handle) ? null : t("handleNeeded")),
      currency: (currency) => (/^[A-Z]{3}$/.test(currency) ? null : t("currencyComplaint")),
    },
    save: (typed, version, changed) =>
      market
        ? call(adminUpdateMarket, {
            path: { market: market.id },
            body: marketChange(changed),
            version: version ?? market.version,
          })
        : call(adminCreateMarket, { body: newMarket(typed) }),
    latest: async () => {
      const now = await call(adminGetMarket, { path: { market: market?.id ?? "" } });
      return { values: valuesOfMarket(now), version: now.version };
    },
    saved: (answer) => {
      refresh(...CHANGED);
      tell(t(market ? "saved" : "created"));
      if (!market) go(`/markets/${answer.id}`, { replace: true, force: true });
    },
  });
  return (
    <Page
      title={market?.name ?? t("newMarket")}
      beside={
        market ? (
          <StatusBadge tone={market.is_active ? "good" : "quiet"}>
            {t(market.is_active ? "open" : "closed")}
          </StatusBadge>
        ) : null
      }
      crumbs={[{ to: "/markets", label: t("title") }]}
      primary={market && mayWrite ? <Switch market={market} isDirty={record.isDirty} /> : null}
      acts={market && mayWrite ? <Removing market={market} /> : null}
    >
      <RecordForm record={record} isNew={market === null}>
        <Columns
          main={
            <Sections>
              <Where record={record} isNew={market === null} disabled={!mayWrite} />
              <Money record={record} disabled={!mayWrite} />
              <Ways record={record} disabled={!mayWrite} />
            </Sections>
          }
          side={market ? <Beside market={market} /> : null}
        />
      </RecordForm>
    </Page>
  );
}

interface PartProps {
  record: RecordState<MarketValues>;
  disabled: boolean;
}

function Where({ record, isNew, disabled }: PartProps & { isNew: boolean }) {
  const t = useMarketWords();
  const language = useLanguage();
  const { stores } = useMe();
  const { values, set } = record;
  const name = record.field("name");
  const takeName = (text: string) => {
    if (isNew && values.handle === handleOf(values.name)) set("handle", handleOf(text));
    set("name", text);
  };
  return (
    <Section>
      <Stack>
        <TextInput
          {...name}
          onChange={(event) => takeName(event.currentTarget.value)}
          required
          disabled={disabled}
          data-autofocus={isNew}
        />
        {isNew && stores.length > 1 ? (
          <Select
            label={t("store")}
            data={stores.map((one) => ({ value: one.id, label: one.name }))}
            value={values.store_id}
            onChange={(id) => id && set("store_id", id)}
            allowDeselect={false}
          />
        ) : null}
        <TextInput
          {...record.field("handle")}
          description={t("handleHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          required
          disabled={disabled}
        />
        <MultiSelect
          label={t("countries")}
          description={t("countriesHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          error={record.field("countries").error}
          data={countryChoices(language, values.countries)}
          value={values.countries}
          onChange={(codes) => set("countries", codes)}
          searchable
          clearable
          disabled={disabled}
        />
        <TextInput
          {...record.field("locale")}
          description={t("languageHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          placeholder="fr"
          disabled={disabled}
        />
      </Stack>
    </Section>
  );
}

function Money({ record, disabled }: PartProps) {
  const t = useMarketWords();
  const language = useLanguage();
  const { values, set } = record;
  const store = useStoreOf(values.store_id);
  const currency = values.currency || (store?.currency ?? "EUR");
  return (
    <Section title={t("rounding")} about={t("roundingHelp")}>
      <Stack>
        <Select
          label={t("currency")}
          error={record.field("currency").error}
          data={currencyChoices(language, [values.currency, store?.currency ?? ""])}
          value={values.currency || null}
          onChange={(code) => set("currency", code ?? "")}
          searchable
          required
          allowDeselect={false}
          disabled={disabled}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <MoneyInput
            label={t("roundTo")}
            currency={currency}
            error={record.field("round_to_minor").error}
            value={values.round_to_minor}
            onChange={(minor) => set("round_to_minor", minor || 1)}
            disabled={disabled}
          />
          <MoneyInput
            label={t("roundLess")}
            currency={currency}
            error={record.field("round_less_minor").error}
            value={values.round_less_minor}
            onChange={(minor) => set("round_less_minor", minor ?? 0)}
            disabled={disabled}
          />
        </SimpleGrid>
        <Select
          label={t("tax")}
          data={[
            { value: "store", label: t("taxAsStore") },
            { value: "included", label: t("taxIncluded") },
            { value: "added", label: t("taxAdded") },
          ]}
          value={values.tax}
          onChange={(choice) =>
            set("tax", choice === "included" ? "included" : choice === "added" ? "added" : "store")
          }
          allowDeselect={false}
          disabled={disabled}
        />
      </Stack>
    </Section>
  );
}

function Beside({ market }: { market: Market }) {
  const t = useMarketWords();
  return (
    <Sections>
      <Section title={t("rate")}>
        {market.rate === null ? (
          <Alert color="yellow" title={t("noRate")}>
            <GoLink to="/exchange-rates">{t("enterRate")}</GoLink>
          </Alert>
        ) : (
          <GoLink to="/exchange-rates">
            {t("rateOf", { base: market.store_currency, rate: market.rate, currency: market.currency })}
          </GoLink>
        )}
      </Section>
      <Section title={t("history")}>
        <History kind="market" id={market.id} labels={{ name: t("name"), currency: t("currency") }} />
      </Section>
    </Sections>
  );
}

function Switch({ market, isDirty }: { market: Market; isDirty: boolean }) {
  const t = useMarketWords();
  const act = useWrite(market.is_active ? adminDeactivateMarket : adminActivateMarket, {
    changes: CHANGED,
    done: () => tell(t(market.is_active ? "deactivated" : "activated")),
    failed: tellProblem,
  });
  return (
    <Button
      variant={market.is_active ? "default" : "filled"}
      disabled={isDirty}
      loading={act.isPending}
      onClick={() => act.mutate({ path: { market: market.id }, version: market.version })}
    >
      {t(market.is_active ? "deactivate" : "activate")}
    </Button>
  );
}

function Removing({ market }: { market: Market }) {
  const t = useMarketWords();
  const go = useGo();
  const remove = useWrite(adminRemoveMarket, {
    changes: [adminListMarkets],
    done: () => {
      tell(t("removed"));
      go("/markets", { replace: true, force: true });
    },
    failed: tellProblem,
  });
  return (
    <Button
      variant="default"
      loading={remove.isPending}
      onClick={async () => {
        const sure = { title: t("remove"), text: t("removeSure"), action: t("remove"), danger: true };
        if (await confirm(sure)) remove.mutate({ path: { market: market.id } });
      }}
    >
      {t("remove")}
    </Button>
  );
}
