import { Button, Text } from "@mantine/core";
import { IconRss } from "@tabler/icons-react";
import { adminListFeeds } from "@/api/generated/sdk.gen";
import type { Feed } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { useMe } from "@/app/may";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Count } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { kindOf, statusOf, TONES } from "./values";
import { useFeedWords } from "./words";

/** The files that channels fetch, and how they do. */
export default function FeedsPage() {
  const t = useFeedWords();
  const list = useList();
  const { stores } = useMe();
  const feeds = usePages(adminListFeeds, { query: { limit: 50 } });
  const typed = list.q.toLowerCase();
  const items = feeds.items?.filter((one) => one.name.toLowerCase().includes(typed));
  const columns: Column<Feed>[] = [
    {
      key: "name",
      title: t("name"),
      fixed: true,
      phone: "title",
      cell: (one) => (
        <div>
          <GoLink to={`/feeds/${one.id}`} c="inherit" size="sm" fw={550}>
            {one.name}
          </GoLink>
          <Text size="xs" c="dimmed">
            {t(kindOf(one))}
          </Text>
        </div>
      ),
    },
    {
      key: "status",
      title: t("status"),
      width: 130,
      phone: "aside",
      cell: (one) => <StatusBadge tone={TONES[statusOf(one)]}>{t(statusOf(one))}</StatusBadge>,
    },
    {
      key: "store",
      title: t("store"),
      width: 240,
      cell: (one) => (
        <Text size="sm" truncate>
          {[stores.find((store) => store.id === one.store_id)?.name, one.locale, one.currency]
            .filter(Boolean)
            .join(" · ")}
        </Text>
      ),
    },
    {
      key: "items",
      title: t("items"),
      width: 110,
      cell: (one) => (one.revision ? <Count value={one.items} /> : <Text size="sm">{t("making")}</Text>),
    },
    {
      key: "left",
      title: t("leftOut"),
      width: 110,
      cell: (one) => (
        <Text size="sm" component="div" c={one.left_out ? "red" : "dimmed"}>
          <Count value={one.left_out} />
        </Text>
      ),
    },
    {
      key: "fetched",
      title: t("fetched"),
      width: 140,
      cell: (one) => (
        <Text size="sm" component="div" c={one.fetched_at ? undefined : "dimmed"}>
          {one.fetched_at ? <When at={one.fetched_at} /> : t("never")}
        </Text>
      ),
    },
  ];
  const add = (
    <May permission="feeds:write">
      <Button component={PlainLink} to="/feeds/new">
        {t("newFeed")}
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
        <Button component={PlainLink} to="/feeds/categories" variant="default">
          {t("categoriesTitle")}
        </Button>
      }
    >
      <DataList
        id="feeds"
        list={list}
        source={{ ...feeds, items, refetch: () => void feeds.refetch() }}
        columns={columns}
        idOf={(one) => one.id}
        to={(one) => `/feeds/${one.id}`}
        search={t("searchFeeds")}
        rowHeight={60}
        empty={
          <EmptyState
            icon={<IconRss size={24} />}
            title={t("emptyTitle")}
            text={t("emptyText")}
            action={add}
          />
        }
      />
    </Page>
  );
}
