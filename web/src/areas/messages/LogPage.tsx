import { Text } from "@mantine/core";
import { useMemo } from "react";
import { adminListMessages } from "@/api/generated/sdk.gen";
import type { MessageSummary } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink } from "@/app/here";
import { useStore } from "@/app/store";
import { wordOf } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column, Filter, View } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Page } from "@/kit/Page";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { STATES, type State, stateWords, toneOf } from "./states";
import { useMessageWords } from "./words";

/** Every message, newest first. */
export default function LogPage() {
  const t = useMessageWords();
  const store = useStore();
  const list = useList();
  const messages = usePages(adminListMessages, {
    query: {
      recipient: list.q,
      status: list.text("status") as State | undefined,
      channel: list.text("channel") as "email" | "sms" | undefined,
      kind: list.text("kind"),
      about: list.text("about"),
      ...(store ? { store: store.id } : {}),
      limit: 50,
    },
  });
  const columns = useColumns();
  const filters = useFilters();
  const views: View[] = [
    { id: "all", label: t("all"), search: {} },
    { id: "bounced", label: t("viewTrouble"), search: { status: "bounced" } },
    { id: "failed", label: t("viewFailed"), search: { status: "failed" } },
    { id: "waiting", label: t("viewWaiting"), search: { status: "queued" } },
  ];
  return (
    <Page title={t("title")} about={t("about")} width="wide">
      <DataList
        id="messages"
        list={list}
        source={messages}
        columns={columns}
        idOf={(message) => message.id}
        to={(message) => `/messages/${message.id}`}
        search={t("search")}
        filters={filters}
        views={views}
        empty={<EmptyState title={t("none")} text={t("noneHelp")} />}
      />
    </Page>
  );
}

function useColumns(): Column<MessageSummary>[] {
  const t = useMessageWords();
  return useMemo(
    () => [
      {
        key: "what",
        title: t("what"),
        fixed: true,
        phone: "title",
        width: 200,
        cell: (m) => (
          <GoLink to={`/messages/${m.id}`} c="inherit" fw={550}>
            {wordOf(t, "kind", m.kind)}
          </GoLink>
        ),
      },
      { key: "to", title: t("to"), cell: (m) => m.recipient },
      {
        key: "subject",
        title: t("subject"),
        phone: "none",
        cell: (m) => (
          <Text size="sm" c="dimmed" truncate>
            {m.subject}
          </Text>
        ),
      },
      {
        key: "channel",
        title: t("channel"),
        width: 80,
        cell: (m) => t(m.channel === "sms" ? "sms" : "email"),
      },
      {
        key: "status",
        title: t("status"),
        width: 130,
        cell: (m) => <StatusBadge tone={toneOf(m.status)}>{stateWords(t, m.status)}</StatusBadge>,
      },
      {
        key: "when",
        title: t("when"),
        width: 120,
        phone: "aside",
        cell: (m) => <When at={m.created_at} />,
      },
    ],
    [t],
  );
}

const KINDS = [
  "order_placed",
  "order_cancelled",
  "order_edited",
  "payment_failed",
  "payment_refunded",
  "ready_for_pickup",
  "order_shipped",
  "order_delivered",
  "return_requested",
  "return_approved",
  "return_refused",
  "return_received",
  "return_completed",
  "payment_link",
  "draft_order",
  "staff_order_placed",
  "staff_stock_low",
] as const;

function useFilters(): Filter[] {
  const t = useMessageWords();
  return useMemo(
    () => [
      {
        key: "status",
        label: t("status"),
        options: STATES.map((status) => ({ value: status, label: stateWords(t, status) })),
      },
      {
        key: "channel",
        label: t("channel"),
        options: (["email", "sms"] as const).map((channel) => ({ value: channel, label: t(channel) })),
      },
      {
        key: "kind",
        label: t("what"),
        options: KINDS.map((kind) => ({ value: kind, label: wordOf(t, "kind", kind) })),
      },
      { key: "about", label: t("aboutThing"), kind: "text" },
    ],
    [t],
  );
}
