import { Button, Card, Text } from "@mantine/core";
import { IconDownload, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import {
  adminGetPaymentStatement,
  adminListPaymentStatementLines,
  adminListPaymentStatements,
  adminOpenPaymentDifferences,
  adminRecheckPaymentStatement,
} from "@/api/generated/sdk.gen";
import type { Statement, StatementLine } from "@/api/generated/types.gen";
import { usePages, useRead, useWrite } from "@/api/query";
import { useCompany, useParam } from "@/app/here";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { useStoreOf } from "@/app/store";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { DataList } from "@/kit/list/DataList";
import { useList } from "@/kit/list/useList";
import { Count } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import classes from "../books.module.css";
import { useBookWords } from "../words";
import { useLineColumns } from "./columns";
import { differences, FIGURES, MATCHES, nameOfWho } from "./matches";
import { ResolveDialog } from "./ResolveDialog";
import { useProviderName } from "./useProviderName";

/** One statement: how many of its lines agree, and each that does not. */
export default function StatementPage() {
  const t = useBookWords();
  const id = useParam("statement");
  const found = useRead(adminGetPaymentStatement, { path: { statement: id } });
  const crumbs = [
    { to: "/books", label: t("title") },
    { to: "/books/statements", label: t("reconciliation") },
  ];
  if (!found.data)
    return (
      <Page title={t("statement")} crumbs={crumbs}>
        {found.error ? <Failure error={found.error} again={() => void found.refetch()} /> : <Skeletons />}
      </Page>
    );
  return <Shown statement={found.data} crumbs={crumbs} />;
}

function Shown({ statement, crumbs }: { statement: Statement; crumbs: { to: string; label: string }[] }) {
  const t = useBookWords();
  const company = useCompany();
  const { nameOf } = useProviderName();
  const store = useStoreOf(statement.store_id);
  const mayWrite = useMay("payments:reconcile", { store: statement.store_id });
  const recheck = useWrite(adminRecheckPaymentStatement, {
    changes: [
      adminGetPaymentStatement,
      adminListPaymentStatementLines,
      adminListPaymentStatements,
      adminOpenPaymentDifferences,
    ],
    done: () => tell(t("rechecked")),
    failed: tellProblem,
  });
  return (
    <Page
      title={statement.file_name}
      about={
        <>
          {nameOf(statement.provider)}
          {store ? ` · ${store.name}` : ""} · <When at={statement.period_from} /> –{" "}
          <When at={statement.period_until} /> ·{" "}
          {t.rich("importedByAt", {
            name: nameOfWho(t, statement.imported_by),
            when: <When at={statement.created_at} />,
          })}
        </>
      }
      beside={
        <StatusBadge tone={statement.open > 0 ? "bad" : differences(statement) > 0 ? "info" : "good"}>
          {statement.open > 0
            ? t("openDifferences", { count: statement.open })
            : differences(statement) > 0
              ? t("allExplained")
              : t("allAgrees")}
        </StatusBadge>
      }
      crumbs={crumbs}
      width="wide"
      acts={
        <>
          {mayWrite ? (
            <Button
              variant="default"
              leftSection={<IconRefresh size={16} />}
              loading={recheck.isPending}
              onClick={() => recheck.mutate({ path: { statement: statement.id } })}
            >
              {t("recheck")}
            </Button>
          ) : null}
          {differences(statement) > 0 ? (
            <Button
              component="a"
              variant="default"
              leftSection={<IconDownload size={16} />}
              href={`/api/tenants/${encodeURIComponent(company)}/admin/payment-statements/${statement.id}/differences.csv`}
              download
            >
              {t("differencesCsv")}
            </Button>
          ) : null}
        </>
      }
    >
      <Lines statement={statement} mayWrite={mayWrite} />
    </Page>
  );
}

function Lines({ statement, mayWrite }: { statement: Statement; mayWrite: boolean }) {
  const t = useBookWords();
  const list = useList();
  const [asked, setAsked] = useState<StatementLine | null>(null);
  const match = list.one("match", MATCHES);
  const lines = usePages(adminListPaymentStatementLines, {
    path: { statement: statement.id },
    query: { ...(match ? { match } : {}), limit: 50 },
  });
  const columns = useLineColumns(mayWrite ? setAsked : null);
  return (
    <Sections>
      <div className={classes.figures}>
        {FIGURES.map((figure) => (
          <Card
            key={figure}
            component="button"
            type="button"
            padding="md"
            withBorder
            className={classes.figure ?? ""}
            aria-pressed={match === figure}
            onClick={() => list.filter("match", match === figure ? undefined : figure)}
          >
            <Text size="xl" fw={650} component="div">
              <Count value={statement[figure]} />
            </Text>
            <Text size="sm">{t(`match.${figure}`)}</Text>
            <Text size="xs" c="dimmed">
              {t(`matchHelp.${figure}`)}
            </Text>
          </Card>
        ))}
      </div>
      <DataList
        id="payment-statement-lines"
        list={list}
        source={lines}
        columns={columns}
        idOf={(line) => String(line.position)}
        filters={[
          {
            key: "match",
            label: t("result"),
            options: MATCHES.map((value) => ({ value, label: t(`match.${value}`) })),
          },
        ]}
        rowHeight={64}
        empty={<EmptyState title={t("noLines")} text={t("noLinesHelp")} />}
      />
      {asked ? <ResolveDialog statement={statement.id} line={asked} close={() => setAsked(null)} /> : null}
    </Sections>
  );
}
