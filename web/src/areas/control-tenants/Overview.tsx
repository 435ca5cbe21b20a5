import { SimpleGrid, Stack, Text } from "@mantine/core";
import type { TenantDetails } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import { useLanguage } from "@/app/words";
import { Count } from "@/kit/Money";
import { Columns, Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import classes from "./tenants.module.css";
import { nameIn } from "./values";
import { useControlTenantsWords } from "./words";

const FIGURES = ["orders", "products", "stores", "locations", "staff"] as const;
const PROBLEMS = ["dead_events", "failed_jobs", "callbacks_waiting", "webhooks_off", "failed_mails"] as const;

/** What there is, who owns it, what waits for somebody. */
export function Overview({ tenant }: { tenant: TenantDetails }) {
  const t = useControlTenantsWords();
  const language = useLanguage();
  const waiting = PROBLEMS.filter((name) => tenant.problems[name] > 0);
  return (
    <Columns
      main={
        <>
          <Section title={t("figures")}>
            <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="md">
              {FIGURES.map((name) => (
                <div key={name}>
                  <Text size="sm" c="dimmed">
                    {t(`figure.${name}`)}
                  </Text>
                  <Text fz={24} fw={650} component="div">
                    <Count value={tenant.figures[name]} />
                  </Text>
                </div>
              ))}
            </SimpleGrid>
          </Section>
          <Section title={t("owners")}>
            <Stack gap={10}>
              {tenant.owners.length === 0 ? <Text size="sm">{t("nobody")}</Text> : null}
              {tenant.owners.map((one) => (
                <div key={one.id} className={classes.line}>
                  <div>
                    <Text size="sm" fw={550}>
                      {one.name}
                    </Text>
                    <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                      {one.email}
                    </Text>
                  </div>
                  {one.has_joined ? (
                    <Text size="sm" component="div" c="dimmed">
                      {one.seen_at ? <When at={one.seen_at} /> : t("neverSeen")}
                    </Text>
                  ) : (
                    <StatusBadge tone="warn">{t("invited")}</StatusBadge>
                  )}
                </div>
              ))}
            </Stack>
          </Section>
          <Section title={t("problems")}>
            <Stack gap={6}>
              {waiting.length === 0 ? <Text size="sm">{t("noProblems")}</Text> : null}
              {waiting.map((name) => (
                <Text key={name} size="sm">
                  {t(`problem.${name}`, { count: tenant.problems[name] })}
                </Text>
              ))}
            </Stack>
          </Section>
        </>
      }
      side={
        <>
          <Section title={t("facts")}>
            <dl className={classes.facts}>
              <dt>{t("slug")}</dt>
              <dd>{tenant.slug}</dd>
              <dt>{t("plan")}</dt>
              <dd>{tenant.plan ? nameIn(tenant.plan.names, language) || tenant.plan.handle : t("noPlan")}</dd>
              <dt>{t("since")}</dt>
              <dd>
                <When at={tenant.created_at} />
              </dd>
              {tenant.status === "trial" ? (
                <>
                  <dt>{t("trialUntil")}</dt>
                  <dd>
                    <When at={tenant.trial_until} />
                  </dd>
                </>
              ) : null}
              <dt>{t("lastSeen")}</dt>
              <dd>{tenant.figures.last_seen_at ? <When at={tenant.figures.last_seen_at} /> : t("never")}</dd>
              <dt>{t("lastOrder")}</dt>
              <dd>
                {tenant.figures.last_order_at ? <When at={tenant.figures.last_order_at} /> : t("never")}
              </dd>
            </dl>
          </Section>
          {tenant.sandboxes.length > 0 ? (
            <Section title={t("sandboxes")}>
              <Stack gap={6}>
                {tenant.sandboxes.map((one) => (
                  <GoLink key={one.id} to={`/tenants/${one.id}`} size="sm">
                    {one.name}
                  </GoLink>
                ))}
              </Stack>
            </Section>
          ) : null}
        </>
      }
    />
  );
}
