import { Alert, Button, Card, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { controlGetSummary } from "@/api/generated/sdk.gen";
import type { Summary, TenantRow } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { Failure } from "@/kit/Failure";
import { May } from "@/kit/May";
import { Count } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { Columns, Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { When } from "@/kit/When";
import { useControlHomeWords } from "./words";

const STATES = ["active", "trial", "suspended", "closed"] as const;

/** How many merchants there are in which state, trials that end soon, who came last, what waits for somebody. */
export default function ControlHomePage() {
  const t = useControlHomeWords();
  const seen = useRead(controlGetSummary, {});
  return (
    <Page
      title={t("title")}
      about={t("about")}
      width="wide"
      primary={
        <May permission="tenants:write">
          <Button component={PlainLink} to="/tenants/new">
            {t("create")}
          </Button>
        </May>
      }
    >
      {seen.error ? <Failure error={seen.error} again={() => void seen.refetch()} /> : null}
      {seen.data ? <Known summary={seen.data} /> : seen.error ? null : <Skeletons />}
    </Page>
  );
}

function Known({ summary }: { summary: Summary }) {
  const t = useControlHomeWords();
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="md">
        {STATES.map((state) => (
          <Figure
            key={state}
            label={t(state)}
            value={summary.statuses[state] ?? 0}
            to={`/tenants?status=${state}&kind=merchant`}
          />
        ))}
        <Figure label={t("sandboxes")} value={summary.sandboxes} to="/tenants?kind=sandbox" />
      </SimpleGrid>
      {summary.kept > 0 ? (
        <Alert color="yellow">
          <GoLink to="/tenants?status=closed" c="inherit">
            {t("kept", { count: summary.kept })}
          </GoLink>
        </Alert>
      ) : null}
      <Columns
        main={
          <>
            <Section title={t("ending")}>
              <Companies rows={summary.ending} none={t("noneEnding")} at={(row) => row.trial_until} />
            </Section>
            <Section
              title={t("newest")}
              about={t("newThisWeek", { count: summary.new_this_week })}
              acts={
                <GoLink to="/tenants" size="sm">
                  {t("all")}
                </GoLink>
              }
            >
              <Companies rows={summary.newest} none={t("noneNewest")} at={(row) => row.created_at} />
            </Section>
          </>
        }
        side={
          <Section title={t("problems")}>
            <Stack gap={10}>
              {summary.problems.length === 0 ? <Text size="sm">{t("noProblems")}</Text> : null}
              {summary.problems.map((one) => (
                <div key={`${one.tenant} ${one.what}`}>
                  <GoLink to={`/tenants/${one.tenant}`} size="sm" fw={550}>
                    {one.name}
                  </GoLink>
                  <Text size="sm" c="dimmed">
                    {t(one.what as "dead_events", { count: one.count })}
                  </Text>
                </div>
              ))}
            </Stack>
          </Section>
        }
      />
    </Stack>
  );
}

function Figure({ label, value, to }: { label: string; value: number; to: string }) {
  return (
    <Card>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <GoLink to={to} c="inherit" fz={28} fw={650} aria-label={`${label}: ${value}`}>
        <Count value={value} />
      </GoLink>
    </Card>
  );
}

function Companies({
  rows,
  none,
  at,
}: {
  rows: readonly TenantRow[];
  none: string;
  at: (row: TenantRow) => string | null;
}) {
  if (rows.length === 0) return <Text size="sm">{none}</Text>;
  return (
    <Stack gap={10}>
      {rows.map((row) => (
        <Group key={row.id} justify="space-between" wrap="nowrap" gap="md">
          <div style={{ minWidth: 0 }}>
            <GoLink to={`/tenants/${row.id}`} size="sm" fw={550}>
              {row.name}
            </GoLink>
            <Text size="xs" c="dimmed" truncate>
              {row.owner?.email ?? row.slug}
            </Text>
          </div>
          <Text size="sm" component="div" style={{ whiteSpace: "nowrap" }}>
            <When at={at(row)} />
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
