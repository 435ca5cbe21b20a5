import { Button, NumberInput, Stack, Switch, Table, Text } from "@mantine/core";
import { useState } from "react";
import { controlChangePlan, controlGetPlan, controlListPlans } from "@/api/generated/sdk.gen";
import type { PlanChange, PlanRow } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { PlainLink, useParam } from "@/app/here";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { formatMoney } from "@/kit/format";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { usePlanWords } from "@/kit/plan/words";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { VersionFacts } from "./VersionFacts";
import { nameOf, newestOf, offeredAs, TONES } from "./values";
import { useControlPlanWords } from "./words";

/** One plan: what its newest version holds, how it is offered, and its versions. */
export default function PlanPage() {
  const t = useControlPlanWords();
  const language = useLanguage();
  const handle = useParam("plan");
  const seen = useRead(controlGetPlan, { path: { plan: handle } });
  if (seen.error) {
    return (
      <Page title={t("title")}>
        <Failure error={seen.error} again={seen.refetch} />
      </Page>
    );
  }
  if (!seen.data) return <Skeletons />;
  const plan = seen.data;
  const newest = newestOf(plan);
  return (
    <Page
      title={nameOf(plan, language)}
      crumbs={[{ to: "/plans", label: t("title") }]}
      beside={<StatusBadge tone={TONES[offeredAs(plan)]}>{t(`offered_${offeredAs(plan)}`)}</StatusBadge>}
      primary={
        <May permission="plans:write">
          <Button component={PlainLink} to={`/plans/${handle}/publish`}>
            {t("publish")}
          </Button>
        </May>
      }
    >
      <Columns
        main={
          <Sections>
            <Section title={t("newest")}>
              <VersionFacts version={newest} />
            </Section>
            <Versions plan={plan} />
          </Sections>
        }
        side={<Offering plan={plan} />}
      />
    </Page>
  );
}

function Versions({ plan }: { plan: PlanRow }) {
  const t = useControlPlanWords();
  const p = usePlanWords();
  const language = useLanguage();
  return (
    <Section title={t("versions")} flush>
      <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("version")}</Table.Th>
              <Table.Th>{t("published")}</Table.Th>
              <Table.Th>{t("price")}</Table.Th>
              <Table.Th ta="right">{t("merchants")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {plan.versions.map((one) => (
              <Table.Tr key={one.version}>
                <Table.Td>{one.version}</Table.Td>
                <Table.Td>
                  <When at={one.published_at} />{" "}
                  {one.published_by ? (
                    <Text size="xs" c="dimmed" component="span">
                      {t("publishedBy", { name: one.published_by })}
                    </Text>
                  ) : null}
                </Table.Td>
                <Table.Td>
                  {one.price_minor === 0 ? p("free") : formatMoney(language, one.price_minor, one.currency)}
                </Table.Td>
                <Table.Td ta="right">{one.merchants}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

function Offering({ plan }: { plan: PlanRow }) {
  const t = useControlPlanWords();
  const mayChange = useMay("plans:write");
  const [position, setPosition] = useState<number | string>(plan.position);
  const change = useWrite(controlChangePlan, {
    changes: [controlGetPlan, controlListPlans],
    done: () => tell(t("saved")),
    failed: tellProblem,
  });
  const set = (body: PlanChange) => change.mutate({ path: { plan: plan.handle }, body });
  const locked = !mayChange || change.isPending;
  return (
    <Section title={t("how")}>
      <Stack gap="md">
        <Switch
          label={t("isPublic")}
          description={t("isPublicHelp")}
          checked={plan.is_public}
          disabled={locked}
          onChange={(event) => set({ is_public: event.currentTarget.checked })}
        />
        <Switch
          label={t("isSelfService")}
          description={t("isSelfServiceHelp")}
          checked={plan.is_self_service}
          disabled={locked}
          onChange={(event) => set({ is_self_service: event.currentTarget.checked })}
        />
        <Switch
          label={t("isArchived")}
          description={t("isArchivedHelp")}
          checked={plan.is_archived}
          disabled={locked}
          onChange={(event) => set({ is_archived: event.currentTarget.checked })}
        />
        <NumberInput
          label={t("position")}
          min={0}
          max={10_000}
          allowDecimal={false}
          value={position}
          disabled={!mayChange}
          onChange={setPosition}
          onBlur={() => {
            if (typeof position === "number" && position !== plan.position) set({ position });
          }}
        />
      </Stack>
    </Section>
  );
}
