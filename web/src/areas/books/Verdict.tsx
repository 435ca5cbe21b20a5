import { Alert, Button, Group, Text } from "@mantine/core";
import { IconRefresh, IconScale } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { adminVerifyLedger } from "@/api/generated/sdk.gen";
import type { BooksFinding, BooksReport } from "@/api/generated/types.gen";
import { asProblem } from "@/api/problem";
import { reading } from "@/api/query";
import { GoLink } from "@/app/here";
import { Failure } from "@/kit/Failure";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { When } from "@/kit/When";
import classes from "./books.module.css";
import { pageOf } from "./places";
import { useBookWords } from "./words";

const FRESH = 5 * 60_000;

/** Do the books balance, and agree with orders and payments? Computed anew when the page is opened. */
export function Verdict() {
  const t = useBookWords();
  const report = useQuery({
    ...reading(adminVerifyLedger, {}),
    staleTime: FRESH,
    refetchOnWindowFocus: false,
  });
  if (report.error && asProblem(report.error).status === 403)
    return <Alert color="gray">{t("verdictNotYours")}</Alert>;
  return (
    <Section
      title={t("verdict")}
      acts={
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={report.isFetching}
          onClick={() => void report.refetch()}
        >
          {t("checkAgain")}
        </Button>
      }
    >
      {report.error ? <Failure error={report.error} again={() => void report.refetch()} /> : null}
      {!report.data && !report.error ? <Skeletons lines={2} /> : null}
      {report.data ? <Told report={report.data} /> : null}
    </Section>
  );
}

function Told({ report }: { report: BooksReport }) {
  const t = useBookWords();
  return (
    <div aria-live="polite">
      <Alert color={report.is_sound ? "green" : "red"} icon={<IconScale size={20} />}>
        <Text size="sm" fw={650}>
          {report.is_sound ? t("sound") : t("off", { count: report.found })}
        </Text>
        <Text size="sm">{report.is_sound ? t("soundHelp") : t("offHelp")}</Text>
        <Group gap={16} mt={4}>
          <Text size="xs">{t("entriesChecked", { count: report.entries })}</Text>
          <Text size="xs">{t("linesChecked", { count: report.lines })}</Text>
          <Text size="xs" component="div">
            {t.rich("checkedAt", { when: <When at={report.at} /> })}
          </Text>
        </Group>
      </Alert>
      {report.findings.length > 0 ? (
        <ul className={classes.findings}>
          {report.findings.map((finding) => (
            <li key={`${finding.problem} ${finding.about} ${finding.currency}`}>
              <One finding={finding} />
            </li>
          ))}
        </ul>
      ) : null}
      {report.found > report.findings.length ? (
        <Text size="sm" c="dimmed">
          {t("andMore", { count: report.found - report.findings.length })}
        </Text>
      ) : null}
    </div>
  );
}

/** One difference: what is off in our words, by how much, and where to look. */
function One({ finding }: { finding: BooksFinding }) {
  const t = useBookWords();
  const page = pageOf(finding.about);
  const key = `problem.${finding.problem}`;
  const said = t.has(key) ? t(key) : finding.text;
  const name = finding.order_number ? t("orderNamed", { number: finding.order_number }) : finding.about;
  return (
    <>
      <Text size="sm" component="div">
        {page ? (
          <GoLink to={page} size="sm" underline="always">
            {name}
          </GoLink>
        ) : (
          name
        )}
        : {said}
      </Text>
      {finding.expected_minor !== null || finding.booked_minor !== null ? (
        <Text size="xs" c="dimmed" component="div">
          {t.rich("expectedBooked", {
            expected: <Amount minor={finding.expected_minor} currency={finding.currency} />,
            booked: <Amount minor={finding.booked_minor} currency={finding.currency} />,
          })}
        </Text>
      ) : null}
    </>
  );
}

function Amount({ minor, currency }: { minor: number | null; currency: string }) {
  return minor === null ? "–" : <Money minor={minor} currency={currency} />;
}
