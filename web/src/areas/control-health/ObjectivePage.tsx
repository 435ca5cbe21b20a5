import { SegmentedControl, Table, Text } from "@mantine/core";
import { controlGetHealth, controlGetObjective } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useParam, useSearchWords } from "@/app/here";
import { useLanguage, wordOf } from "@/app/words";
import { Chart } from "@/kit/chart/Chart";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { Fact, Facts } from "./Facts";
import { percent, toneOf } from "./lights";
import { useControlHealthWords } from "./words";

const SPANS = ["hour", "quarter", "week", "month"] as const;

/** One promise: what was kept of it, over time. */
export default function ObjectivePage() {
  const t = useControlHealthWords();
  const language = useLanguage();
  const name = useParam("objective");
  const [words, change] = useSearchWords();
  const span = SPANS.find((one) => one === words.span) ?? "month";
  const health = useRead(controlGetHealth, {}, { keep: true });
  const line = useRead(controlGetObjective, { path: { objective: name }, query: { span } }, { keep: true });
  const state = health.data?.objectives.find((one) => one.name === name);
  const title = wordOf(t, "slo", name);
  const writeBy = (at: string) =>
    new Intl.DateTimeFormat(
      language,
      span === "week" || span === "month"
        ? { day: "numeric", month: "short", hour: "2-digit" }
        : { hour: "2-digit", minute: "2-digit" },
    ).format(new Date(at));
  return (
    <Page
      title={title}
      about={wordOf(t, "help", name)}
      crumbs={[{ to: "/health", label: t("title") }]}
      beside={
        state ? <StatusBadge tone={toneOf(state.light)}>{t(`light_${state.light}`)}</StatusBadge> : undefined
      }
      acts={
        <SegmentedControl
          aria-label={t("span")}
          value={span}
          onChange={(value) => change({ span: value === "month" ? undefined : value })}
          data={SPANS.map((one) => ({ value: one, label: t(`span_${one}`) }))}
        />
      }
      width="wide"
    >
      {line.error && !line.data ? (
        <Failure error={line.error} again={() => void line.refetch()} />
      ) : !line.data ? (
        <Skeletons />
      ) : (
        <Sections>
          <Section title={t("overTime", { name: title })}>
            {line.data.points.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t("nothingYet")}
              </Text>
            ) : (
              <Chart
                kind="area"
                title={t("overTime", { name: title })}
                data={line.data.points.map((point) => ({
                  at: point.at,
                  bad: (100 * point.bad) / Math.max(1, point.total),
                }))}
                by="at"
                series={[{ name: "bad", label: t("bad"), tone: "bad" }]}
                write={(value) => percent(language, value / 100)}
                writeBy={writeBy}
              />
            )}
          </Section>
          {state ? (
            <Section title={t("span_month")}>
              <Facts>
                <Fact name={t("promised")}>{percent(language, state.per_mille / 1000, 1)}</Fact>
                <Fact name={t("kept")}>
                  {state.good_per_mille === null ? "–" : percent(language, state.good_per_mille / 1000, 3)}
                </Fact>
                <Fact name={t("bad")}>
                  {t("ofTotal", {
                    bad: new Intl.NumberFormat(language).format(state.bad),
                    total: new Intl.NumberFormat(language).format(state.total),
                  })}
                </Fact>
                <Fact name={t("budgetLeft")}>{percent(language, state.budget_left, 1)}</Fact>
              </Facts>
              <Table mt="md" maw={420}>
                <caption>{t("burning")}</caption>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("window")}</Table.Th>
                    <Table.Th ta="right">{t("rate")}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {state.burning.map((one) => (
                    <Table.Tr key={one.window}>
                      <Table.Td>{one.window}</Table.Td>
                      <Table.Td ta="right">{new Intl.NumberFormat(language).format(one.rate)}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Section>
          ) : null}
        </Sections>
      )}
    </Page>
  );
}
