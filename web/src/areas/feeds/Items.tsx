import { Modal, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconRss } from "@tabler/icons-react";
import { useState } from "react";
import { adminListFeedItems } from "@/api/generated/sdk.gen";
import type { Feed, FeedItem } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink } from "@/app/here";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column, Filter } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { StatusBadge } from "@/kit/StatusBadge";
import classes from "./feeds.module.css";
import { type FeedWords, useFeedWords } from "./words";

const ONLY = ["listed", "left_out"] as const;

export function problemWord(t: FeedWords, problem: string): string {
  return t.has(problem) ? t(problem) : problem;
}

/** What the feed says of each variant, and what is wrong with it. */
export function Items({ feed }: { feed: Feed }) {
  const t = useFeedWords();
  const list = useList();
  const only = list.one("only", ONLY);
  const problem = list.text("problem");
  const [shown, setShown] = useState<FeedItem | null>(null);
  const items = usePages(adminListFeedItems, {
    path: { feed: feed.id },
    query: { only, problem, limit: 50 },
  });
  const filters: Filter[] = [
    { key: "only", label: t("listing"), options: ONLY.map((value) => ({ value, label: t(value) })) },
    {
      key: "problem",
      label: t("problem"),
      options: feed.findings.map((one) => ({ value: one.problem, label: problemWord(t, one.problem) })),
    },
  ];
  const columns: Column<FeedItem>[] = [
    {
      key: "title",
      title: t("item"),
      fixed: true,
      phone: "title",
      cell: (one) => (
        <div style={{ minWidth: 0 }}>
          <GoLink to={`/products/${one.product_id}`} c="inherit" size="sm" fw={550}>
            {one.title}
          </GoLink>
          <Text size="xs" c="dimmed" truncate>
            {one.item_id}
          </Text>
        </div>
      ),
    },
    {
      key: "listed",
      title: t("listing"),
      width: 120,
      phone: "aside",
      cell: (one) => (
        <StatusBadge tone={one.is_listed ? "good" : "bad"}>
          {t(one.is_listed ? "warning" : "error")}
        </StatusBadge>
      ),
    },
    {
      key: "problems",
      title: t("problems"),
      cell: (one) => (
        <Text size="sm" c={one.problems.length ? undefined : "dimmed"}>
          {one.problems.map((problem) => problemWord(t, problem)).join(" · ") || t("noProblems")}
        </Text>
      ),
    },
    {
      key: "body",
      title: t("says"),
      width: 170,
      cell: (one) =>
        one.body ? (
          <UnstyledButton onClick={() => setShown(one)} fz="sm" td="underline" c="dimmed">
            {t("says")}
          </UnstyledButton>
        ) : null,
    },
  ];
  return (
    <>
      <DataList
        id="feed-items"
        list={list}
        source={items}
        columns={columns}
        filters={filters}
        idOf={(one) => one.variant_id}
        rowHeight={60}
        empty={<EmptyState icon={<IconRss size={24} />} title={t("noItems")} text={t("noItemsText")} />}
      />
      <Modal opened={shown !== null} onClose={() => setShown(null)} title={shown?.title} size="lg">
        <Stack>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
          <pre className={classes.body} tabIndex={0}>
            {shown?.body}
          </pre>
        </Stack>
      </Modal>
    </>
  );
}
