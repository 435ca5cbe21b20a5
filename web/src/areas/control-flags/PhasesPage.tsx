import { Group, Stack, Table, Text } from "@mantine/core";
import { IconStairsUp } from "@tabler/icons-react";
import { controlGetPhases, controlListMerchantPhases } from "@/api/generated/sdk.gen";
import type { MerchantPhase, Phases } from "@/api/generated/types.gen";
import { usePages, useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { wordOf } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Count } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { usePlanWords } from "@/kit/plan/words";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { TONES } from "./values";
import { type ControlFlagWords, useControlFlagWords } from "./words";

/** How the platform grows and its merchants on it, with what is open now: to explain it to whoever asks. */
export default function PhasesPage() {
  const t = useControlFlagWords();
  const seen = useRead(controlGetPhases, {});
  if (seen.error) {
    return (
      <Page title={t("phasesTitle")}>
        <Failure error={seen.error} again={seen.refetch} />
      </Page>
    );
  }
  if (!seen.data) return <Skeletons />;
  return (
    <Page title={t("phasesTitle")} about={t("phasesAbout")} width="wide">
      <Sections>
        <Platform phases={seen.data} />
        <Tenants phases={seen.data} />
        <Merchants />
      </Sections>
    </Page>
  );
}

function Platform({ phases }: { phases: Phases }) {
  const t = useControlFlagWords();
  const p = usePlanWords();
  return (
    <Section title={t("platform")} flush>
      <Table.ScrollContainer minWidth={640}>
        <Table verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("phase")}</Table.Th>
              <Table.Th>{t("contains")}</Table.Th>
              <Table.Th miw={150}>{t("state")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {phases.platform.map((phase) => (
              <Table.Tr key={phase.code}>
                <Table.Td>
                  <Named t={t} kind="c" code={phase.code} />
                </Table.Td>
                <Table.Td>
                  <Features names={phase.features} called={(name) => wordOf(p, "feature", name)} />
                </Table.Td>
                <Table.Td>
                  <StatusBadge tone={TONES[phase.openness]}>{t(phase.openness)}</StatusBadge>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

function Tenants({ phases }: { phases: Phases }) {
  const t = useControlFlagWords();
  const p = usePlanWords();
  return (
    <Section title={t("tenants")} flush>
      <Table.ScrollContainer minWidth={760}>
        <Table verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("phase")}</Table.Th>
              <Table.Th>{t("needs")}</Table.Th>
              <Table.Th>{t("contains")}</Table.Th>
              <Table.Th miw={150}>{t("state")}</Table.Th>
              <Table.Th ta="right">{t("inIt")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {phases.tenants.map((phase) => (
              <Table.Tr key={phase.code}>
                <Table.Td>
                  <Named t={t} kind="t" code={phase.code} />
                </Table.Td>
                <Table.Td>{phase.needs.join(", ")}</Table.Td>
                <Table.Td>
                  <Stack gap={4}>
                    <Features names={phase.uses} called={(name) => wordOf(p, "feature", name)} />
                    {phase.one_of.length > 0 ? (
                      <Text size="sm">
                        {t("oneOf", {
                          features: phase.one_of.map((name) => wordOf(p, "feature", name)).join(", "),
                        })}
                      </Text>
                    ) : null}
                  </Stack>
                </Table.Td>
                <Table.Td>
                  <StatusBadge tone={TONES[phase.openness]}>{t(phase.openness)}</StatusBadge>
                </Table.Td>
                <Table.Td ta="right">
                  <Count value={phase.merchants} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

function Named({ t, kind, code }: { t: ControlFlagWords; kind: "c" | "t"; code: string }) {
  const key = `${kind}_${code}`;
  return (
    <div>
      <Text size="sm" fw={600}>
        {code} {t.has(key) ? t(key as "c_C1") : ""}
      </Text>
      <Text size="xs" c="dimmed">
        {t.has(`${key}_about`) ? t(`${key}_about` as "c_C1_about") : ""}
      </Text>
    </div>
  );
}

function Features({ names, called: say }: { names: readonly string[]; called: (name: string) => string }) {
  return (
    <Group gap="2px 14px">
      {names.map((name) => (
        <GoLink key={name} to={`/flags/${name}`} size="sm" display="inline-block" py={2}>
          {say(name)}
        </GoLink>
      ))}
    </Group>
  );
}

function Merchants() {
  const t = useControlFlagWords();
  const p = usePlanWords();
  const list = useList();
  const found = usePages(controlListMerchantPhases, { query: { search: list.q, limit: 50 } });
  const columns: Column<MerchantPhase>[] = [
    {
      key: "name",
      title: t("company"),
      fixed: true,
      phone: "title",
      cell: (row) => (
        <GoLink to={`/tenants/${row.tenant_id}`} c="inherit" size="sm" fw={550}>
          {row.name}
        </GoLink>
      ),
    },
    {
      key: "phase",
      title: t("phase"),
      width: 240,
      phone: "aside",
      cell: (row) => (
        <Text size="sm">
          {row.phase} {t.has(`t_${row.phase}`) ? t(`t_${row.phase}` as "t_T1") : ""}
        </Text>
      ),
    },
    { key: "plan", title: t("plan"), width: 160, cell: (row) => <Text size="sm">{row.plan || "–"}</Text> },
    {
      key: "missing",
      title: t("missing"),
      cell: (row) => (
        <Text size="sm" lineClamp={2}>
          {row.next_phase === ""
            ? t("last")
            : t("missingOne", {
                phase: row.next_phase,
                features: row.missing.map((name) => wordOf(p, "feature", name)).join(", "),
              })}
        </Text>
      ),
    },
  ];
  return (
    <Stack gap="xs">
      <Text component="h2" fw={600}>
        {t("merchants")}
      </Text>
      <DataList
        id="control-phases"
        list={list}
        source={found}
        columns={columns}
        idOf={(row) => row.tenant_id}
        to={(row) => `/tenants/${row.tenant_id}`}
        search={t("merchantsSearch")}
        rowHeight={52}
        empty={
          <EmptyState
            icon={<IconStairsUp size={24} />}
            title={t("merchantsNone")}
            text={t("merchantsNoneHelp")}
          />
        }
      />
    </Stack>
  );
}
