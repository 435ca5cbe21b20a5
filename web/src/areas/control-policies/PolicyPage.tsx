import { Button, List, Stack, Text } from "@mantine/core";
import {
  controlGetPolicy,
  controlGetTenant,
  controlListPolicyExceptions,
  controlPolicyHistory,
} from "@/api/generated/sdk.gen";
import type { PolicyDecision } from "@/api/generated/types.gen";
import { usePages, useRead } from "@/api/query";
import { GoLink, useParam, useSearchWords } from "@/app/here";
import { useLanguage } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { When } from "@/kit/When";
import { DecisionForm } from "./DecisionForm";
import { MerchantChoice } from "./MerchantChoice";
import { told } from "./wording";
import { useControlPolicyWords } from "./words";

/** One policy: what is decided, for everybody or for one merchant, whom it would touch, and every decision before. */
export default function PolicyPage() {
  const t = useControlPolicyWords();
  const name = useParam("policy");
  const [search] = useSearchWords();
  const tenant = search.tenant;
  const decision = useRead(controlGetPolicy, { path: { name }, query: { tenant } });
  const merchant = useRead(controlGetTenant, { tenant: tenant ?? "" }, { enabled: tenant !== undefined });
  if (decision.error) return <Failure error={decision.error} again={decision.refetch} />;
  if (!decision.data) return <Skeletons />;
  const back = tenant === undefined ? "/policies" : `/policies?tenant=${tenant}`;
  return (
    <Page
      title={decision.data.title}
      about={decision.data.about}
      crumbs={[{ to: back, label: t("title") }]}
      width="wide"
    >
      <Columns
        main={
          <Sections>
            <MerchantChoice tenant={tenant} name={merchant.data?.name} />
            <DecisionForm
              key={`${name} ${tenant} ${decision.data.version}`}
              decision={decision.data}
              tenant={tenant}
            />
          </Sections>
        }
        side={
          <Sections>
            <Section title={t("places")}>
              <List size="sm">
                {decision.data.places.map((place) => (
                  <List.Item key={place.code}>{place.title}</List.Item>
                ))}
              </List>
            </Section>
            {tenant === undefined ? <Exceptions name={name} /> : null}
            <History decision={decision.data} tenant={tenant} />
          </Sections>
        }
      />
    </Page>
  );
}

function Exceptions({ name }: { name: string }) {
  const t = useControlPolicyWords();
  const found = usePages(controlListPolicyExceptions, { path: { name }, query: { limit: 20 } });
  return (
    <Section title={t("exceptionsTitle")}>
      {found.error ? <Failure error={found.error} again={found.refetch} /> : null}
      {found.isPending ? <Skeletons /> : null}
      {found.items?.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("noExceptions")}
        </Text>
      ) : null}
      <Stack gap={6}>
        {found.items?.map((one) => (
          <GoLink key={one.tenant_id} to={`/policies/${name}?tenant=${one.tenant_id}`} size="sm">
            {one.name}
          </GoLink>
        ))}
        {found.hasNextPage ? <More next={() => void found.fetchNextPage()} /> : null}
      </Stack>
    </Section>
  );
}

function History({ decision, tenant }: { decision: PolicyDecision; tenant: string | undefined }) {
  const t = useControlPolicyWords();
  const language = useLanguage();
  const found = usePages(controlPolicyHistory, {
    path: { name: decision.name },
    query: { tenant, limit: 10 },
  });
  return (
    <Section title={t("history")}>
      {found.error ? <Failure error={found.error} again={found.refetch} /> : null}
      {found.isPending ? <Skeletons /> : null}
      {found.items?.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("noHistory")}
        </Text>
      ) : null}
      <Stack gap="md">
        {found.items?.map((change) => (
          <div key={change.version}>
            <Text size="sm" fw={550}>
              {t("version", { version: String(change.version) })}
            </Text>
            {change.value === null ? <Text size="sm">{t("isWithdrawn")}</Text> : null}
            {Object.entries(change.value ?? {}).map(([field, value]) => (
              <Text key={field} size="sm">
                {decision.fields.find((one) => one.name === field)?.title ?? field}:{" "}
                {told(t, language, field, value)}
              </Text>
            ))}
            {change.note ? (
              <Text size="sm" c="dimmed">
                {change.note}
              </Text>
            ) : null}
            <Text size="xs" c="dimmed">
              <When at={change.changed_at} /> {t("byName", { name: change.changed_by })}
            </Text>
          </div>
        ))}
        {found.hasNextPage ? <More next={() => void found.fetchNextPage()} /> : null}
      </Stack>
    </Section>
  );
}

function More({ next }: { next: () => void }) {
  const t = useControlPolicyWords();
  return (
    <Button variant="subtle" size="compact-sm" onClick={next}>
      {t("more")}
    </Button>
  );
}
