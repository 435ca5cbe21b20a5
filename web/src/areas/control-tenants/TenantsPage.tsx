import { Button, Group, Text } from "@mantine/core";
import { IconBuildingStore } from "@tabler/icons-react";
import { controlListTenants } from "@/api/generated/sdk.gen";
import type { ControlListTenantsData, TenantRow } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column, Filter, View } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Count } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { nameIn, STATUSES, statusOf, TONES } from "./values";
import { useControlTenantsWords } from "./words";

type Asked = NonNullable<ControlListTenantsData["query"]>;

/** All merchants: search, filters, saved views. */
export default function TenantsPage() {
  const t = useControlTenantsWords();
  const language = useLanguage();
  const list = useList({ sort: "newest" });
  const { status, kind, plan } = list.filters;
  const asked: Asked = {
    q: list.q,
    sort: (list.sort || "newest") as NonNullable<Asked["sort"]>,
    limit: 50,
    ...(status ? { status: status as NonNullable<Asked["status"]> } : {}),
    ...(kind ? { kind: kind as NonNullable<Asked["kind"]> } : {}),
    ...(plan ? { plan } : {}),
  };
  const tenants = usePages(controlListTenants, { query: asked });
  const columns: Column<TenantRow>[] = [
    {
      key: "name",
      title: t("company"),
      fixed: true,
      phone: "title",
      sort: "name",
      cell: (one) => (
        <div>
          <Group gap={6} wrap="nowrap">
            <GoLink to={`/tenants/${one.id}`} c="inherit" size="sm" fw={550}>
              {one.name}
            </GoLink>
            {one.kind === "sandbox" ? <StatusBadge tone="warn">{t("sandbox")}</StatusBadge> : null}
          </Group>
          <Text size="xs" c="dimmed" truncate>
            {one.host ?? one.slug}
          </Text>
        </div>
      ),
    },
    {
      key: "status",
      title: t("status"),
      width: 130,
      phone: "aside",
      cell: (one) => <StatusBadge tone={TONES[statusOf(one.status)]}>{t(statusOf(one.status))}</StatusBadge>,
    },
    {
      key: "plan",
      title: t("plan"),
      width: 140,
      cell: (one) => (
        <Text size="sm" truncate c={one.plan ? undefined : "dimmed"}>
          {one.plan ? nameIn(one.plan_names, language) || one.plan : t("noPlan")}
        </Text>
      ),
    },
    {
      key: "owner",
      title: t("owner"),
      width: 240,
      cell: (one) => (
        <Text size="sm" truncate c={one.owner ? undefined : "dimmed"}>
          {one.owner ? one.owner.email : t("nobody")}
        </Text>
      ),
    },
    {
      key: "stores",
      title: t("stores"),
      width: 90,
      align: "right",
      cell: (one) => <Count value={one.stores} />,
    },
    {
      key: "trial",
      title: t("trialUntil"),
      width: 130,
      sort: "trial",
      cell: (one) => (
        <Text size="sm" component="div">
          {one.status === "trial" ? <When at={one.trial_until} /> : "–"}
        </Text>
      ),
    },
    {
      key: "created",
      title: t("since"),
      width: 130,
      sort: "newest",
      cell: (one) => (
        <Text size="sm" component="div">
          <When at={one.created_at} />
        </Text>
      ),
    },
  ];
  const filters: Filter[] = [
    { key: "status", label: t("status"), options: STATUSES.map((value) => ({ value, label: t(value) })) },
    {
      key: "kind",
      label: t("kind"),
      options: [
        { value: "merchant", label: t("merchant") },
        { value: "sandbox", label: t("sandbox") },
      ],
    },
    { key: "plan", label: t("plan"), kind: "text", placeholder: t("planHandle") },
  ];
  const views: View[] = [
    { id: "all", label: t("viewAll"), search: {} },
    { id: "trial", label: t("viewTrial"), search: { status: "trial", sort: "trial" } },
    { id: "suspended", label: t("viewSuspended"), search: { status: "suspended" } },
    { id: "sandbox", label: t("viewSandbox"), search: { kind: "sandbox" } },
  ];
  const add = (
    <May permission="tenants:write">
      <Button component={PlainLink} to="/tenants/new">
        {t("create")}
      </Button>
    </May>
  );
  return (
    <Page title={t("title")} about={t("about")} width="wide" primary={add}>
      <DataList
        id="tenants"
        list={list}
        source={tenants}
        columns={columns}
        filters={filters}
        views={views}
        idOf={(one) => one.id}
        to={(one) => `/tenants/${one.id}`}
        search={t("search")}
        rowHeight={60}
        empty={
          <EmptyState
            icon={<IconBuildingStore size={24} />}
            title={t("none")}
            text={t("noneHelp")}
            action={add}
          />
        }
      />
    </Page>
  );
}
