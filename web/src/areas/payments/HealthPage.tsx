import { SegmentedControl, Text } from "@mantine/core";
import { IconHeartbeat } from "@tabler/icons-react";
import { adminPaymentHealth } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { GoLink, useSearchWords } from "@/app/here";
import { useStore } from "@/app/store";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { GatewayCard } from "./GatewayCard";
import classes from "./payments.module.css";
import { usePaymentWords } from "./words";

const EVERY = 60_000;

/** How each provider does in each store. */
export default function HealthPage() {
  const t = usePaymentWords();
  const store = useStore();
  const [words, change] = useSearchWords();
  const period = words.period === "week" ? "week" : "day";
  const health = useRead(adminPaymentHealth, { query: { period } }, { every: EVERY, keep: true });
  const gateways = health.data?.gateways.filter((one) => !store || one.store_id === store.id) ?? [];
  return (
    <Page
      title={t("healthTitle")}
      crumbs={[{ to: "/payments", label: t("title") }]}
      about={t("healthHelp")}
      acts={
        <SegmentedControl
          aria-label={t("period")}
          value={period}
          onChange={(value) => change({ period: value === "day" ? undefined : value })}
          data={[
            { value: "day", label: t("day") },
            { value: "week", label: t("week") },
          ]}
        />
      }
      width="wide"
    >
      {health.error && !health.data ? (
        <Failure error={health.error} again={() => void health.refetch()} />
      ) : !health.data ? (
        <Skeletons />
      ) : (
        <Sections>
          {health.data.callbacks_unknown > 0 ? (
            <Text size="sm">
              {t("unknownMessages", { count: health.data.callbacks_unknown })}{" "}
              <GoLink to="/payments/messages?outcome=unknown_reference">{t("lookAtThem")}</GoLink>
            </Text>
          ) : null}
          {gateways.length === 0 ? (
            <EmptyState
              icon={<IconHeartbeat size={24} />}
              title={t("noGateways")}
              text={t("noGatewaysHelp")}
            />
          ) : (
            <div className={classes.gateways}>
              {gateways.map((one) => (
                <GatewayCard
                  key={`${one.store_id} ${one.provider}`}
                  gateway={one}
                  since={health.data.since}
                  until={health.data.until}
                  period={period}
                />
              ))}
            </div>
          )}
        </Sections>
      )}
    </Page>
  );
}
