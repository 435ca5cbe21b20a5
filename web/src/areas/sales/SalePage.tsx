import { Button, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { call } from "@/api/call";
import {
  adminCancelSaleEvent,
  adminCreateSaleEvent,
  adminDeleteSaleEvent,
  adminGetSaleEvent,
  adminListSaleEvents,
  adminPreviewSaleEvent,
  adminScheduleSaleEvent,
  adminUpdateSaleEvent,
} from "@/api/generated/sdk.gen";
import type { Sale } from "@/api/generated/types.gen";
import { refresh, useRead, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useGo, useParam } from "@/app/here";
import { useMay, useMe } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { useStore, useStoreOf } from "@/app/store";
import { Failure } from "@/kit/Failure";
import { MoneyInput } from "@/kit/form/MoneyInput";
import { RecordForm } from "@/kit/form/RecordForm";
import { type RecordState, useRecord } from "@/kit/form/useRecord";
import { History } from "@/kit/History";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { Banner } from "./Banner";
import { PercentInput } from "./PercentInput";
import { Preview } from "./Preview";
import { SaleState } from "./SaleState";
import { Targets } from "./Targets";
import { changeOf, fresh, newOf, type Values, valuesOf } from "./values";
import { useSaleWords } from "./words";

const CHANGED = [adminListSaleEvents, adminGetSaleEvent, adminPreviewSaleEvent];

export default function SalePage() {
  const id = useParam("sale");
  return id === "new" ? <New /> : <Loaded id={id} />;
}

function New() {
  const chosen = useStore();
  const { stores } = useMe();
  return <Editor sale={null} values={fresh((chosen ?? stores[0])?.id ?? "")} />;
}

function Loaded({ id }: { id: string }) {
  const found = useRead(adminGetSaleEvent, { path: { sale: id } }, { keep: true });
  if (found.error) return <Failure error={found.error} again={found.refetch} />;
  if (!found.data) return <Skeletons />;
  return <Editor key={id} sale={found.data} values={valuesOf(found.data)} />;
}

function Editor({ sale, values }: { sale: Sale | null; values: Values }) {
  const t = useSaleWords();
  const go = useGo();
  const may = useMay("products:write");
  const isOpen = sale === null || ["draft", "to_come", "running"].includes(sale.state);
  const mayWrite = may && isOpen;
  const record = useRecord<Values, Sale>({
    values,
    ...(sale ? { version: sale.version } : {}),
    labels: {
      name: t("name"),
      store_id: t("store"),
      starts: t("starts"),
      ends: t("ends"),
      percent: t("percent"),
      round_to_minor: t("round"),
      targets: t("goods"),
      has_banner: t("hasBanner"),
      banner_title: t("bannerTitle"),
      banner_text: t("bannerText"),
    },
    check: {
      name: (name) => (name.trim() ? null : t("nameNeeded")),
      starts: (starts) => (starts ? null : t("startsNeeded")),
      percent: (percent) => (percent === null ? t("percentNeeded") : null),
      targets: (targets) => (targets.length > 0 ? null : t("goodsNeeded")),
    },
    save: (typed, version, changed) =>
      sale
        ? call(adminUpdateSaleEvent, {
            path: { sale: sale.id },
            body: changeOf(changed),
            version: version ?? sale.version,
          })
        : call(adminCreateSaleEvent, { body: newOf(typed) }),
    latest: async () => {
      const now = await call(adminGetSaleEvent, { path: { sale: sale?.id ?? "" } });
      return { values: valuesOf(now), version: now.version };
    },
    saved: (answer) => {
      refresh(...CHANGED);
      tell(t(sale ? "saved" : "created"));
      if (!sale) go(`/sale-events/${answer.id}`, { replace: true, force: true });
    },
  });
  return (
    <Page
      title={sale?.name ?? t("newSale")}
      beside={sale ? <SaleState state={sale.state} /> : null}
      crumbs={[{ to: "/sale-events", label: t("title") }]}
      primary={sale?.state === "draft" && mayWrite ? <Schedule sale={sale} isDirty={record.isDirty} /> : null}
      acts={sale && mayWrite ? <Ending sale={sale} /> : null}
    >
      <RecordForm record={record} isNew={sale === null}>
        <Columns
          main={
            <Sections>
              <Terms record={record} isNew={sale === null} disabled={!mayWrite} />
              <Targets
                targets={record.values.targets}
                change={(targets) => record.set("targets", targets)}
                complaint={complaintOf(record.field("targets").error)}
                disabled={!mayWrite}
                percent={record.values.percent}
              />
              <Banner record={record} disabled={!mayWrite} />
            </Sections>
          }
          side={
            sale ? (
              <Sections>
                <Preview sale={sale} />
                <Section title={t("history")}>
                  <History kind="sale" id={sale.id} labels={{ name: t("name"), percent_ppm: t("percent") }} />
                </Section>
              </Sections>
            ) : null
          }
        />
      </RecordForm>
    </Page>
  );
}

function complaintOf(error: unknown): string | null {
  return typeof error === "string" ? error : null;
}

interface TermsProps {
  record: RecordState<Values>;
  isNew: boolean;
  disabled: boolean;
}

function Terms({ record, isNew, disabled }: TermsProps) {
  const t = useSaleWords();
  const { stores } = useMe();
  const store = useStoreOf(record.values.store_id);
  const percent = record.field("percent");
  return (
    <Section>
      <Stack>
        <TextInput {...record.field("name")} required disabled={disabled} data-autofocus={isNew} />
        {isNew && stores.length > 1 ? (
          <Select
            label={t("store")}
            data={stores.map((one) => ({ value: one.id, label: one.name }))}
            value={record.values.store_id}
            onChange={(id) => id && record.set("store_id", id)}
            allowDeselect={false}
          />
        ) : null}
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <PercentInput
            id={percent.id}
            label={t("percent")}
            error={percent.error}
            value={record.values.percent}
            onChange={(ppm) => record.set("percent", ppm)}
            disabled={disabled}
            required
          />
          <MoneyInput
            label={t("round")}
            description={t("roundHelp")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            currency={store?.currency ?? "EUR"}
            value={record.values.round_to_minor}
            onChange={(minor) => record.set("round_to_minor", minor || 1)}
            disabled={disabled}
          />
          <TextInput type="datetime-local" {...record.field("starts")} required disabled={disabled} />
          <TextInput
            type="datetime-local"
            {...record.field("ends")}
            description={t("endsHelp")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            disabled={disabled}
          />
        </SimpleGrid>
        <Text size="sm" c="dimmed">
          {t("whenHelp")}
        </Text>
      </Stack>
    </Section>
  );
}

function Schedule({ sale, isDirty }: { sale: Sale; isDirty: boolean }) {
  const t = useSaleWords();
  const act = useWrite(adminScheduleSaleEvent, {
    changes: CHANGED,
    done: () => tell(t("scheduled")),
    failed: tellProblem,
  });
  return (
    <Button
      disabled={isDirty}
      loading={act.isPending}
      onClick={() => act.mutate({ path: { sale: sale.id } })}
    >
      {t("schedule")}
    </Button>
  );
}

function Ending({ sale }: { sale: Sale }) {
  const t = useSaleWords();
  const go = useGo();
  const cancel = useWrite(adminCancelSaleEvent, {
    changes: CHANGED,
    done: () => tell(t("cancelled")),
    failed: tellProblem,
  });
  const remove = useWrite(adminDeleteSaleEvent, {
    changes: [adminListSaleEvents],
    done: () => {
      tell(t("deleted"));
      go("/sale-events", { replace: true, force: true });
    },
    failed: tellProblem,
  });
  if (sale.state === "draft")
    return (
      <Button
        variant="default"
        loading={remove.isPending}
        onClick={() => remove.mutate({ path: { sale: sale.id } })}
      >
        {t("delete")}
      </Button>
    );
  const action = t(sale.state === "running" ? "cancelRunning" : "cancel");
  return (
    <Button
      variant="default"
      loading={cancel.isPending}
      onClick={async () => {
        if (await confirm({ title: action, text: t("cancelSure"), action, danger: true }))
          cancel.mutate({ path: { sale: sale.id } });
      }}
    >
      {action}
    </Button>
  );
}
