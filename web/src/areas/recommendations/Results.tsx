import { Button, Group, SegmentedControl, Skeleton, Table, Text } from "@mantine/core";
import { useState } from "react";
import { adminRecommendationPairs, adminRecommendationReport } from "@/api/generated/sdk.gen";
import type { KindReport, PairReport } from "@/api/generated/types.gen";
import { usePages, useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { useMay } from "@/app/may";
import { useStore } from "@/app/store";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Count, Money } from "@/kit/Money";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { Thumbnail } from "@/kit/Thumbnail";
import classes from "./recommendations.module.css";
import { shareText } from "./runs";
import { useRecommendationWords } from "./words";

const PERIODS = ["7", "30", "90"] as const;
const DAY = 86_400_000;

/** The day of UTC so many days before today, as the API counts. */
function daysAgo(days: number): string {
  return new Date(Date.now() - days * DAY).toISOString().slice(0, 10);
}

/** What recommendations brought, by kind and by pair. */
export function Results() {
  const t = useRecommendationWords();
  const mayRead = useMay("figures:read");
  const store = useStore();
  const [days, setDays] = useState<string>("30");
  if (!mayRead) return <Text c="dimmed">{t("noFigures")}</Text>;
  const query = { first: daysAgo(Number(days) - 1), last: daysAgo(0), store_id: store?.id };
  return (
    <Sections>
      <SegmentedControl
        value={days}
        onChange={setDays}
        aria-label={t("period")}
        data={PERIODS.map((value) => ({ value, label: t(`days${value}`) }))}
        w="fit-content"
      />
      <Kinds query={query} />
      <Pairs query={query} />
    </Sections>
  );
}

interface Asked {
  query: { first: string; last: string; store_id: string | undefined };
}

function Kinds({ query }: Asked) {
  const t = useRecommendationWords();
  const report = useRead(adminRecommendationReport, { query }, { keep: true });
  if (report.error) return <Failure error={report.error} again={() => void report.refetch()} />;
  return (
    <Section title={t("results")} about={t("resultsAbout")} flush>
      {report.data ? (
        <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col" pl={16}>
                  {t("kind")}
                </Table.Th>
                {(["shown", "clicks", "rate", "added", "sold", "revenue"] as const).map((key) => (
                  <Table.Th key={key} scope="col" className={classes.figure}>
                    {t(key)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {report.data.kinds.map((kind) => (
                <KindRow key={kind.kind} kind={kind} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : (
        <Skeletons>
          <Skeleton height={220} />
        </Skeletons>
      )}
    </Section>
  );
}

function KindRow({ kind }: { kind: KindReport }) {
  const t = useRecommendationWords();
  const language = useLanguage();
  const lines = kind.sold.reduce((sum, one) => sum + one.lines, 0);
  return (
    <Table.Tr>
      <Table.Th scope="row" pl={16} fw={550}>
        {t(`kind_${kind.kind}`)}
      </Table.Th>
      <Table.Td className={classes.figure}>
        <Count value={kind.shown} />
      </Table.Td>
      <Table.Td className={classes.figure}>
        <Count value={kind.clicks} />
      </Table.Td>
      <Table.Td className={classes.figure}>
        {kind.click_rate === null ? "–" : shareText(language, kind.click_rate)}
      </Table.Td>
      <Table.Td className={classes.figure}>
        <Count value={kind.added} />
      </Table.Td>
      <Table.Td className={classes.figure}>{lines === 0 ? "0" : t("soldLines", { count: lines })}</Table.Td>
      <Table.Td className={classes.figure}>
        {kind.sold.length === 0
          ? "–"
          : kind.sold.map((one) => (
              <div key={one.currency}>
                <Money minor={one.sales_minor} currency={one.currency} />
              </div>
            ))}
      </Table.Td>
    </Table.Tr>
  );
}

function Pairs({ query }: Asked) {
  const t = useRecommendationWords();
  const pairs = usePages(adminRecommendationPairs, { query: { ...query, limit: 20 } });
  if (pairs.error) return <Failure error={pairs.error} again={() => void pairs.refetch()} />;
  if (pairs.items?.length === 0) return <EmptyState title={t("noPairs")} text={t("noPairsText")} />;
  return (
    <Section title={t("pairs")} about={t("pairsAbout")} flush>
      {pairs.items ? (
        <>
          <Table.ScrollContainer minWidth={760} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col" pl={16}>
                    {t("pair")}
                  </Table.Th>
                  <Table.Th scope="col">{t("kind")}</Table.Th>
                  {(["shown", "clicks", "added", "sold", "revenue"] as const).map((key) => (
                    <Table.Th key={key} scope="col" className={classes.figure}>
                      {t(key)}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {pairs.items.map((pair) => (
                  <PairRow key={`${pair.kind} ${pair.product.id} ${pair.other.id}`} pair={pair} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {pairs.hasNextPage ? (
            <Group justify="center" p="sm">
              <Button variant="subtle" loading={pairs.isFetching} onClick={() => void pairs.fetchNextPage()}>
                {t("more")}
              </Button>
            </Group>
          ) : null}
        </>
      ) : (
        <Skeletons>
          <Skeleton height={220} />
        </Skeletons>
      )}
    </Section>
  );
}

function PairRow({ pair }: { pair: PairReport }) {
  const t = useRecommendationWords();
  return (
    <Table.Tr>
      <Table.Td pl={16}>
        <Group gap={10} wrap="nowrap">
          <Thumbnail image={pair.other.image} size={32} />
          <div>
            <Text size="sm" fw={550}>
              {pair.other.title}
            </Text>
            <GoLink to={`/recommendations/products/${pair.product.id}`} size="xs" c="dimmed">
              {pair.product.title}
            </GoLink>
          </div>
        </Group>
      </Table.Td>
      <Table.Td>{t(`kind_${pair.kind}`)}</Table.Td>
      <Table.Td className={classes.figure}>
        <Count value={pair.shown} />
      </Table.Td>
      <Table.Td className={classes.figure}>
        <Count value={pair.clicks} />
      </Table.Td>
      <Table.Td className={classes.figure}>
        <Count value={pair.added} />
      </Table.Td>
      <Table.Td className={classes.figure}>
        <Count value={pair.orders} />
      </Table.Td>
      <Table.Td className={classes.figure}>
        {pair.currency ? <Money minor={pair.sales_minor} currency={pair.currency} /> : "–"}
      </Table.Td>
    </Table.Tr>
  );
}
