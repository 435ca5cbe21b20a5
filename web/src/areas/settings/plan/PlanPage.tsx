import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconClockHour4 } from "@tabler/icons-react";
import { useState } from "react";
import { adminGetPlan, adminWithdrawPlanRequest } from "@/api/generated/sdk.gen";
import type { OfferedPlan, PlanRequest } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { wordOf } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Meters } from "@/kit/plan/Meters";
import { usePlanWords } from "@/kit/plan/words";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { When } from "@/kit/When";
import { ChangeDialog } from "./ChangeDialog";
import { Offers } from "./Offers";
import { Price } from "./Price";
import { useOwnPlanWords } from "./words";

/** What the company's plan has room for, what it uses, and the other plans. */
export default function PlanPage() {
  const t = useOwnPlanWords();
  const p = usePlanWords();
  const [wanted, setWanted] = useState<OfferedPlan | null>(null);
  const seen = useRead(adminGetPlan, {});
  const crumbs = [{ to: "/settings", label: t("settings") }];
  if (seen.error || !seen.data) {
    return (
      <Page title={t("title")} about={t("about")} crumbs={crumbs}>
        {seen.error ? <Failure error={seen.error} again={seen.refetch} /> : <Skeletons />}
      </Page>
    );
  }
  const { plan, since, meters, offered, request, may_change: mayChange } = seen.data;
  const features = plan?.features?.map((name) => wordOf(p, "feature", name)).join(", ");
  return (
    <Page title={t("title")} about={t("about")} crumbs={crumbs}>
      <Sections>
        {request ? <Asked request={request} mayChange={mayChange} /> : null}
        <Section title={t("present")}>
          {plan ? (
            <Stack gap={6}>
              <Group gap="sm">
                <Text fw={650} size="lg">
                  {plan.name}
                </Text>
                <Price plan={plan} />
              </Group>
              {plan.description ? <Text size="sm">{plan.description}</Text> : null}
              <Text size="sm">
                <Text component="span" size="sm" fw={600}>
                  {t("features")}:
                </Text>{" "}
                {features ?? p("allFeatures")}
              </Text>
              {since ? (
                <Text size="sm" c="dimmed" component="div">
                  {t.rich("since", { date: <When at={since} /> })}
                </Text>
              ) : null}
            </Stack>
          ) : (
            <EmptyState title={t("noPlan")} text={t("noPlanHelp")} />
          )}
        </Section>
        <Section title={t("usage")} about={t("usageAbout")}>
          <Meters meters={meters} />
        </Section>
        <Section title={t("others")}>
          {offered.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t("othersNone")}
            </Text>
          ) : (
            <Offers offered={offered} mayChange={mayChange} choose={setWanted} />
          )}
        </Section>
      </Sections>
      {wanted ? (
        <ChangeDialog
          wanted={wanted}
          isWaiting={request?.status === "open"}
          mayChange={mayChange}
          close={() => setWanted(null)}
        />
      ) : null}
    </Page>
  );
}

/** The last request: that it waits, or how it was answered. */
function Asked({ request, mayChange }: { request: PlanRequest; mayChange: boolean }) {
  const t = useOwnPlanWords();
  const withdraw = useWrite(adminWithdrawPlanRequest, {
    changes: [adminGetPlan],
    done: () => tell(t("withdrawn")),
    failed: tellProblem,
  });
  const values = { plan: request.plan_name };
  if (request.status === "open") {
    return (
      <Alert color="blue" variant="light" icon={<IconClockHour4 size={18} />} title={t("waits", values)}>
        <Group justify="space-between">
          <Text size="sm">{t("waitsSince", { name: request.asked_by })}</Text>
          {mayChange ? (
            <Button
              size="xs"
              variant="default"
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate({})}
            >
              {t("withdraw")}
            </Button>
          ) : null}
        </Group>
      </Alert>
    );
  }
  if (request.status === "declined") {
    return (
      <Alert color="yellow" variant="light" title={t("declined", values)}>
        {request.answer}
      </Alert>
    );
  }
  return null;
}
