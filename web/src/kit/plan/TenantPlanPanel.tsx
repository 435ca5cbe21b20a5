import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { controlGetTenantPlan } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useLanguage } from "@/app/words";
import { Failure } from "../Failure";
import { formatMoney } from "../format";
import { May } from "../May";
import { Section } from "../Section";
import { Skeletons } from "../Skeletons";
import { StatusBadge } from "../StatusBadge";
import { When } from "../When";
import { Meters } from "./Meters";
import { MoveDialog } from "./MoveDialog";
import { usePlanWords } from "./words";

interface TenantPlanPanelProps {
  /** Its public id. */
  tenant: string;
  company: string;
}

/** A merchant's plan and use, for operators, with the way to change it. */
export function TenantPlanPanel({ tenant, company }: TenantPlanPanelProps) {
  const t = usePlanWords();
  const language = useLanguage();
  const [isMoving, setMoving] = useState(false);
  const seen = useRead(controlGetTenantPlan, { tenant });
  if (seen.error) return <Failure error={seen.error} again={seen.refetch} />;
  if (!seen.data) return <Skeletons />;
  const { plan, since, newest, changed_by: by, meters } = seen.data;
  return (
    <Section
      id="plan"
      title={t("panelTitle")}
      about={t("panelAbout")}
      acts={
        <May permission="plans:write">
          <Button variant="default" size="xs" onClick={() => setMoving(true)}>
            {t("move")}
          </Button>
        </May>
      }
    >
      <Stack gap="md">
        <Group gap={8}>
          <Text fw={600}>{plan ? plan.name : t("noPlan")}</Text>
          {plan ? (
            <Text size="sm" c="dimmed">
              {t("version", { version: String(plan.version) })} ·{" "}
              {plan.price_minor === 0
                ? t("free")
                : t("perMonth", { price: formatMoney(language, plan.price_minor, plan.currency) })}
            </Text>
          ) : null}
          {plan && newest !== null && newest > plan.version ? (
            <StatusBadge tone="info">{t("newerThere", { version: String(newest) })}</StatusBadge>
          ) : null}
        </Group>
        {since ? (
          <Text size="sm" c="dimmed" component="div">
            {t.rich("since", { date: <When at={since} /> })}
            {by ? ` · ${t("byWhom", { name: by })}` : ""}
          </Text>
        ) : null}
        <Meters meters={meters} />
      </Stack>
      {isMoving ? (
        <MoveDialog
          tenant={tenant}
          company={company}
          present={plan?.handle ?? null}
          close={() => setMoving(false)}
        />
      ) : null}
    </Section>
  );
}
