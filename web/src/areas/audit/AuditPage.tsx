import { Button, Text, Tooltip } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminAudit, adminAuditActions, adminListStaff } from "@/api/generated/sdk.gen";
import type { AuditEntry } from "@/api/generated/types.gen";
import { usePages, useRead } from "@/api/query";
import { GoLink, useCompany } from "@/app/here";
import { useMay } from "@/app/may";
import { wordOf } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column, Filter, View } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Page } from "@/kit/Page";
import { actionWords, actorWords, changedFields } from "@/kit/trail/action";
import { useTrailWords } from "@/kit/trail/words";
import { useLive } from "@/kit/useLive";
import { When } from "@/kit/When";
import { KINDS } from "./kinds";
import { Proof } from "./Proof";
import { periodOf, placeOf } from "./places";
import { useAuditWords } from "./words";

/** Who did what, newest first. */
export default function AuditPage() {
  const t = useAuditWords();
  const list = useList();
  const query = {
    q: list.q,
    actor: list.text("actor"),
    action: list.text("action"),
    kind: list.text("kind"),
    object: list.text("object"),
    ...periodOf(list.text("days")),
  };
  const entries = usePages(adminAudit, { query: { ...query, limit: 50 } });
  useLive([...KINDS], () => void entries.refetch());
  const columns = useColumns();
  const filters = useFilters();
  const views: View[] = [
    { id: "all", label: t("all"), search: {} },
    { id: "people", label: t("viewPeople"), search: { kind: "staff" } },
    { id: "settings", label: t("viewSettings"), search: { kind: "settings" } },
    { id: "money", label: t("viewMoney"), search: { kind: "payment" } },
  ];
  return (
    <Page title={t("title")} about={t("about")} width="wide" acts={<ExportButton query={query} />}>
      <Proof />
      <DataList
        id="audit"
        list={list}
        source={entries}
        columns={columns}
        idOf={(entry) => entry.id}
        to={(entry) => `/audit/${entry.id}`}
        search={t("search")}
        filters={filters}
        views={views}
        empty={<EmptyState title={t("none")} text={t("noneHelp")} />}
      />
    </Page>
  );
}

/** A plain link: the browser saves what the server streams, however long it is. */
function ExportButton({ query }: { query: Readonly<Record<string, string | undefined>> }) {
  const t = useAuditWords();
  const company = useCompany();
  const asked = new URLSearchParams(
    Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1])),
  );
  return (
    <Tooltip label={t("exportHelp")}>
      <Button
        component="a"
        variant="default"
        leftSection={<IconDownload size={16} />}
        href={`/api/tenants/${company}/admin/audit/export?${asked}`}
        download
      >
        {t("export")}
      </Button>
    </Tooltip>
  );
}

function useColumns(): Column<AuditEntry>[] {
  const t = useAuditWords();
  const trail = useTrailWords();
  return useMemo(
    () => [
      {
        key: "when",
        title: t("when"),
        width: 120,
        fixed: true,
        phone: "aside",
        cell: (e) => <When at={e.at} />,
      },
      {
        key: "what",
        title: t("what"),
        fixed: true,
        phone: "title",
        cell: (e) => (
          <GoLink to={`/audit/${e.id}`} c="inherit" fw={550}>
            {actionWords(trail, e.action)}
          </GoLink>
        ),
      },
      { key: "who", title: t("who"), cell: (e) => actorWords(trail, e.actor_kind, e.actor_name) },
      { key: "thing", title: t("thing"), cell: (e) => <ThingName entry={e} /> },
      {
        key: "changed",
        title: t("changed"),
        phone: "none",
        cell: (e) => (
          <Text size="sm" c="dimmed" truncate>
            {changedFields(e.before, e.after).join(", ")}
          </Text>
        ),
      },
      {
        key: "origin",
        title: t("origin"),
        hidden: true,
        phone: "none",
        cell: (e) => (
          <Text size="sm" c="dimmed" truncate>
            {e.origin}
          </Text>
        ),
      },
      {
        key: "sequence",
        title: t("sequence"),
        hidden: true,
        align: "right",
        width: 90,
        phone: "none",
        cell: (e) => e.sequence ?? "",
      },
    ],
    [t, trail],
  );
}

/** What it was done to: its name, or its kind where it has none any more. */
function ThingName({ entry }: { entry: AuditEntry }) {
  const t = useAuditWords();
  const place = placeOf(entry.kind, entry.object);
  const name = entry.name || wordOf(t, "kind", entry.kind);
  return place && entry.name ? <GoLink to={place}>{name}</GoLink> : name;
}

function useFilters(): Filter[] {
  const t = useAuditWords();
  const trail = useTrailWords();
  const maySeeStaff = useMay("staff:read");
  const staff = useRead(adminListStaff, { query: { limit: 100 } }, { enabled: maySeeStaff });
  const actions = useRead(adminAuditActions, {});
  return useMemo(
    () => [
      {
        key: "actor",
        label: t("person"),
        options: [
          ...(staff.data?.items ?? []).map((person) => ({ value: person.id, label: person.name })),
          ...(["system", "key", "shopper", "customer"] as const).map((kind) => ({
            value: kind,
            label: trail(kind),
          })),
        ],
      },
      {
        key: "action",
        label: t("action"),
        options: (actions.data ?? [])
          .map((action) => ({ value: action, label: actionWords(trail, action) }))
          .sort((one, other) => one.label.localeCompare(other.label)),
      },
      {
        key: "kind",
        label: t("kind"),
        options: KINDS.map((kind) => ({ value: kind, label: t(`kind_${kind}`) })),
      },
      { key: "days", label: t("period"), kind: "days" },
      { key: "object", label: t("object"), kind: "text" },
    ],
    [t, trail, staff.data, actions.data],
  );
}
