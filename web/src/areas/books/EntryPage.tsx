import { Alert, Button, Table, Text } from "@mantine/core";
import { Fragment, type ReactNode, useState } from "react";
import { adminLedgerEntry } from "@/api/generated/sdk.gen";
import type { Entry } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink, useParam } from "@/app/here";
import { useMay } from "@/app/may";
import { useStoreOf } from "@/app/store";
import { useLanguage } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { formatInstant } from "@/kit/format";
import { Money } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { Actor } from "./Actor";
import classes from "./books.module.css";
import { FactBadge } from "./FactBadge";
import { BY_STAFF } from "./facts";
import { ReverseDialog } from "./ReverseDialog";
import { useBookWords } from "./words";

/** One entry: its lines, what it follows from, and taking it back. */
export default function EntryPage() {
  const t = useBookWords();
  const id = useParam("entry");
  const found = useRead(adminLedgerEntry, { path: { entry: id } });
  const crumbs = [
    { to: "/books", label: t("title") },
    { to: "/books/entries", label: t("entries") },
  ];
  const entry = found.data;
  if (!entry)
    return (
      <Page title={t("entry")} crumbs={crumbs}>
        {found.error ? <Failure error={found.error} again={() => void found.refetch()} /> : <Skeletons />}
      </Page>
    );
  return <Shown entry={entry} crumbs={crumbs} />;
}

function Shown({ entry, crumbs }: { entry: Entry; crumbs: { to: string; label: string }[] }) {
  const t = useBookWords();
  const mayWrite = useMay("ledger:write", entry.store_id ? { store: entry.store_id } : {});
  const [isAsking, setAsking] = useState(false);
  const isTakenBack = entry.reversed_by !== null;
  const mayReverse = mayWrite && BY_STAFF.includes(entry.fact) && !isTakenBack;
  const key = `fact.${entry.fact}`;
  return (
    <Page
      title={t.has(key) ? t(key) : entry.fact}
      about={entry.memo || undefined}
      beside={isTakenBack ? <StatusBadge tone="warn">{t("reversed")}</StatusBadge> : undefined}
      crumbs={crumbs}
      acts={
        mayReverse ? (
          <Button variant="default" onClick={() => setAsking(true)}>
            {t("reverse")}
          </Button>
        ) : undefined
      }
    >
      <Columns
        main={
          <Sections>
            {isTakenBack ? (
              <Alert color="yellow">
                {t("takenBack")}{" "}
                <GoLink to={`/books/entries/${entry.reversed_by}`} size="sm" underline="always">
                  {t("seeReversal")}
                </GoLink>
              </Alert>
            ) : null}
            {entry.reverses ? (
              <Alert color="gray">
                {t("takesBack")}{" "}
                <GoLink to={`/books/entries/${entry.reverses}`} size="sm" underline="always">
                  {t("seeReversed")}
                </GoLink>
              </Alert>
            ) : null}
            <Section title={t("lines")} flush>
              <Lines entry={entry} />
            </Section>
            {mayWrite && !BY_STAFF.includes(entry.fact) && entry.fact !== "reversal" ? (
              <Text size="sm" c="dimmed">
                {t("followsFact")}
              </Text>
            ) : null}
          </Sections>
        }
        side={
          <Section title={t("facts")}>
            <Facts entry={entry} />
          </Section>
        }
      />
      {isAsking ? <ReverseDialog entry={entry} close={() => setAsking(false)} /> : null}
    </Page>
  );
}

function Lines({ entry }: { entry: Entry }) {
  const t = useBookWords();
  const { currency } = entry;
  const amount = (minor: number) => (minor === 0 ? "" : <Money minor={minor} currency={currency} />);
  const sum = (side: "debit_minor" | "credit_minor") =>
    entry.lines.reduce((total, line) => total + line[side], 0);
  return (
    <Table className={classes.table ?? ""}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("account")}</Table.Th>
          <Table.Th className={classes.number ?? ""}>{t("debit")}</Table.Th>
          <Table.Th className={classes.number ?? ""}>{t("credit")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entry.lines.map((line) => (
          <Table.Tr key={`${line.account} ${line.debit_minor} ${line.credit_minor}`}>
            <Table.Td>
              <GoLink to={`/books/entries?account=${encodeURIComponent(line.account)}`} c="inherit">
                {line.title}
              </GoLink>
            </Table.Td>
            <Table.Td className={classes.number ?? ""}>{amount(line.debit_minor)}</Table.Td>
            <Table.Td className={classes.number ?? ""}>{amount(line.credit_minor)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr>
          <Table.Th>{t("together")}</Table.Th>
          <Table.Th className={classes.number ?? ""}>
            <Money minor={sum("debit_minor")} currency={currency} />
          </Table.Th>
          <Table.Th className={classes.number ?? ""}>
            <Money minor={sum("credit_minor")} currency={currency} />
          </Table.Th>
        </Table.Tr>
      </Table.Tfoot>
    </Table>
  );
}

function Facts({ entry }: { entry: Entry }) {
  const t = useBookWords();
  const language = useLanguage();
  const store = useStoreOf(entry.store_id ?? undefined);
  const exactly = (at: string) => formatInstant(language, new Date(at), store?.timezone);
  const mayPayments = useMay("payments:read");
  const mayOrders = useMay("orders:read");
  const order = entry.order_number || entry.order_id;
  const facts: [string, ReactNode][] = [
    [t("what"), <FactBadge key="fact" fact={entry.fact} />],
    [t("when"), exactly(entry.at)],
    [t("postedAt"), exactly(entry.posted_at)],
    [t("store"), store?.name ?? (entry.store_id ? entry.store_id : t("wholeCompany"))],
    [
      t("order"),
      order && entry.order_id && mayOrders ? (
        <GoLink key="order" to={`/orders/${entry.order_id}`}>
          {order}
        </GoLink>
      ) : (
        order
      ),
    ],
    [
      t("payment"),
      entry.payment_id && mayPayments ? (
        <GoLink key="payment" to={`/payments/${entry.payment_id}`}>
          {t("seePayment")}
        </GoLink>
      ) : (
        entry.payment_id
      ),
    ],
    [t("who"), <Actor key="who" actor={entry.actor} />],
    [t("currency"), entry.currency],
    [t("number"), <code key="id">{entry.id}</code>],
  ];
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
