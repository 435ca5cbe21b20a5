import { ActionIcon, Alert, Button, Menu, Text } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { controlGetTenant } from "@/api/generated/sdk.gen";
import type { TenantDetails } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink, useParam } from "@/app/here";
import { may, useMe } from "@/app/may";
import { useLanguage } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { formatInstant } from "@/kit/format";
import { Page } from "@/kit/Page";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { UrlTabs } from "@/kit/UrlTabs";
import { ActAs } from "@/kit/visits/ActAs";
import { Overview } from "./Overview";
import { type PanelProps, panels } from "./panels";
import { type Act, StateDialog } from "./StateDialog";
import { Stores } from "./Stores";
import { TenantHistory } from "./TenantHistory";
import { reasonOf, statusOf, TONES } from "./values";
import { useControlTenantsWords } from "./words";

const LOADED = panels.map((one) => ({ ...one, Panel: lazy(one.panel) }));

/** One merchant: what there is, its state, and what others know of it. */
export default function TenantPage() {
  const t = useControlTenantsWords();
  const id = useParam("tenant");
  const seen = useRead(controlGetTenant, { tenant: id });
  if (seen.data) return <Known tenant={seen.data} />;
  return (
    <Page title={t("merchant")} crumbs={[{ to: "/tenants", label: t("title") }]}>
      {seen.error ? <Failure error={seen.error} again={() => void seen.refetch()} /> : <Skeletons />}
    </Page>
  );
}

function Known({ tenant }: { tenant: TenantDetails }) {
  const t = useControlTenantsWords();
  const language = useLanguage();
  const me = useMe();
  const mayWrite = may(me, "tenants:write");
  const [act, setAct] = useState<Act | null>(null);
  const status = statusOf(tenant.status);
  const isOpen = status === "active" || status === "trial";
  const props: PanelProps = { tenant: tenant.id, company: tenant.name };
  return (
    <Page
      title={tenant.name}
      crumbs={[{ to: "/tenants", label: t("title") }]}
      width="wide"
      beside={
        <>
          <StatusBadge tone={TONES[status]}>{t(status)}</StatusBadge>
          {tenant.kind === "sandbox" ? <StatusBadge tone="warn">{t("sandbox")}</StatusBadge> : null}
        </>
      }
      primary={
        mayWrite ? (
          <Button
            color={isOpen ? "red" : undefined}
            variant={isOpen ? "light" : "filled"}
            onClick={() => setAct(isOpen ? "suspend" : "reactivate")}
          >
            {t(isOpen ? "suspend" : "reactivate")}
          </Button>
        ) : undefined
      }
      acts={
        <>
          <ActAs tenant={tenant} />
          {mayWrite ? (
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="default" size={36} aria-label={t("acts")}>
                  <IconDots size={18} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {isOpen ? <Menu.Item onClick={() => setAct("trial")}>{t("startTrial")}</Menu.Item> : null}
                {status === "trial" ? (
                  <Menu.Item onClick={() => setAct("activate")}>{t("activate")}</Menu.Item>
                ) : null}
                {tenant.kind === "merchant" && isOpen ? (
                  <Menu.Item onClick={() => setAct("sandbox")}>{t("newSandbox")}</Menu.Item>
                ) : null}
                {status !== "closed" ? (
                  <Menu.Item color="red" onClick={() => setAct("close")}>
                    {t("close")}
                  </Menu.Item>
                ) : null}
              </Menu.Dropdown>
            </Menu>
          ) : null}
        </>
      }
    >
      {isOpen ? null : (
        <Alert
          color={status === "closed" ? "gray" : "red"}
          mb="lg"
          title={t(`reason.${reasonOf(tenant.reason)}`)}
        >
          {tenant.why ? <Text size="sm">{tenant.why}</Text> : null}
          <Text size="sm">
            {tenant.keep_until
              ? t("keptUntil", { day: formatInstant(language, new Date(tenant.keep_until)) })
              : t("suspendedHelp")}
          </Text>
        </Alert>
      )}
      {tenant.sandbox_of ? (
        <Alert color="yellow" mb="lg">
          {t("sandboxOf")}{" "}
          <GoLink to={`/tenants/${tenant.sandbox_of.id}`} c="inherit">
            {tenant.sandbox_of.name}
          </GoLink>
        </Alert>
      ) : null}
      <UrlTabs
        tabs={[
          { value: "overview", label: t("overview"), panel: <Overview tenant={tenant} /> },
          {
            value: "stores",
            label: t("storesAndDomains"),
            panel: <Stores tenant={tenant} mayWrite={mayWrite} />,
          },
          ...LOADED.filter((one) => may(me, one.permission)).map(({ value, label, Panel }) => ({
            value,
            label: label[language],
            panel: (
              <Suspense fallback={<Skeletons />}>
                <Panel {...props} />
              </Suspense>
            ),
          })),
          { value: "history", label: t("history"), panel: <TenantHistory tenant={tenant.id} /> },
        ]}
      />
      {act ? <StateDialog act={act} tenant={tenant} close={() => setAct(null)} /> : null}
    </Page>
  );
}
