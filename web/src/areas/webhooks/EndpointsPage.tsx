import { Badge, Button, Group, Text } from "@mantine/core";
import { IconWebhook } from "@tabler/icons-react";
import { adminListWebhookEndpoints } from "@/api/generated/sdk.gen";
import type { Endpoint } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { useMe } from "@/app/may";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { EVERYTHING, hostOf, rateOf, stateOf } from "./states";
import classes from "./webhooks.module.css";
import { useWebhookWords } from "./words";

/** The systems that listen, and how they do. */
export default function EndpointsPage() {
  const t = useWebhookWords();
  const list = useList();
  const { stores } = useMe();
  const endpoints = usePages(adminListWebhookEndpoints, { query: { limit: 100 } });
  const typed = list.q.toLowerCase();
  const items = endpoints.items?.filter((one) =>
    `${one.url} ${one.description}`.toLowerCase().includes(typed),
  );
  const columns: Column<Endpoint>[] = [
    {
      key: "url",
      title: t("endpoint"),
      fixed: true,
      phone: "title",
      cell: (one) => (
        <div>
          <GoLink to={`/webhooks/${one.id}`} c="inherit" size="sm" fw={550}>
            {one.description || hostOf(one.url)}
          </GoLink>
          <span className={classes.address}>{one.url}</span>
        </div>
      ),
    },
    {
      key: "state",
      title: t("status"),
      width: 140,
      phone: "aside",
      cell: (one) => <StatusBadge tone={stateOf(one).tone}>{t(stateOf(one).key)}</StatusBadge>,
    },
    { key: "events", title: t("events"), cell: (one) => <Chosen events={one.events} /> },
    {
      key: "store",
      title: t("store"),
      hidden: true,
      cell: (one) => stores.find((store) => store.id === one.store_id)?.name ?? t("wholeCompany"),
    },
    {
      key: "success",
      title: t("success"),
      width: 180,
      cell: (one) => {
        const rate = rateOf(one);
        return (
          <Text size="sm" c={rate === null ? "dimmed" : undefined} data-figures>
            {rate === null
              ? t("noAttempts")
              : t("successRate", { percent: rate, count: one.health.attempts })}
          </Text>
        );
      },
    },
    {
      key: "last",
      title: t("lastSent"),
      width: 130,
      cell: (one) => (
        <Text size="sm" component="div">
          <When at={one.health.last_at} />
        </Text>
      ),
    },
  ];
  const add = (
    <May permission="webhooks:write">
      <Button component={PlainLink} to="/webhooks/new">
        {t("newEndpoint")}
      </Button>
    </May>
  );
  return (
    <Page
      title={t("title")}
      about={t("about")}
      width="wide"
      primary={add}
      acts={
        <Button component={PlainLink} to="/webhooks/log" variant="default">
          {t("logTitle")}
        </Button>
      }
    >
      <DataList
        id="webhooks"
        list={list}
        source={{ ...endpoints, items, refetch: () => void endpoints.refetch() }}
        columns={columns}
        idOf={(one) => one.id}
        to={(one) => `/webhooks/${one.id}`}
        search={t("searchEndpoints")}
        rowHeight={60}
        empty={
          <EmptyState
            icon={<IconWebhook size={24} />}
            title={t("emptyTitle")}
            text={t("emptyText")}
            action={add}
          />
        }
      />
    </Page>
  );
}

function Chosen({ events }: { events: readonly string[] }) {
  const t = useWebhookWords();
  if (events.includes(EVERYTHING)) return <Text size="sm">{t("allEvents")}</Text>;
  return (
    <Group gap={4} wrap="nowrap">
      {events.slice(0, 2).map((choice) => (
        <Badge key={choice} variant="default" tt="none" fw={450}>
          {choice}
        </Badge>
      ))}
      {events.length > 2 ? (
        <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
          {t("moreEvents", { count: events.length - 2 })}
        </Text>
      ) : null}
    </Group>
  );
}
