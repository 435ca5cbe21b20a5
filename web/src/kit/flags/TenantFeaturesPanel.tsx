import { Group, SegmentedControl, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import { controlGetTenantFeatures } from "@/api/generated/sdk.gen";
import type { OwnFeature } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useMay } from "@/app/may";
import { wordOf } from "@/app/words";
import { Failure } from "../Failure";
import { usePlanWords } from "../plan/words";
import { Section, Sections } from "../Section";
import { Skeletons } from "../Skeletons";
import { StatusBadge } from "../StatusBadge";
import { When } from "../When";
import { type Own, SwitchDialog } from "./SwitchDialog";
import { TenantValues } from "./TenantValues";
import { because, useFlagWords } from "./words";

interface TenantFeaturesPanelProps {
  /** Its public id. */
  tenant: string;
  company: string;
}

interface Wanted {
  feature: string;
  own: Own;
}

/** What a merchant has and why, for operators, with switches of their own. */
export function TenantFeaturesPanel({ tenant, company }: TenantFeaturesPanelProps) {
  const t = useFlagWords();
  const p = usePlanWords();
  const mayWrite = useMay("flags:write");
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const seen = useRead(controlGetTenantFeatures, { tenant });
  if (seen.error) return <Failure error={seen.error} again={seen.refetch} />;
  if (!seen.data) return <Skeletons />;
  const { features, values, phase, next_phase: next, missing } = seen.data;
  return (
    <Sections>
      <Section id="features" title={t("panelTitle")} about={t("panelAbout")} flush>
        <Group gap={8} p="md">
          <StatusBadge tone="info">{t("phase", { phase })}</StatusBadge>
          <Text size="sm" c="dimmed">
            {next === ""
              ? t("phaseLast")
              : t("phaseNext", {
                  phase: next,
                  features: missing.map((name) => wordOf(p, "feature", name)).join(", "),
                })}
          </Text>
        </Group>
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("feature")}</Table.Th>
                <Table.Th>{t("reason")}</Table.Th>
                <Table.Th>{t("own")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {features.map((each) => (
                <Table.Tr key={each.feature.name}>
                  <Table.Td>
                    <Text size="sm" fw={550}>
                      {wordOf(p, "feature", each.feature.name)}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <Reason row={each} />
                  </Table.Td>
                  <Table.Td>
                    <SegmentedControl
                      size="xs"
                      aria-label={t("ownOf", { feature: wordOf(p, "feature", each.feature.name) })}
                      value={ownOf(each)}
                      disabled={!mayWrite}
                      data={(["on", "none", "off"] as const).map((value) => ({
                        value,
                        label: t(`own_${value}`),
                      }))}
                      onChange={(value) => setWanted({ feature: each.feature.name, own: value as Own })}
                    />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Section>
      <TenantValues tenant={tenant} values={values} mayWrite={mayWrite} />
      {wanted ? (
        <SwitchDialog
          tenant={tenant}
          company={company}
          feature={wanted.feature}
          own={wanted.own}
          close={() => setWanted(null)}
        />
      ) : null}
    </Sections>
  );
}

function Reason({ row }: { row: OwnFeature }) {
  const t = useFlagWords();
  const { is_on: isOn, why } = row.feature;
  return (
    <Stack gap={2}>
      <Group gap={8} wrap="nowrap">
        <StatusBadge tone={isOn ? "good" : "quiet"}>{t(isOn ? "isOn" : "isOff")}</StatusBadge>
        <Text size="sm">{because(t, why, isOn)}</Text>
      </Group>
      {row.changed_at ? (
        <Text size="xs" c="dimmed" component="div">
          {t.rich("by", { name: row.changed_by, at: <When at={row.changed_at} /> })}
          {row.note ? ` · ${row.note}` : ""}
        </Text>
      ) : null}
    </Stack>
  );
}

function ownOf(row: OwnFeature): Own {
  return row.own === null ? "none" : row.own ? "on" : "off";
}
