import { Skeleton, Table } from "@mantine/core";
import { adminListCohorts } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { formatDay } from "@/kit/format";
import { Count } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import classes from "./analytics.module.css";
import type { Asked } from "./useAsked";
import { useAnalyticsWords } from "./words";

const MONTHS = 12;

/** Customers by the month of their first order: the darker, the more of them bought again. */
export function Customers({ asked }: { asked: Asked }) {
  const t = useAnalyticsWords();
  const language = useLanguage();
  const found = useRead(
    adminListCohorts,
    { query: { store_id: asked.store_id, currency: asked.currency, months: MONTHS } },
    { keep: true },
  );
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  if (found.error && found.data === undefined) {
    return (
      <Section title={t("cohorts")} about={t("cohortsOfAll")}>
        <Failure error={found.error} again={() => void found.refetch()} />
      </Section>
    );
  }
  if (found.data?.length === 0) {
    return (
      <Section title={t("cohorts")}>
        <EmptyState title={t("noCohorts")} text={t("noCohortsHelp")} />
      </Section>
    );
  }
  const longest = Math.max(
    0,
    ...(found.data ?? []).flatMap((one) => one.months.map((month) => month.number)),
  );
  return (
    <Section title={t("cohorts")} about={t("cohortsAbout")} flush>
      {found.data === undefined ? (
        <Skeletons>
          <Skeleton height={260} />
        </Skeletons>
      ) : (
        <Table.ScrollContainer
          minWidth={220 + 72 * longest}
          scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
        >
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col" pl={16}>
                  {t("cohort")}
                </Table.Th>
                <Table.Th scope="col" className={classes.cohort}>
                  {t("customers")}
                </Table.Th>
                {Array.from({ length: longest }, (_, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a month is its number
                  <Table.Th key={place} scope="col" className={classes.cohort}>
                    {t("month0", { number: place + 1 })}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.data.map((cohort) => (
                <Table.Tr key={cohort.month}>
                  <Table.Th scope="row" pl={16} fw={500} style={{ whiteSpace: "nowrap" }}>
                    {formatDay(language, cohort.month, { day: undefined, month: "short", year: "numeric" })}
                  </Table.Th>
                  <Table.Td className={classes.cohort}>
                    <Count value={cohort.customers} />
                  </Table.Td>
                  {Array.from({ length: longest }, (_, place) => {
                    const month = cohort.months.find((one) => one.number === place + 1);
                    const share = (month?.share ?? 0) / 1_000_000;
                    const depth = Math.min(28, Math.round(share * 60));
                    return (
                      <Table.Td
                        // biome-ignore lint/suspicious/noArrayIndexKey: a month is its number
                        key={place}
                        className={classes.cohort}
                        style={
                          depth > 0
                            ? {
                                background: `color-mix(in srgb, var(--mantine-primary-color-filled) ${depth}%, transparent)`,
                              }
                            : undefined
                        }
                      >
                        {month ? percent.format(share) : ""}
                      </Table.Td>
                    );
                  })}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}
