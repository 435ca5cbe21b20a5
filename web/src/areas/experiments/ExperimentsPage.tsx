import { Button, Text } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { adminListExperiments } from "@/api/generated/sdk.gen";
import type { ExperimentLine } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { useMe } from "@/app/may";
import { useStore } from "@/app/store";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { formatCount } from "@/kit/format";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { StatusBadge } from "@/kit/StatusBadge";
import { useLive } from "@/kit/useLive";
import { When } from "@/kit/When";
import { STATUSES, toneOf } from "./states";
import { refreshExperiments } from "./useExperimentForm";
import { useExperimentWords } from "./words";

/** What was tried, is tried and is to be tried. */
export default function ExperimentsPage() {
  const t = useExperimentWords();
  const language = useLanguage();
  const list = useList();
  const store = useStore();
  const { stores } = useMe();
  const status = list.one("status", STATUSES);
  const experiments = usePages(adminListExperiments, {
    query: { limit: 50, ...(status ? { status } : {}), ...(store ? { store: store.id } : {}) },
  });
  useLive(["experiment"], refreshExperiments);
  const typed = list.q.toLowerCase();
  const items = experiments.items?.filter((one) => one.name.toLowerCase().includes(typed));
  const columns: Column<ExperimentLine>[] = [
    {
      key: "name",
      title: t("name"),
      fixed: true,
      phone: "title",
      cell: (one) => (
        <div>
          <GoLink to={`/experiments/${one.id}`} c="inherit" size="sm" fw={550}>
            {one.name}
          </GoLink>
          <Text size="xs" c="dimmed">
            {t(one.kind)} · {t(one.measure)}
          </Text>
        </div>
      ),
    },
    {
      key: "status",
      title: t("status"),
      width: 140,
      phone: "aside",
      cell: (one) => <StatusBadge tone={toneOf(one.status)}>{t(one.status)}</StatusBadge>,
    },
    {
      key: "store",
      title: t("store"),
      hidden: stores.length < 2,
      cell: (one) => <Text size="sm">{stores.find((known) => known.id === one.store_id)?.name ?? ""}</Text>,
    },
    {
      key: "visitors",
      title: t("visitors"),
      width: 110,
      cell: (one) => (
        <Text size="sm" data-figures>
          {one.status === "draft" ? "–" : formatCount(language, one.visitors)}
        </Text>
      ),
    },
    {
      key: "started",
      title: t("started"),
      width: 150,
      cell: (one) => (
        <Text size="sm" component="div">
          {one.started_at ? <When at={one.started_at} /> : "–"}
        </Text>
      ),
    },
    {
      key: "ends",
      title: t("ends"),
      width: 150,
      cell: (one) => (
        <Text size="sm" component="div">
          {(one.stopped_at ?? one.ends_at) ? <When at={one.stopped_at ?? one.ends_at} /> : "–"}
        </Text>
      ),
    },
  ];
  const add = (
    <May permission="experiments:write">
      <Button component={PlainLink} to="/experiments/new">
        {t("new")}
      </Button>
    </May>
  );
  const views = [
    { id: "all", label: t("all"), search: {} },
    ...STATUSES.map((one) => ({ id: one, label: t(one), search: { status: one } })),
  ];
  return (
    <Page title={t("title")} about={t("about")} width="wide" primary={add}>
      <DataList
        id="experiments"
        list={list}
        source={{ ...experiments, items, refetch: () => void experiments.refetch() }}
        columns={columns}
        idOf={(one) => one.id}
        to={(one) => `/experiments/${one.id}`}
        search={t("search")}
        views={views}
        rowHeight={60}
        empty={
          <EmptyState icon={<IconFlask size={24} />} title={t("none")} text={t("noneHelp")} action={add} />
        }
      />
    </Page>
  );
}
