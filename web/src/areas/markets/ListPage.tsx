import { Button } from "@mantine/core";
import { call } from "@/api/call";
import {
  adminCreatePriceList,
  adminGetPriceList,
  adminListListedPrices,
  adminListPriceLists,
  adminRemovePriceList,
  adminUpdatePriceList,
} from "@/api/generated/sdk.gen";
import type { PriceList } from "@/api/generated/types.gen";
import { refresh, useRead, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useGo, useParam } from "@/app/here";
import { useMay, useMe } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { useStore } from "@/app/store";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { History } from "@/kit/History";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { UrlTabs } from "@/kit/UrlTabs";
import { CopySection } from "./CopySection";
import { ListForm } from "./ListForm";
import { PriceSheet } from "./PriceSheet";
import { freshList, type ListValues, listChange, newList, valuesOfList } from "./values";
import { useMarketWords } from "./words";

const CHANGED = [adminListPriceLists, adminGetPriceList, adminListListedPrices];

export default function ListPage() {
  const id = useParam("list");
  return id === "new" ? <New /> : <Loaded id={id} />;
}

function New() {
  const chosen = useStore();
  const { stores } = useMe();
  return <Terms list={null} values={freshList((chosen ?? stores[0])?.currency ?? "EUR")} />;
}

function Loaded({ id }: { id: string }) {
  const t = useMarketWords();
  const found = useRead(adminGetPriceList, { path: { price_list: id } }, { keep: true });
  const mayWrite = useMay("products:write");
  if (found.error) return <Failure error={found.error} again={found.refetch} />;
  const list = found.data;
  if (!list) return <Skeletons />;
  return (
    <Page
      title={list.name}
      beside={
        <StatusBadge tone={list.is_active ? "good" : "quiet"}>
          {t(list.is_active ? "inUse" : "notInUse")}
        </StatusBadge>
      }
      crumbs={[{ to: "/price-lists", label: t("lists") }]}
      acts={mayWrite ? <Removing list={list} /> : null}
      width="wide"
    >
      <UrlTabs
        tabs={[
          { value: "prices", label: t("prices"), panel: <PriceSheet list={list} mayWrite={mayWrite} /> },
          {
            value: "terms",
            label: t("terms"),
            panel: <Terms key={id} list={list} values={valuesOfList(list)} />,
          },
        ]}
      />
    </Page>
  );
}

function Terms({ list, values }: { list: PriceList | null; values: ListValues }) {
  const t = useMarketWords();
  const go = useGo();
  const mayWrite = useMay("products:write");
  const record = useRecord<ListValues, PriceList>({
    values,
    ...(list ? { version: list.version } : {}),
    labels: {
      name: t("name"),
      currency: t("currency"),
      store_id: t("store"),
      market_id: t("market"),
      group_id: t("group"),
      channel: t("channel"),
      starts: t("starts"),
      ends: t("ends"),
      percent: t("percent"),
      round_to_minor: t("roundTo"),
      priority: t("priority"),
      is_active: t("isActive"),
    },
    names: { starts_at: "starts", ends_at: "ends", percent_ppm: "percent" },
    check: {
      name: (name) => (name.trim() ? null : t("nameNeeded")),
      currency: (currency) => (/^[A-Z]{3}$/.test(currency) ? null : t("currencyComplaint")),
    },
    save: (typed, version, changed) =>
      list
        ? call(adminUpdatePriceList, {
            path: { price_list: list.id },
            body: listChange(changed),
            version: version ?? list.version,
          })
        : call(adminCreatePriceList, { body: newList(typed) }),
    latest: async () => {
      const now = await call(adminGetPriceList, { path: { price_list: list?.id ?? "" } });
      return { values: valuesOfList(now), version: now.version };
    },
    saved: (answer) => {
      refresh(...CHANGED);
      tell(t(list ? "saved" : "created"));
      if (!list) go(`/price-lists/${answer.id}`, { replace: true, force: true });
    },
  });
  const form = (
    <RecordForm record={record} isNew={list === null}>
      <Columns
        main={<ListForm record={record} isNew={list === null} disabled={!mayWrite} />}
        side={
          list ? (
            <Sections>
              {mayWrite ? <CopySection list={list} /> : null}
              <Section title={t("history")}>
                <History
                  kind="price_list"
                  id={list.id}
                  labels={{ name: t("name"), percent_ppm: t("percent") }}
                />
              </Section>
            </Sections>
          ) : null
        }
      />
    </RecordForm>
  );
  if (list) return form;
  return (
    <Page title={t("newList")} crumbs={[{ to: "/price-lists", label: t("lists") }]}>
      {form}
    </Page>
  );
}

function Removing({ list }: { list: PriceList }) {
  const t = useMarketWords();
  const go = useGo();
  const remove = useWrite(adminRemovePriceList, {
    changes: [adminListPriceLists],
    done: () => {
      tell(t("removed"));
      go("/price-lists", { replace: true, force: true });
    },
    failed: tellProblem,
  });
  return (
    <Button
      variant="default"
      loading={remove.isPending}
      onClick={async () => {
        const sure = { title: t("remove"), text: t("removeListSure"), action: t("remove"), danger: true };
        if (await confirm(sure)) remove.mutate({ path: { price_list: list.id } });
      }}
    >
      {t("remove")}
    </Button>
  );
}
