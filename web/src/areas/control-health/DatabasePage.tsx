import { Table, Text } from "@mantine/core";
import { controlGetDatabase, controlListSlowQueries } from "@/api/generated/sdk.gen";
import type { DatabaseState, SlowQueries } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useLanguage } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { Fact, Facts } from "./Facts";
import classes from "./health.module.css";
import { bytes } from "./lights";
import { Wide } from "./Wide";
import { useControlHealthWords } from "./words";

/** How the database stands. */
export default function DatabasePage() {
  const t = useControlHealthWords();
  const state = useRead(controlGetDatabase, {}, { every: 60_000, keep: true });
  const slow = useRead(controlListSlowQueries, {}, { keep: true });
  return (
    <Page
      title={t("database")}
      about={t("databaseAbout")}
      crumbs={[{ to: "/health", label: t("title") }]}
      width="wide"
    >
      <Sections>
        {state.error && !state.data ? (
          <Failure error={state.error} again={() => void state.refetch()} />
        ) : !state.data ? (
          <Skeletons />
        ) : (
          <State state={state.data} />
        )}
        {slow.error && !slow.data ? (
          <Failure error={slow.error} again={() => void slow.refetch()} />
        ) : !slow.data ? (
          <Skeletons />
        ) : (
          <Slow slow={slow.data} />
        )}
      </Sections>
    </Page>
  );
}

function State({ state }: { state: DatabaseState }) {
  const t = useControlHealthWords();
  const language = useLanguage();
  const number = (value: number) => new Intl.NumberFormat(language).format(value);
  return (
    <>
      <Section>
        <Facts>
          <Fact name={t("size")}>{bytes(language, state.bytes)}</Fact>
          <Fact name={t("connections")}>
            {t("ofMost", { count: String(state.connections), most: String(state.most_connections) })}
          </Fact>
          <Fact name={t("locks")}>{state.waiting_for_locks}</Fact>
          <Fact name={t("oldestTransaction")}>
            {t("seconds", { seconds: Math.round(state.oldest_transaction_seconds) })}
          </Fact>
          <Fact name={t("cacheHits")}>
            {state.cache_hit_percent === null ? "–" : `${number(state.cache_hit_percent)} %`}
          </Fact>
          <Fact name={t("deadlocks")}>{number(state.deadlocks)}</Fact>
          <Fact name={t("version")}>{state.version}</Fact>
          <Fact name={t("program")}>{state.program}</Fact>
          <Fact name={t("revision")}>
            {state.revision === state.needed_revision
              ? state.revision
              : t("revisionBehind", { revision: state.revision, needed: state.needed_revision })}
          </Fact>
        </Facts>
      </Section>
      <Section title={t("tables")}>
        <Wide label={t("tables")}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("table")}</Table.Th>
                <Table.Th ta="right">{t("size")}</Table.Th>
                <Table.Th ta="right">{t("rows")}</Table.Th>
                <Table.Th ta="right">{t("deadRows")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {state.tables.map((table) => (
                <Table.Tr key={table.name}>
                  <Table.Td className={classes.mono}>{table.name}</Table.Td>
                  <Table.Td ta="right">{bytes(language, table.bytes)}</Table.Td>
                  <Table.Td ta="right">{number(table.rows)}</Table.Td>
                  <Table.Td ta="right">{table.dead_percent} %</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Wide>
      </Section>
    </>
  );
}

function Slow({ slow }: { slow: SlowQueries }) {
  const t = useControlHealthWords();
  const language = useLanguage();
  const time = (value: number) => t("milliseconds", { count: new Intl.NumberFormat(language).format(value) });
  return (
    <Section title={t("slowQueries")} about={t(`source_${slow.source}`)}>
      {slow.items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("noSlow")}
        </Text>
      ) : (
        <Wide label={t("slowQueries")}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("statement")}</Table.Th>
                <Table.Th ta="right">{t("times")}</Table.Th>
                <Table.Th ta="right">{t("mean")}</Table.Th>
                <Table.Th ta="right">{t("longest")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {slow.items.map((one) => (
                <Table.Tr key={`${one.maker} ${one.words}`}>
                  <Table.Td>
                    {one.maker ? <Text size="sm">{one.maker}</Text> : null}
                    <span className={classes.mono}>{one.words}</span>
                  </Table.Td>
                  <Table.Td ta="right">{one.times}</Table.Td>
                  <Table.Td ta="right">{time(one.mean_ms)}</Table.Td>
                  <Table.Td ta="right">{time(one.longest_ms)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Wide>
      )}
    </Section>
  );
}
