import { Text } from "@mantine/core";
import type { Endpoint } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import { outcomeTone, rateOf, word } from "./states";
import classes from "./webhooks.module.css";
import { useWebhookWords } from "./words";

/** How an endpoint does, of its last 100 attempts. */
export function Health({ endpoint }: { endpoint: Endpoint }) {
  const t = useWebhookWords();
  const { health } = endpoint;
  const rate = rateOf(endpoint);
  return (
    <Section title={t("health")} about={t("healthHelp")}>
      <dl className={classes.facts}>
        <div>
          <dt>{t("success")}</dt>
          <dd data-figures>
            {rate === null ? t("noAttempts") : t("successRate", { percent: rate, count: health.attempts })}
          </dd>
        </div>
        {health.latest.length > 0 ? (
          <div>
            <dt>{t("latest")}</dt>
            <dd>
              <span
                className={classes.dots}
                role="img"
                aria-label={health.latest.map((one) => word(t, `outcome_${one}`)).join(", ")}
              >
                {health.latest.map((one, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: they have no names but their places
                  <i key={place} data-tone={outcomeTone(one)} title={word(t, `outcome_${one}`)} />
                ))}
              </span>
            </dd>
          </div>
        ) : null}
        {health.median_ms === null ? null : (
          <div>
            <dt>{t("median")}</dt>
            <dd data-figures>{t("ms", { count: health.median_ms })}</dd>
          </div>
        )}
        <div>
          <dt>{t("lastDelivered")}</dt>
          <dd>{health.last_delivered_at ? <When at={health.last_delivered_at} /> : t("neverYet")}</dd>
        </div>
        <div>
          <dt>{t("waiting")}</dt>
          <dd data-figures>{health.waiting >= 1000 ? "1000+" : health.waiting}</dd>
        </div>
      </dl>
      <Text size="sm" mt="sm">
        <GoLink to={`/webhooks/log?endpoint=${endpoint.id}`}>{t("seeLog")}</GoLink>
      </Text>
    </Section>
  );
}
