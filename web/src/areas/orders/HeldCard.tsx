import { Alert, Button, Group, List, Stack, Text } from "@mantine/core";
import { IconHandStop } from "@tabler/icons-react";
import { useState } from "react";
import { adminRefuseOrder, adminReleaseOrder } from "@/api/generated/sdk.gen";
import type { HoldReason, OrderDetail } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { useMay } from "@/app/may";
import { useLanguage } from "@/app/words";
import { formatMoney } from "@/kit/format";
import { ReasonDialog } from "@/kit/ReasonDialog";
import { type HeldWords, useHeldWords } from "./heldWords";
import { stepOptions } from "./useStep";

interface HeldCardProps {
  order: OrderDetail;
  conflict: () => void;
}

/** Why an order waits for somebody to look at it, and what they may do. */
export function HeldCard({ order, conflict }: HeldCardProps) {
  const t = useHeldWords();
  const language = useLanguage();
  const may = useMay("orders:review", { store: order.store_id });
  const [step, setStep] = useState<"release" | "refuse" | null>(null);
  const { hold } = order;
  if (hold?.outcome !== "" || order.status !== "open") return null;
  return (
    <Alert color="orange" icon={<IconHandStop size={18} />} title={t("held")}>
      <Stack gap="xs">
        <Text size="sm">{t("heldHelp")}</Text>
        <List size="sm">
          {hold.reasons.map((reason) => (
            <List.Item key={reason.rule}>{reasonOf(t, language, order.currency, reason)}</List.Item>
          ))}
        </List>
        {may && hold.may_release ? (
          <Group gap={8}>
            <Button size="xs" onClick={() => setStep("release")}>
              {t("release")}
            </Button>
            <Button size="xs" variant="default" onClick={() => setStep("refuse")}>
              {t("refuse")}
            </Button>
          </Group>
        ) : null}
        {hold.may_release ? null : <Text size="sm">{t("thePlatforms")}</Text>}
      </Stack>
      {step ? (
        <ReviewDialog order={order} step={step} conflict={conflict} close={() => setStep(null)} />
      ) : null}
    </Alert>
  );
}

interface ReviewDialogProps extends HeldCardProps {
  step: "release" | "refuse";
  close: () => void;
}

function ReviewDialog({ order, step, conflict, close }: ReviewDialogProps) {
  const t = useHeldWords();
  const isRelease = step === "release";
  const act = useWrite(
    isRelease ? adminReleaseOrder : adminRefuseOrder,
    stepOptions(t(isRelease ? "released" : "refused"), conflict, close),
  );
  return (
    <ReasonDialog
      title={t(isRelease ? "releaseTitle" : "refuseTitle", { number: order.number })}
      label={t("reason")}
      help={t("reasonHelp")}
      submit={t(isRelease ? "release" : "refuse")}
      {...(isRelease ? {} : { color: "red" })}
      back={t("close")}
      isRunning={act.isPending}
      onSubmit={(reason) => act.mutate({ path: { order: order.id }, body: { reason } })}
      close={close}
    />
  );
}

/** Pure: what a rule saw, in words. */
export function reasonOf(t: HeldWords, language: string, currency: string, reason: HoldReason): string {
  const key = `rule_${reason.rule}`;
  if (!t.has(key)) return reason.rule;
  const seen = reason.seen ?? {};
  const most = typeof seen.most_minor === "number" ? formatMoney(language, seen.most_minor, currency) : "";
  return t(key, {
    most,
    from: String(seen.billed_to ?? ""),
    to: String(seen.delivered_to ?? ""),
    count: String(seen.orders ?? ""),
    why: String(seen.why ?? ""),
  });
}
