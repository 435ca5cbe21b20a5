import { Button, Select, TextInput } from "@mantine/core";
import { IconBan } from "@tabler/icons-react";
import { type FormEvent, useMemo, useState } from "react";
import { adminLiftSuppression, adminListSuppressions, adminSuppressAddress } from "@/api/generated/sdk.gen";
import type { Suppression } from "@/api/generated/types.gen";
import { usePages, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { tell, tellProblem } from "@/app/messages";
import { wordOf } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column, Filter } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { useMessageWords } from "./words";

type Channel = "email" | "sms";

/** Addresses that get nothing, or no advertising. */
export default function SuppressedPage() {
  const t = useMessageWords();
  const list = useList();
  const found = usePages(adminListSuppressions, {
    query: { text: list.q, channel: list.text("channel") as Channel | undefined, limit: 50 },
  });
  const columns = useColumns();
  const filters: Filter[] = [
    {
      key: "channel",
      label: t("channel"),
      options: (["email", "sms"] as const).map((channel) => ({ value: channel, label: t(channel) })),
    },
  ];
  return (
    <Page
      title={t("suppressed")}
      about={t("suppressedHelp")}
      crumbs={[{ to: "/messages", label: t("title") }]}
      width="wide"
    >
      <May permission="messages:write">
        <Add />
      </May>
      <DataList
        id="suppressions"
        list={list}
        source={found}
        columns={columns}
        idOf={(one) => one.id}
        search={t("search")}
        filters={filters}
        empty={<EmptyState title={t("noSuppressed")} text={t("noSuppressedHelp")} />}
      />
    </Page>
  );
}

function Add() {
  const t = useMessageWords();
  const [channel, setChannel] = useState<Channel>("email");
  const [address, setAddress] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const add = useWrite(adminSuppressAddress, {
    changes: [adminListSuppressions],
    done: (made) => {
      tell(t("addDone", { address: made.address }));
      setAddress("");
    },
    failed: (problem) => setWrong(problem.title),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setWrong(null);
    add.mutate({ body: { channel, address } });
  };
  return (
    <Section title={t("add")}>
      <form
        onSubmit={send}
        style={{ display: "flex", flexWrap: "wrap", gap: 12, alignItems: "flex-end", maxWidth: "42rem" }}
      >
        <Select
          label={t("channel")}
          data={(["email", "sms"] as const).map((value) => ({ value, label: t(value) }))}
          value={channel}
          onChange={(chosen) => setChannel(chosen === "sms" ? "sms" : "email")}
          allowDeselect={false}
          w={120}
        />
        <TextInput
          label={t("address")}
          value={address}
          error={wrong}
          onChange={(event) => setAddress(event.currentTarget.value)}
          style={{ flex: "1 1 14rem" }}
        />
        <Button
          type="submit"
          variant="default"
          leftSection={<IconBan size={16} />}
          disabled={address.trim().length < 3}
          loading={add.isPending}
        >
          {t("add")}
        </Button>
      </form>
    </Section>
  );
}

function useColumns(): Column<Suppression>[] {
  const t = useMessageWords();
  return useMemo(
    () => [
      { key: "address", title: t("address"), fixed: true, phone: "title", cell: (one) => one.address },
      {
        key: "channel",
        title: t("channel"),
        width: 90,
        cell: (one) => t(one.channel === "sms" ? "sms" : "email"),
      },
      {
        key: "scope",
        title: t("scope"),
        width: 120,
        cell: (one) => t(one.scope === "marketing" ? "scope_marketing" : "scope_all"),
      },
      {
        key: "reason",
        title: t("reason"),
        width: 140,
        cell: (one) => (
          <StatusBadge tone={one.reason === "bounced" ? "bad" : "warn"}>
            {wordOf(t, "reason", one.reason)}
          </StatusBadge>
        ),
      },
      {
        key: "when",
        title: t("when"),
        width: 120,
        phone: "aside",
        cell: (one) => <When at={one.created_at} />,
      },
      { key: "release", title: t("release"), width: 130, cell: (one) => <Release suppression={one} /> },
    ],
    [t],
  );
}

function Release({ suppression }: { suppression: Suppression }) {
  const t = useMessageWords();
  const { address } = suppression;
  const lift = useWrite(adminLiftSuppression, {
    changes: [adminListSuppressions],
    done: () => tell(t("released", { address })),
    failed: tellProblem,
  });
  return (
    <May permission="messages:write">
      <Button
        variant="subtle"
        size="compact-sm"
        aria-label={`${t("release")} ${address}`}
        loading={lift.isPending}
        onClick={async () => {
          if (
            await confirm({ title: t("release"), text: t("releaseAsk", { address }), action: t("release") })
          )
            lift.mutate({ path: { suppression: suppression.id } });
        }}
      >
        {t("release")}
      </Button>
    </May>
  );
}
