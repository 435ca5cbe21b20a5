import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import {
  controlAnswerPlanRequest,
  controlGetTenantPlan,
  controlListPlanRequests,
  controlListPlans,
} from "@/api/generated/sdk.gen";
import type { WaitingRequest } from "@/api/generated/types.gen";
import { usePages, useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { May } from "@/kit/May";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import { useControlPlanWords } from "./words";

/** Merchants who ask for another plan; nothing when nobody does. */
export function Requests() {
  const t = useControlPlanWords();
  const [declined, setDeclined] = useState<WaitingRequest | null>(null);
  const [why, setWhy] = useState("");
  const waiting = usePages(controlListPlanRequests, { query: { limit: 20 } });
  const answer = useWrite(controlAnswerPlanRequest, {
    changes: [controlListPlanRequests, controlListPlans, controlGetTenantPlan],
    failed: tellProblem,
  });
  if (waiting.error) return <Failure error={waiting.error} again={waiting.refetch} />;
  if (!waiting.items || waiting.items.length === 0) return null;
  const approve = (one: WaitingRequest) =>
    answer.mutate(
      { path: { request_id: one.id }, body: { is_approved: true } },
      { onSuccess: () => tell(t("approved", { company: one.tenant_name })) },
    );
  const decline = (one: WaitingRequest) =>
    answer.mutate(
      { path: { request_id: one.id }, body: { is_approved: false, why } },
      {
        onSuccess: () => {
          tell(t("declined"));
          setDeclined(null);
          setWhy("");
        },
      },
    );
  return (
    <Section title={t("waiting")} about={t("waitingAbout")}>
      <Stack gap="md">
        {waiting.items.map((one) => (
          <Group key={one.id} justify="space-between" align="flex-start">
            <div>
              <Text size="sm" fw={600}>
                {t("wants", { company: one.tenant_name, plan: one.plan_name })}
              </Text>
              <Text size="sm" c="dimmed" component="div">
                {one.present ? t("presently", { plan: one.present }) : t("presentlyNone")} ·{" "}
                {t.rich("askedBy", { name: one.asked_by, at: <When at={one.asked_at} /> })}
              </Text>
              {one.note ? <Text size="sm">{one.note}</Text> : null}
            </div>
            <May permission="plans:write">
              <Group gap={8}>
                <Button
                  size="xs"
                  loading={answer.isPending}
                  aria-label={t("answerNamed", { act: t("approve"), company: one.tenant_name })}
                  onClick={() => approve(one)}
                >
                  {t("approve")}
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={t("answerNamed", { act: t("decline"), company: one.tenant_name })}
                  onClick={() => setDeclined(one)}
                >
                  {t("decline")}
                </Button>
              </Group>
            </May>
          </Group>
        ))}
        {waiting.hasNextPage ? (
          <Button variant="default" onClick={() => void waiting.fetchNextPage()}>
            {t("more")}
          </Button>
        ) : null}
      </Stack>
      {declined ? (
        <Modal
          opened
          onClose={() => setDeclined(null)}
          title={t("declineTitle", { company: declined.tenant_name })}
        >
          <Stack gap="md">
            <Textarea
              label={t("declineWhy")}
              value={why}
              onChange={(event) => setWhy(event.currentTarget.value)}
              maxLength={1000}
              autosize
              minRows={3}
              data-autofocus
            />
            <Group justify="flex-end" gap={8}>
              <Button variant="default" onClick={() => setDeclined(null)}>
                {t("cancel")}
              </Button>
              <Button loading={answer.isPending} onClick={() => decline(declined)}>
                {t("decline")}
              </Button>
            </Group>
          </Stack>
        </Modal>
      ) : null}
    </Section>
  );
}
