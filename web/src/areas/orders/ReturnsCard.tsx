import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { adminOrderReturns } from "@/api/generated/sdk.gen";
import type { OrderDetail } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { useMay } from "@/app/may";
import { Section } from "@/kit/Section";
import { StatusBadge, type Tone } from "@/kit/StatusBadge";
import { AskReturn } from "./AskReturn";
import { useReturnsCardWords } from "./returnsCardWords";

const TONES: Record<string, Tone> = {
  requested: "warn",
  approved: "info",
  in_transit: "info",
  received: "warn",
  completed: "good",
};

/** What of the order comes back, and asking for it; nothing while nothing of it has left. */
export function ReturnsCard({ order }: { order: OrderDetail }) {
  const t = useReturnsCardWords();
  const mayRead = useMay("returns:read");
  const mayWrite = useMay("returns:write");
  const hasLeft = !["unfulfilled", "partially_prepared", "prepared"].includes(order.fulfillment_status);
  const [isAsking, setAsking] = useState(false);
  const asked = useRead(adminOrderReturns, { path: { order: order.id } }, { enabled: mayRead && hasLeft });
  if (!asked.data) return null;
  const returns = asked.data.returns;
  const canAsk = mayWrite && asked.data.lines.some((line) => line.open > 0 || line.claimable > 0);
  if (returns.length === 0 && !canAsk) return null;
  return (
    <Section
      title={t("title")}
      acts={
        canAsk ? (
          <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
            {t("ask")}
          </Button>
        ) : null
      }
    >
      <Stack gap={8}>
        {returns.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("none")}
          </Text>
        ) : null}
        {returns.map((back) => (
          <Group key={back.id} justify="space-between" gap={8}>
            <GoLink to={`/returns/${back.id}`}>{back.number}</GoLink>
            <StatusBadge tone={TONES[back.status] ?? "quiet"}>
              {t.has(back.status) ? t(back.status) : back.status}
            </StatusBadge>
          </Group>
        ))}
      </Stack>
      {isAsking ? <AskReturn order={order} offered={asked.data} close={() => setAsking(false)} /> : null}
    </Section>
  );
}
