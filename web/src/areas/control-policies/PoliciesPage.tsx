import { Alert, Text } from "@mantine/core";
import { useMemo } from "react";
import { controlGetTenant, controlListPolicies } from "@/api/generated/sdk.gen";
import type { PolicyDecision } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink, useSearchWords } from "@/app/here";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Count } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { Sections } from "@/kit/Section";
import { When } from "@/kit/When";
import { MerchantChoice } from "./MerchantChoice";
import { told } from "./wording";
import { useControlPolicyWords } from "./words";

/** Every policy, as it is decided for everybody or, with `?tenant=`, for one merchant. */
export default function PoliciesPage() {
  const t = useControlPolicyWords();
  const language = useLanguage();
  const list = useList();
  const [search] = useSearchWords();
  const tenant = search.tenant;
  const policies = useRead(controlListPolicies, { query: { tenant } });
  const merchant = useRead(controlGetTenant, { tenant: tenant ?? "" }, { enabled: tenant !== undefined });
  const name = merchant.data?.name;
  const columns = useMemo<Column<PolicyDecision>[]>(
    () => [
      {
        key: "policy",
        title: t("policy"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <div>
            <GoLink to={pageOf(row.name, tenant)} c="inherit" size="sm" fw={550}>
              {row.title}
            </GoLink>
            <Text size="xs" c="dimmed" lineClamp={1}>
              {row.about}
            </Text>
          </div>
        ),
      },
      {
        key: "decided",
        title: t("decided"),
        cell: (row) => (
          <Text size="sm" lineClamp={2} c={row.value ? undefined : "dimmed"}>
            {row.value
              ? Object.entries(row.value)
                  .map(([field, value]) => {
                    const title = row.fields.find((one) => one.name === field)?.title ?? field;
                    return `${title}: ${told(t, language, field, value)}`;
                  })
                  .join(" · ")
              : t("nothingDecided")}
          </Text>
        ),
      },
      {
        key: "exceptions",
        title: t("exceptions"),
        width: 190,
        hidden: tenant !== undefined,
        cell: (row) => <Count value={row.exceptions ?? 0} />,
      },
      {
        key: "changed",
        title: t("changed"),
        width: 190,
        cell: (row) => (row.changed_at ? <When at={row.changed_at} /> : null),
      },
    ],
    [t, language, tenant],
  );
  return (
    <Page title={t("title")} about={t("about")} width="wide">
      <Sections>
        <MerchantChoice tenant={tenant} name={name} />
        {tenant !== undefined && name ? (
          <Alert color="blue" title={t("ofMerchant", { name })}>
            {t("merchantHelp")}
          </Alert>
        ) : null}
        <DataList
          id="control-policies"
          list={list}
          source={{
            items: policies.data,
            error: policies.error,
            isFetching: policies.isFetching,
            refetch: () => void policies.refetch(),
            hasNextPage: false,
            isFetchingNextPage: false,
            fetchNextPage: () => undefined,
          }}
          columns={columns}
          idOf={(row) => row.name}
          to={(row) => pageOf(row.name, tenant)}
          rowHeight={60}
          empty={<EmptyState title={t("none")} text={t("about")} />}
        />
      </Sections>
    </Page>
  );
}

function pageOf(policy: string, tenant: string | undefined): string {
  return tenant === undefined ? `/policies/${policy}` : `/policies/${policy}?tenant=${tenant}`;
}
