import { Text } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import {
  adminListWebhookDeliveries,
  adminListWebhookEndpoints,
  adminListWebhookEvents,
} from "@/api/generated/sdk.gen";
import type { DeliveryLine } from "@/api/generated/types.gen";
import { usePages, useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column, Filter } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Page } from "@/kit/Page";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { hostOf, STATUSES, statusTone, word } from "./states";
import classes from "./webhooks.module.css";
import { useWebhookWords } from "./words";

/** What was told to whom, and how that went. */
export default function LogPage() {
  const t = useWebhookWords();
  const list = useList();
  const status = list.one("status", STATUSES);
  const endpoint = list.text("endpoint");
  const type = list.text("type");
  const deliveries = usePages(adminListWebhookDeliveries, { query: { status, endpoint, type, limit: 50 } });
  const endpoints = useRead(adminListWebhookEndpoints, { query: { limit: 100 } });
  const events = useRead(adminListWebhookEvents, {});
  const filters: Filter[] = [
    {
      key: "status",
      label: t("status"),
      options: STATUSES.map((value) => ({ value, label: t(`status_${value}`) })),
    },
    {
      key: "endpoint",
      label: t("endpoint"),
      options: (endpoints.data?.items ?? []).map((one) => ({
        value: one.id,
        label: one.description || hostOf(one.url),
      })),
    },
    {
      key: "type",
      label: t("event"),
      options: [...(events.data ?? []).map((one) => one.type), "webhook.test"].map((value) => ({
        value,
        label: value,
      })),
    },
  ];
  const columns: Column<DeliveryLine>[] = [
    {
      key: "event",
      title: t("event"),
      fixed: true,
      phone: "title",
      cell: (one) => (
        <GoLink to={`/webhooks/log/${one.id}`} c="inherit" size="sm" fw={550}>
          {one.type}
        </GoLink>
      ),
    },
    {
      key: "status",
      title: t("status"),
      width: 150,
      phone: "aside",
      cell: (one) => (
        <StatusBadge tone={statusTone(one.status)}>{word(t, `status_${one.status}`)}</StatusBadge>
      ),
    },
    {
      key: "endpoint",
      title: t("endpoint"),
      cell: (one) => <span className={classes.address}>{hostOf(one.endpoint_url)}</span>,
    },
    {
      key: "answer",
      title: t("answer"),
      width: 190,
      cell: (one) => (
        <Text size="sm" c={one.last_outcome ? undefined : "dimmed"} data-figures>
          {one.last_status ?? (one.last_outcome ? word(t, `outcome_${one.last_outcome}`) : "–")}
        </Text>
      ),
    },
    { key: "attempts", title: t("attempts"), width: 90, align: "right", cell: (one) => one.attempts },
    {
      key: "created",
      title: t("created"),
      width: 140,
      cell: (one) => (
        <Text size="sm" component="div">
          <When at={one.created_at} />
        </Text>
      ),
    },
    {
      key: "next",
      title: t("next"),
      width: 140,
      hidden: true,
      cell: (one) => (one.next_at ? <When at={one.next_at} /> : "–"),
    },
  ];
  return (
    <Page
      title={t("logTitle")}
      about={t("logAbout")}
      crumbs={[{ to: "/webhooks", label: t("title") }]}
      width="wide"
    >
      <DataList
        id="webhook-log"
        list={list}
        source={deliveries}
        columns={columns}
        filters={filters}
        idOf={(one) => one.id}
        to={(one) => `/webhooks/log/${one.id}`}
        views={[
          { id: "all", label: t("every"), search: {} },
          { id: "failed", label: t("gaveUp"), search: { status: "failed" } },
          { id: "waiting", label: t("stillWaiting"), search: { status: "waiting" } },
        ]}
        empty={<EmptyState icon={<IconSend size={24} />} title={t("logEmpty")} text={t("logEmptyText")} />}
      />
    </Page>
  );
}
